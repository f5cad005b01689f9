// What pruning drops of keys, versions and events, and what it never does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store_under_test.h"

namespace till::store {
namespace {

using app::Changeset;
using app::CommitOutcome;
using app::EventState;

class PruningContract : public testing::TestWithParam<Kind> {
 protected:
  StoreUnderTest under_test_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Stores, PruningContract, testing::Values(Kind::memory, Kind::sqlite),
                         [](const auto& test) {
                           return test.param == Kind::memory ? "memory" : "sqlite";
                         });

TEST_P(PruningContract, DropsOldKeysDeliveredEventsAndSupersededVersions) {
  for (const std::uint64_t version : {1, 2}) {
    under_test_.commit(change_of(plain_session(1, version)));
  }
  Changeset rest = change_of(record_of(1));
  rest.events = {event_of(1), event_of(2), event_of(3, 100)};
  rest.event_updates = {{id_of<EventId>(1), EventState::delivered, 1, kNow, ""},
                        {id_of<EventId>(3), EventState::delivered, 1, kNow, ""}};
  under_test_.commit(rest);

  EXPECT_EQ(under_test_.prune(kNow), 0U);
  EXPECT_EQ(under_test_.prune(kNow + Milliseconds(50)), 3U);
  EXPECT_EQ(under_test_.prune(kNow + Milliseconds(50)), 0U);
  EXPECT_FALSE(under_test_.load({}, digest_of(1)).record);
  EXPECT_EQ(under_test_.version(id_of(1), 1), nullptr);
  EXPECT_EQ(under_test_.load(id_of(1)).session->version, 2U);
  EXPECT_FALSE(under_test_.event(id_of<EventId>(1)));
  EXPECT_TRUE(under_test_.event(id_of<EventId>(2)));
  EXPECT_TRUE(under_test_.event(id_of<EventId>(3)));
}

TEST_P(PruningContract, KeepsAVersionThatAKeptKeyPointsAt) {
  for (const std::uint64_t version : {1, 2, 3}) {
    under_test_.commit(change_of(plain_session(1, version)));
  }
  auto late = record_of(1, 1, 2);
  late.created_at = kNow + Milliseconds(100);
  under_test_.commit(change_of(late));
  EXPECT_EQ(under_test_.prune(kNow + Milliseconds(100)), 1U);
  EXPECT_EQ(under_test_.version(id_of(1), 1), nullptr);
  EXPECT_TRUE(under_test_.version(id_of(1), 2));
  EXPECT_EQ(under_test_.prune(kNow + Milliseconds(101)), 2U);
  EXPECT_EQ(under_test_.version(id_of(1), 2), nullptr);
  EXPECT_TRUE(under_test_.version(id_of(1), 3));
}

TEST_P(PruningContract, KeepsAVersionWhoseOwnKeyIsNewerThanIt) {
  Changeset first = change_of(plain_session(1));
  first.idempotency = record_of(1, 1, 1);
  first.idempotency->created_at = kNow + Milliseconds(100);
  under_test_.commit(first);
  under_test_.commit(change_of(plain_session(1, 2)));
  EXPECT_EQ(under_test_.prune(kNow + Milliseconds(100)), 0U);
  EXPECT_TRUE(under_test_.version(id_of(1), 1));
  EXPECT_TRUE(under_test_.load({}, digest_of(1)).record);
  EXPECT_EQ(under_test_.prune(kNow + Milliseconds(101)), 2U);
  EXPECT_EQ(under_test_.version(id_of(1), 1), nullptr);
}

TEST_P(PruningContract, TakesAKeyAnewOnceItWasPruned) {
  under_test_.commit(change_of(record_of(1)));
  EXPECT_EQ(under_test_.commit(change_of(record_of(1))), CommitOutcome::key_taken);
  ASSERT_EQ(under_test_.prune(kNow + Milliseconds(50)), 1U);
  auto again = record_of(1);
  again.fingerprint = digest_of(77);
  again.created_at = kNow + Milliseconds(60);
  EXPECT_EQ(under_test_.commit(change_of(again)), CommitOutcome::committed);
  EXPECT_EQ(under_test_.load({}, digest_of(1)).record, again);
  EXPECT_EQ(under_test_.commit(change_of(record_of(1))), CommitOutcome::key_taken);
}

TEST_P(PruningContract, PrunesEverythingInTheEndThoughNewestVersionsStay) {
  for (std::uint64_t number = 1; number <= 700; ++number) {
    auto changeset = change_of(plain_session(number));
    changeset.idempotency = record_of(number, number);
    spawn(under_test_.store().commit(std::move(changeset), under_test_.executor()),
          [](CommitOutcome) {});
  }
  EXPECT_EQ(under_test_.commit(change_of(plain_session(700, 2))), CommitOutcome::committed);
  std::size_t dropped = 0;
  for (std::size_t more = 1; more > 0; dropped += more) {
    more = under_test_.prune(kNow + Milliseconds(1'000));
  }
  EXPECT_EQ(dropped, 701U);
  EXPECT_EQ(under_test_.load(id_of(1)).session->version, 1U);
  EXPECT_EQ(under_test_.version(id_of(700), 1), nullptr);
}

}  // namespace
}  // namespace till::store
