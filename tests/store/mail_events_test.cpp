// What is sent to buyers, beside what others are told of the same orders, in each store.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store_under_test.h"

namespace till::store {
namespace {

using app::EventReceiver;
using app::EventState;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class MailEvents : public testing::TestWithParam<Kind> {
 protected:
  void commit(std::vector<app::OutboxEvent> events) {
    app::Changeset changeset;
    changeset.events = std::move(events);
    EXPECT_EQ(under_test_.commit(std::move(changeset)), app::CommitOutcome::committed);
  }
  std::vector<app::LeasedEvent> take(const app::EventRoom& room) {
    return sync_wait(store_.lease_events(kNow, kLease, room, loop_)).value();
  }
  static std::vector<std::string> bodies(const std::vector<app::LeasedEvent>& leased) {
    std::vector<std::string> all;
    for (const auto& each : leased) all.push_back(each.event.body);
    return all;
  }
  app::Settling settle(const app::LeasedEvent& leased) {
    std::vector<app::EventUpdate> updates{{leased.event.id, EventState::delivered, 1, kNow, ""}};
    return sync_wait(store_.settle_events(leased.lease, std::move(updates), loop_));
  }
  // A completed purchase with what is told of it.
  SessionId buy(std::uint64_t number, std::vector<app::OutboxEvent> events) {
    checkout::Session session = plain_session(number);
    session.status = checkout::Status::completed;
    session.order.emplace().id = id_of<OrderId>(number);
    app::Changeset changeset = change_of(session);
    changeset.events = std::move(events);
    EXPECT_EQ(under_test_.commit(std::move(changeset)), app::CommitOutcome::committed);
    return session.id;
  }

  StoreUnderTest under_test_{GetParam()};
  Executor& loop_ = under_test_.executor();
  app::Store& store_ = under_test_.store();
};

INSTANTIATE_TEST_SUITE_P(Stores, MailEvents, testing::Values(Kind::memory, Kind::sqlite),
                         [](const auto& kind) {
                           return kind.param == Kind::memory ? "Memory" : "Sqlite";
                         });

TEST_P(MailEvents, WaitForNobodyElseOfTheOrderAndHaveRoomOfTheirOwn) {
  commit({told_of(1, 1), told_shop_of(1, 1), mailed_of(1, 1), mailed_of(1, 2)});
  EXPECT_THAT(bodies(take(kPlenty)), ElementsAre("1/1"));
  EXPECT_THAT(bodies(take(kPlentyOfShop)), ElementsAre("shop 1/1"));
  const auto first = take(kPlentyOfMail);
  EXPECT_THAT(bodies(first), ElementsAre("mail 1/1"));
  EXPECT_THAT(take(kPlentyOfMail), IsEmpty());
  EXPECT_EQ(settle(first.at(0)), app::Settling::written);
  EXPECT_THAT(bodies(take(kPlentyOfMail)), ElementsAre("mail 1/2"));
}

TEST_P(MailEvents, AreKeptWithTheirReceiverAndABacklogOfTheirOwn) {
  commit({told_of(1, 1), told_shop_of(1, 1), mailed_of(1, 1), mailed_of(2, 1)});
  EXPECT_EQ(*under_test_.event(mailed_of(1, 1).id), mailed_of(1, 1));
  const auto backlogs = sync_wait(store_.backlogs(loop_)).value();
  ASSERT_THAT(backlogs, SizeIs(3));
  EXPECT_EQ(backlogs[2].receiver, EventReceiver::mail);
  EXPECT_EQ(backlogs[2].events, 2U);
}

TEST_P(MailEvents, ArePrunedAlsoWhilePending) {
  commit({told_shop_of(1, 1), mailed_of(1, 1)});
  app::Retention retention;
  retention.dead_events = Milliseconds(0);
  under_test_.prune(kNow + Milliseconds(1), retention);
  EXPECT_THAT(under_test_.events(), ElementsAre(told_shop_of(1, 1)));
  EXPECT_THAT(take(kPlentyOfMail), IsEmpty());
}

TEST_P(MailEvents, GoWithTheirBuyer) {
  const SessionId forgotten = buy(1, {told_of(1, 1), mailed_of(1, 1), mailed_of(1, 2)});
  buy(2, {mailed_of(2, 1)});
  EXPECT_THAT(under_test_.erase_buyer({forgotten}), IsEmpty());
  EXPECT_THAT(bodies(take(kPlentyOfMail)), ElementsAre("mail 2/1"));
  EXPECT_THAT(bodies(take(kPlenty)), SizeIs(1)) << "the agent is told all the same";
  EXPECT_EQ(under_test_.event(mailed_of(1, 1).id), std::nullopt);
}

TEST_P(MailEvents, ThatAreUnderWayWhenTheirBuyerIsForgottenAreNotKept) {
  const SessionId forgotten = buy(1, {mailed_of(1, 1)});
  const auto taken = take(kPlentyOfMail);
  ASSERT_THAT(taken, SizeIs(1));
  EXPECT_THAT(under_test_.erase_buyer({forgotten}), IsEmpty());
  EXPECT_EQ(settle(taken.at(0)), app::Settling::lost);
  EXPECT_THAT(under_test_.events(), IsEmpty());
}

}  // namespace
}  // namespace till::store
