// Events that are due, with two stores on one database: who tells an order, and in which order.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store_under_test.h"

namespace till::store {
namespace {

using app::EventState;
using app::Settling;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> bodies(const std::vector<app::LeasedEvent>& leased) {
  std::vector<std::string> all;
  for (const auto& each : leased) all.push_back(each.event.body);
  return all;
}

class OutboxLeases : public testing::TestWithParam<Kind> {
 protected:
  void commit(std::vector<app::OutboxEvent> events) {
    app::Changeset changeset;
    changeset.events = std::move(events);
    EXPECT_EQ(under_test_.commit(std::move(changeset)), app::CommitOutcome::committed);
  }
  std::vector<app::LeasedEvent> take(app::Store& store, Timestamp now,
                                     app::EventRoom room = kPlenty) {
    return sync_wait(store.lease_events(now, kLease, std::move(room), loop_)).value();
  }
  Settling settle(app::Store& store, const app::LeasedEvent& leased,
                  EventState state = EventState::delivered, Timestamp next = kNow) {
    std::vector<app::EventUpdate> updates{{leased.event.id, state, 1, next, ""}};
    return sync_wait(store.settle_events(leased.lease, std::move(updates), loop_));
  }
  EventState state_of(const app::OutboxEvent& event) { return under_test_.event(event.id)->state; }

  StoreUnderTest under_test_{GetParam()};
  Executor& loop_ = under_test_.executor();
  app::Store& here_ = under_test_.store();
  std::unique_ptr<app::Store> another_ = under_test_.another();
  app::Store& there_ = *another_;
};

INSTANTIATE_TEST_SUITE_P(Stores, OutboxLeases, testing::Values(Kind::memory, Kind::sqlite),
                         [](const auto& kind) {
                           return kind.param == Kind::memory ? "Memory" : "Sqlite";
                         });

TEST_P(OutboxLeases, AreOfAnOrderAndOfOneStoreUntilTheyEnd) {
  commit({told_of(1, 1), told_of(1, 2), told_of(2, 1)});
  EXPECT_THAT(bodies(take(here_, kNow, {1, 1})), ElementsAre("1/1"));
  EXPECT_THAT(bodies(take(there_, kNow)), ElementsAre("2/1"));
  EXPECT_THAT(take(here_, kNow + kJustBefore), IsEmpty());
  EXPECT_THAT(take(there_, kNow + kJustBefore), IsEmpty());
  EXPECT_THAT(bodies(take(there_, kNow + kLease)), ElementsAre("1/1", "2/1"));
  EXPECT_THAT(take(here_, kNow + kLease), IsEmpty());
}

TEST_P(OutboxLeases, HandOutTheEventsOfAnOrderBySequence) {
  commit({told_of(1, 3)});
  commit({told_of(1, 7)});
  commit({told_of(1, 2)});
  std::vector<std::string> told;
  app::Store* store = &here_;
  for (auto leased = take(*store, kNow); !leased.empty(); leased = take(*store, kNow)) {
    ASSERT_THAT(leased, SizeIs(1));
    told.push_back(leased[0].event.body);
    EXPECT_EQ(settle(*store, leased[0]), Settling::written);
    store = store == &here_ ? &there_ : &here_;
  }
  EXPECT_THAT(told, ElementsAre("1/2", "1/3", "1/7"));
}

TEST_P(OutboxLeases, HandOutAnEventWithTheVersionThatMadeIt) {
  app::Changeset changeset = change_of(plain_session(1));
  changeset.events = {event_of(1)};
  under_test_.commit(changeset);
  EXPECT_EQ(take(there_, kNow).at(0).event.sequence, 1U);
  EXPECT_EQ(under_test_.event(id_of<EventId>(1))->sequence, 1U);
}

TEST_P(OutboxLeases, GoneByTheTimeTheHolderComesBackDoNoHarm) {
  commit({told_of(1, 1), told_of(1, 2)});
  const auto hung = take(here_, kNow).at(0);
  const auto taken = take(there_, kNow + kLease).at(0);
  EXPECT_EQ(settle(here_, hung, EventState::dead), Settling::lost) << "while it is told again";
  EXPECT_EQ(settle(there_, taken), Settling::written);
  EXPECT_EQ(settle(here_, hung, EventState::dead), Settling::lost) << "once it was told again";
  sync_wait(here_.give_back(hung.lease, kNow, loop_));
  EXPECT_EQ(state_of(hung.event), EventState::delivered);
  const auto next = take(there_, kNow + kLease).at(0);
  EXPECT_EQ(next.event.body, "1/2");
  EXPECT_EQ(settle(here_, hung, EventState::pending), Settling::lost);
  sync_wait(here_.give_back(hung.lease, kNow, loop_));
  EXPECT_THAT(take(here_, kNow + kLease), IsEmpty()) << "the lease of another goes on";
}

TEST_P(OutboxLeases, ThatEndedHoldAsLongAsNobodyTookTheOrder) {
  commit({told_of(1, 1)});
  const auto late = take(here_, kNow).at(0);
  EXPECT_EQ(settle(here_, late), Settling::written);
  EXPECT_THAT(take(there_, kNow + kLease + kLease), IsEmpty());
}

TEST_P(OutboxLeases, EndWithTheirOutcomeAndTheOrderIsDueAsThatSays) {
  commit({told_of(1, 1)});
  EXPECT_EQ(settle(here_, take(here_, kNow).at(0), EventState::pending, kNow + kLease),
            Settling::written);
  EXPECT_THAT(take(there_, kNow + kJustBefore), IsEmpty());
  const auto again = take(there_, kNow + kLease).at(0);
  EXPECT_EQ(again.event.attempts, 1);
  EXPECT_EQ(again.event.body, "1/1");
}

TEST_P(OutboxLeases, GivenBackLeaveTheOrderDueAgainWhenTheySay) {
  commit({told_of(1, 1)});
  sync_wait(here_.give_back(take(here_, kNow).at(0).lease, kNow + Milliseconds(5), loop_));
  EXPECT_THAT(take(there_, kNow + Milliseconds(4)), IsEmpty());
  EXPECT_THAT(take(there_, kNow + Milliseconds(5)), SizeIs(1));
}

TEST_P(OutboxLeases, AreGrantedAsThereIsRoomAgentsInTurn) {
  for (std::uint64_t order = 1; order <= 3; ++order) {
    commit({told_of(order, 1, "a"), told_of(order + 10, 1, "b"), told_of(order + 20, 1, "c")});
  }
  EXPECT_THAT(bodies(take(here_, kNow, {4, 9, {{"c", 0}}})),
              ElementsAre("1/1", "11/1", "2/1", "12/1"));
  EXPECT_THAT(bodies(take(there_, kNow, {9, 1})), ElementsAre("21/1", "3/1", "13/1"));
}

TEST_P(OutboxLeases, TakeUpWhatIsMadePendingAgainInItsPlace) {
  commit({told_of(1, 1)});
  EXPECT_EQ(settle(here_, take(here_, kNow).at(0), EventState::dead), Settling::written);
  commit({told_of(1, 2)});
  std::vector<app::EventUpdate> back{{told_of(1, 1).id, EventState::pending, 0, kNow, ""}};
  EXPECT_EQ(sync_wait(there_.update_events(std::move(back), loop_)), app::CommitOutcome::committed);
  EXPECT_THAT(bodies(take(here_, kNow)), ElementsAre("1/1"));
}

TEST_P(OutboxLeases, AreNotGrantedOfWhatIsPrunedOrNotDue) {
  auto later = told_of(1, 1);
  later.next_attempt_at = kNow + kLease;
  commit({later, told_of(2, 1)});
  EXPECT_THAT(bodies(take(here_, kNow)), ElementsAre("2/1"));
  app::Retention retention;
  retention.dead_events = Milliseconds(0);
  under_test_.prune(kNow + Milliseconds(1), retention);
  EXPECT_THAT(take(there_, kNow + kLease), IsEmpty());
  EXPECT_THAT(sync_wait(there_.backlogs(loop_)).value(), IsEmpty());
}

TEST_P(OutboxLeases, LeaveABacklogOfEveryAgentWithItsOldest) {
  auto young = told_of(2, 1);
  young.created_at = kNow + kLease;
  commit({young, told_of(1, 1), told_of(3, 1, "other")});
  take(here_, kNow);
  const auto backlogs = sync_wait(there_.backlogs(loop_)).value();
  ASSERT_THAT(backlogs, SizeIs(2));
  EXPECT_EQ(backlogs[0].agent, "agent");
  EXPECT_EQ(backlogs[0].events, 2U);
  EXPECT_EQ(backlogs[0].oldest, kNow);
  EXPECT_EQ(backlogs[1].events, 1U);
}

}  // namespace
}  // namespace till::store
