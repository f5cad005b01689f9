// What is told to the shop, beside what agents are told of the same orders, in each store.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store_under_test.h"

namespace till::store {
namespace {

using app::EventReceiver;
using app::EventState;
using app::Settling;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class ShopEvents : public testing::TestWithParam<Kind> {
 protected:
  void commit(std::vector<app::OutboxEvent> events) {
    app::Changeset changeset;
    changeset.events = std::move(events);
    EXPECT_EQ(under_test_.commit(std::move(changeset)), app::CommitOutcome::committed);
  }
  std::vector<app::LeasedEvent> take(const app::EventRoom& room, Timestamp now = kNow) {
    return sync_wait(store_.lease_events(now, kLease, room, loop_)).value();
  }
  static std::vector<std::string> bodies(const std::vector<app::LeasedEvent>& leased) {
    std::vector<std::string> all;
    for (const auto& each : leased) all.push_back(each.event.body);
    return all;
  }
  Settling settle(const app::LeasedEvent& leased, EventState state = EventState::delivered) {
    std::vector<app::EventUpdate> updates{{leased.event.id, state, 1, kNow, ""}};
    return sync_wait(store_.settle_events(leased.lease, std::move(updates), loop_));
  }
  checkout::Order numbered(std::uint64_t id, const std::string& number) {
    checkout::Order order;
    order.id = id_of<OrderId>(id);
    order.shop.number = number;
    app::Changeset changeset;
    changeset.order = order;
    EXPECT_EQ(under_test_.commit(std::move(changeset)), app::CommitOutcome::committed);
    return order;
  }
  std::vector<checkout::Order> found(const std::string& number, std::size_t limit = 10) {
    app::OrderFilter filter;
    filter.number = number;
    filter.limit = limit;
    return under_test_.orders(filter).orders;
  }

  StoreUnderTest under_test_{GetParam()};
  Executor& loop_ = under_test_.executor();
  app::Store& store_ = under_test_.store();
};

INSTANTIATE_TEST_SUITE_P(Stores, ShopEvents, testing::Values(Kind::memory, Kind::sqlite),
                         [](const auto& kind) {
                           return kind.param == Kind::memory ? "Memory" : "Sqlite";
                         });

TEST_P(ShopEvents, AreKeptWithTheirReceiver) {
  commit({told_of(1, 1), told_shop_of(1, 1)});
  EXPECT_EQ(under_test_.event(told_of(1, 1).id)->receiver, EventReceiver::agent);
  EXPECT_EQ(*under_test_.event(told_shop_of(1, 1).id), told_shop_of(1, 1));
}

TEST_P(ShopEvents, NeitherWaitForTheAgentsOfTheSameOrderNorTheOtherWayRound) {
  commit({told_of(1, 1), told_shop_of(1, 1), told_of(1, 2), told_shop_of(1, 2)});
  const auto agents = take(kPlenty);
  EXPECT_THAT(bodies(agents), ElementsAre("1/1"));
  const auto shops = take(kPlentyOfShop);
  EXPECT_THAT(bodies(shops), ElementsAre("shop 1/1"));
  EXPECT_EQ(settle(shops.at(0)), Settling::written);
  EXPECT_THAT(bodies(take(kPlentyOfShop)), ElementsAre("shop 1/2"));
  EXPECT_THAT(take(kPlenty), IsEmpty()) << "the lease of the agent's goes on";
  EXPECT_EQ(settle(agents.at(0)), Settling::written);
  EXPECT_THAT(bodies(take(kPlenty)), ElementsAre("1/2"));
}

TEST_P(ShopEvents, AreHandedOutBySequence) {
  commit({told_shop_of(1, 7)});
  commit({told_shop_of(1, 2)});
  const auto first = take(kPlentyOfShop);
  EXPECT_THAT(bodies(first), ElementsAre("shop 1/2"));
  EXPECT_EQ(settle(first.at(0)), Settling::written);
  EXPECT_THAT(bodies(take(kPlentyOfShop)), ElementsAre("shop 1/7"));
}

TEST_P(ShopEvents, OfOneCommitAreToldInTheirOrder) {
  auto second = told_shop_of(1, 1);
  second.id = id_of<EventId>(1);
  second.body = "second";
  commit({told_shop_of(1, 1), second});
  const auto first = take(kPlentyOfShop);
  EXPECT_THAT(bodies(first), ElementsAre("shop 1/1"));
  EXPECT_EQ(settle(first.at(0)), Settling::written);
  EXPECT_THAT(bodies(take(kPlentyOfShop)), ElementsAre("second"));
}

TEST_P(ShopEvents, HaveRoomOfTheirOwn) {
  for (std::uint64_t order = 1; order <= 3; ++order) {
    commit({told_of(order, 1), told_shop_of(order, 1)});
  }
  const app::EventRoom both{1, 9, {}, 2};
  EXPECT_THAT(bodies(take(both)), testing::UnorderedElementsAre("1/1", "shop 1/1", "shop 2/1"));
}

TEST_P(ShopEvents, TakeNoTurnOfAnAgent) {
  for (std::uint64_t order = 1; order <= 3; ++order) {
    commit({told_of(order, 1, "a"), told_of(order + 10, 1, "b"), told_shop_of(order, 1)});
  }
  const app::EventRoom one{1, 9, {}, 1};
  EXPECT_THAT(bodies(take(one)), testing::UnorderedElementsAre("1/1", "shop 1/1"));
  EXPECT_THAT(bodies(take(one)), testing::UnorderedElementsAre("11/1", "shop 2/1"));
}

TEST_P(ShopEvents, AreFoundApart) {
  commit({told_of(1, 1), told_shop_of(1, 1)});
  app::EventFilter filter;
  filter.order = id_of<OrderId>(1);
  filter.receiver = EventReceiver::shop;
  EXPECT_THAT(under_test_.events(filter), ElementsAre(told_shop_of(1, 1)));
  filter.receiver = EventReceiver::agent;
  EXPECT_THAT(under_test_.events(filter), ElementsAre(told_of(1, 1)));
  filter.receiver.reset();
  EXPECT_THAT(under_test_.events(filter), SizeIs(2));
}

TEST_P(ShopEvents, AreABacklogOfTheirOwn) {
  commit({told_of(1, 1), told_shop_of(1, 1), told_shop_of(2, 1)});
  const auto backlogs = sync_wait(store_.backlogs(loop_)).value();
  ASSERT_THAT(backlogs, SizeIs(2));
  EXPECT_EQ(backlogs[0].receiver, EventReceiver::agent);
  EXPECT_EQ(backlogs[0].events, 1U);
  EXPECT_EQ(backlogs[1].receiver, EventReceiver::shop);
  EXPECT_EQ(backlogs[1].agent, "");
  EXPECT_EQ(backlogs[1].events, 2U);
}

TEST_P(ShopEvents, ArePrunedOnceTakenButNeverWhilePending) {
  commit({told_of(1, 1), told_shop_of(1, 1), told_shop_of(2, 1)});
  const auto taken = take({0, 0, {}, 1});
  EXPECT_EQ(settle(taken.at(0)), Settling::written);
  app::Retention retention;
  retention.dead_events = Milliseconds(0);
  under_test_.prune(kNow + Milliseconds(1), retention);
  EXPECT_THAT(under_test_.events(), ElementsAre(told_shop_of(2, 1)));
  EXPECT_THAT(bodies(take(kPlentyOfShop)), ElementsAre("shop 2/1"));
}

TEST_P(ShopEvents, LoseTheirBuyerWithTheOrder) {
  checkout::Session session = plain_session(1);
  session.status = checkout::Status::completed;
  session.order.emplace().id = id_of<OrderId>(1);
  app::Changeset changeset = change_of(session);
  changeset.events = {told_of(1, 1), told_shop_of(1, 1)};
  under_test_.commit(std::move(changeset));
  EXPECT_THAT(under_test_.erase_buyer({session.id}), IsEmpty());
  const std::string id = id_of<OrderId>(1).text();
  EXPECT_THAT(bodies(take(kPlenty)), ElementsAre("order " + id));
  EXPECT_THAT(bodies(take(kPlentyOfShop)), ElementsAre("shop's order " + id));
}

TEST_P(ShopEvents, OfAnOrderComeWithItsNumberByWhichItIsFound) {
  const auto older = numbered(1, "10023");
  numbered(2, "");
  const auto newer = numbered(3, "10023");
  numbered(4, "100");
  EXPECT_THAT(found("10023"), ElementsAre(newer, older));
  EXPECT_THAT(found("10023", 1), ElementsAre(newer));
  EXPECT_THAT(found("1002"), IsEmpty());
  numbered(3, "9");
  EXPECT_THAT(found("10023"), ElementsAre(older)) << "it has another one now";
}

}  // namespace
}  // namespace till::store
