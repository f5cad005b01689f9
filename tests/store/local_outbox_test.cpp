// What is pending beyond what fits into memory, and leases that are being settled.
#include "store/local_outbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "store_under_test.h"

namespace till::store {
namespace {

using app::EventState;
using testing::IsEmpty;
using testing::SizeIs;

TEST(LocalOutbox, GrantsNoLeaseOfAnOrderThatIsBeingSettled) {
  LocalOutbox outbox({10});
  outbox.add(told_of(1, 1), 1);
  outbox.add(told_of(1, 2), 2);
  const auto leased = outbox.lease(kNow, kLease, kPlenty).at(0);
  ASSERT_TRUE(outbox.begin_settling(leased.lease));
  EXPECT_THAT(outbox.lease(kNow + kLease, kLease, kPlenty), IsEmpty());
  outbox.end_settling(leased.lease, false);
  EXPECT_THAT(outbox.lease(kNow, kLease, kPlenty), IsEmpty()) << "the lease goes on";
  ASSERT_TRUE(outbox.begin_settling(leased.lease));
  outbox.update({leased.event.id, EventState::delivered, 1, kNow, ""});
  outbox.end_settling(leased.lease, true);
  EXPECT_EQ(outbox.lease(kNow, kLease, kPlenty).at(0).event.body, "1/2");
}

TEST(LocalOutbox, KeepsAnEventOnceAndOnlyWhilePending) {
  LocalOutbox outbox({10});
  outbox.add(told_of(1, 1), 1);
  outbox.add(told_of(1, 1), 1);
  auto dead = told_of(2, 1);
  dead.state = EventState::dead;
  outbox.add(dead, 2);
  EXPECT_EQ(outbox.backlogs().at(0).events, 1U);
  outbox.drop(told_of(1, 1).id, agent_named("agent"));
  EXPECT_THAT(outbox.backlogs(), IsEmpty());
}

TEST(LocalOutbox, ReadsWhatItLeftOnceThereIsRoomAndNothingTwice) {
  LocalOutbox outbox({2});
  for (std::uint64_t row = 1; row <= 5; ++row) outbox.add(told_of(row, 1), row);
  EXPECT_EQ(outbox.backlogs().at(0).events, 5U);
  EXPECT_FALSE(outbox.begin_reading()) << "there is no room";
  outbox.drop(told_of(1, 1).id, agent_named("agent"));
  const auto missing = outbox.begin_reading();
  ASSERT_TRUE(missing);
  EXPECT_EQ(missing->after, 2U);
  EXPECT_EQ(missing->most, 1U);
  EXPECT_FALSE(outbox.begin_reading()) << "it is being read already";
  outbox.add(told_of(6, 1), 6);  // Committed after what is read now.
  outbox.end_reading(*missing, {{told_of(2, 1), told_of(3, 1)}, 5, true});
  outbox.drop(told_of(2, 1).id, agent_named("agent"));
  const auto rest = outbox.begin_reading();
  ASSERT_TRUE(rest) << "what came meanwhile is left still";
  EXPECT_EQ(rest->after, 5U);
  outbox.end_reading(*rest, {{told_of(6, 1)}, 6, true});
  EXPECT_THAT(outbox.lease(kNow, kLease, kPlenty), SizeIs(2));
  EXPECT_EQ(outbox.backlogs().at(0).events, 2U);
}

TEST(LocalOutbox, ReadsAgainFromWhatWasReplayedFarBehind) {
  LocalOutbox outbox({1});
  for (std::uint64_t row = 5; row <= 7; ++row) outbox.add(told_of(row, 1), row);
  outbox.add(told_of(2, 1), 2);
  outbox.drop(told_of(5, 1).id, agent_named("agent"));
  EXPECT_EQ(outbox.begin_reading()->after, 1U);
}

TEST(LocalOutbox, TakesWhatComesBeforeOneThatItHasHoweverFullItIs) {
  LocalOutbox outbox({1});
  outbox.add(told_of(1, 3), 1);
  outbox.add(told_of(1, 4), 2);
  outbox.add(told_of(1, 2), 3);
  EXPECT_EQ(outbox.lease(kNow, kLease, kPlenty).at(0).event.body, "1/2");
}

TEST(LocalOutbox, KeepsNoMoreBodiesThanItMay) {
  LocalOutbox outbox({10, 5});
  outbox.add(told_of(1, 1), 1);
  outbox.add(told_of(2, 1), 2);
  outbox.add(told_of(3, 1), 3);
  outbox.forget_bodies(id_of<OrderId>(3));
  const auto leased = outbox.lease(kNow, kLease, kPlenty);
  EXPECT_EQ(leased.at(0).event.body, "1/1");
  EXPECT_EQ(leased.at(1).event.body, "");
}

// Every event of a long backlog is told, once and in its order's order, however few fit.
TEST(SqliteOutbox, TellsABacklogThatDoesNotFitInOrderAndNothingTwice) {
  const TemporaryFolder folder;
  app::NoObserver observer;
  NoLog log;
  LoopThread loop;
  SqliteOptions options;
  options.outbox_events = 3;
  const auto open = [&] {
    return std::move(*SqliteStore::open(folder.database(), options, observer, log));
  };
  auto store = open();
  std::mt19937 chance(1);
  std::map<std::uint64_t, std::uint64_t> made;
  std::size_t events = 0;
  std::map<std::string, int> told;
  std::map<OrderId, std::uint64_t> last;
  Timestamp now = kNow;
  const auto tell_some = [&] {
    const auto due = sync_wait(store->lease_events(now, kLease, kPlenty, loop)).value();
    for (const auto& leased : due) {
      const bool taken = chance() % 3 > 0;
      const auto state = taken ? EventState::delivered : EventState::pending;
      std::vector<app::EventUpdate> updates{{leased.event.id, state, 1, now + kLease, ""}};
      ASSERT_EQ(sync_wait(store->settle_events(leased.lease, updates, loop)),
                app::Settling::written);
      if (!taken) continue;
      EXPECT_EQ(++told[leased.event.body], 1) << leased.event.body;
      EXPECT_LT(std::exchange(last[leased.event.order], leased.event.sequence),
                leased.event.sequence);
    }
    now = now + kLease;
  };
  for (int step = 0; step < 60; ++step) {
    app::Changeset changeset;
    for (auto more = chance() % 4; more > 0; --more) {
      const std::uint64_t order = 1 + chance() % 12;
      changeset.events.push_back(told_of(order, ++made[order], order % 2 == 0 ? "even" : "odd"));
      ++events;
    }
    sync_wait(store->commit(std::move(changeset), loop));
    if (step % 4 == 0) tell_some();
    if (step % 25 == 0) {
      store.reset();
      store = open();
    }
  }
  for (int step = 0; step < 300 && told.size() < events; ++step) tell_some();
  EXPECT_EQ(told.size(), events);
  EXPECT_THAT(sync_wait(store->backlogs(loop)).value(), IsEmpty());
}

}  // namespace
}  // namespace till::store
