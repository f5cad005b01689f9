// The contract of a store on the uses of discounts, which every kind of store keeps.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "base/sync_wait.h"
#include "store_under_test.h"

namespace till::store {
namespace {

using app::Changeset;
using app::CommitOutcome;

class DiscountUses : public testing::TestWithParam<Kind> {
 protected:
  StoreUnderTest under_test_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Stores, DiscountUses, testing::Values(Kind::memory, Kind::sqlite),
                         [](const auto& kind) {
                           return kind.param == Kind::memory ? "Memory" : "Sqlite";
                         });

TEST_P(DiscountUses, CountsUsesUpToTheirLimitAndGivesThemBack) {
  const auto used = [this](const char* key) {
    return sync_wait(under_test_.store().uses({key}, under_test_.executor())).value().at(0);
  };
  const auto move = [this](const char* key, std::int64_t taken, std::int64_t limit) {
    Changeset changeset;
    changeset.uses = {{key, taken, limit}};
    return under_test_.commit(changeset);
  };
  EXPECT_EQ(used("all:x"), 0);
  EXPECT_EQ(move("all:x", 1, 2), CommitOutcome::committed);
  EXPECT_EQ(move("all:x", 1, 2), CommitOutcome::committed);
  EXPECT_EQ(move("all:x", 1, 2), CommitOutcome::limit_reached);
  EXPECT_EQ(move("all:y", 1, 1), CommitOutcome::committed);
  EXPECT_EQ(used("all:x"), 2);
  EXPECT_EQ(move("all:x", -1, 2), CommitOutcome::committed);
  EXPECT_EQ(used("all:x"), 1);
  EXPECT_EQ(move("all:x", 1, 1), CommitOutcome::limit_reached);  // The limit was lowered.
  EXPECT_EQ(move("all:x", -1, 0), CommitOutcome::committed);
}

TEST_P(DiscountUses, ChangesNothingWhenALimitIsReached) {
  under_test_.state("mug", 3);
  Changeset changeset = change_of(plain_session(1));
  changeset.stock = {{"mug", 1}};
  changeset.uses = {{"free", 1, 1}, {"full", 1, 0}};
  EXPECT_EQ(under_test_.commit(changeset), CommitOutcome::limit_reached);
  EXPECT_EQ(under_test_.load(id_of(1)).session, nullptr);
  EXPECT_EQ(under_test_.free("mug"), 3);
  EXPECT_EQ(sync_wait(under_test_.store().uses({"free", "full"}, under_test_.executor())).value(),
            (std::vector<std::int64_t>{0, 0}));
}

TEST_P(DiscountUses, NeverExceedsALimitWhenManyUseItAtOnce) {
  constexpr int kThreads = 8;
  std::atomic<int> taken = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 20; ++round) {
        Changeset changeset;
        changeset.uses = {{"all:x", 1, 50}};
        const auto outcome =
            sync_wait(under_test_.store().commit(std::move(changeset), under_test_.executor()));
        taken += outcome == CommitOutcome::committed ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(taken, 50);
}

}  // namespace
}  // namespace till::store
