// A full disk stops nothing for good, and a disk that is nearly full begins nothing new.
#include "store/sqlite/room.h"
#include "base/sync_wait.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <limits>

#include "faulty_disk.h"
#include "store_under_test.h"

namespace till::store {
namespace {

using app::CommitOutcome;

constexpr std::uint64_t kMiB = 1ULL << 20;
constexpr std::uint64_t kMoreThanAnyDisk = std::numeric_limits<std::int64_t>::max();

class RoomTest : public testing::Test {
 protected:
  std::unique_ptr<SqliteStore> open(std::optional<std::uint64_t> reserve = kMiB) {
    SqliteOptions options;
    options.reserve_bytes = reserve;
    auto opened = SqliteStore::open(folder_.database(), options, observer_, log_);
    EXPECT_TRUE(opened.has_value()) << opened.error();
    return std::move(*opened);
  }
  CommitOutcome commit(SqliteStore& store, app::Changeset changeset) {
    return sync_wait(store.commit(std::move(changeset), loop_));
  }
  checkout::SessionPtr newest(SqliteStore& store, std::uint64_t number) {
    return sync_wait(store.load(id_of(number), {}, loop_)).value().session;
  }
  std::uintmax_t reserved() const {
    return std::filesystem::file_size(folder_.database() + ".reserve");
  }

  TemporaryFolder folder_;
  app::NoObserver observer_;
  NoLog log_;
  LoopThread loop_;
};

TEST_F(RoomTest, ADiskThatIsFullIsTriedAgainLater) {
  auto store = open();
  std::uint64_t number = 0;
  for (const int error : {ENOSPC, EDQUOT, EFBIG}) {
    const std::uint64_t refused = ++number;
    {
      const FailingWrites full(error);
      EXPECT_EQ(commit(*store, change_of(plain_session(refused))), CommitOutcome::busy) << error;
      EXPECT_FALSE(store->dead());
      EXPECT_FALSE(store->state_stock(std::vector<app::Store::StatedStock>{{"mug", 1}}, kNow));
      EXPECT_FALSE(newest(*store, refused)) << "nothing of it is seen";
    }
    // Only a new session waits until the disk was measured; this one did not begin.
    app::Changeset other;
    other.stock = {{"mug", 0}};
    EXPECT_EQ(commit(*store, std::move(other)), CommitOutcome::committed) << error;
  }
}

TEST_F(RoomTest, WhatAFullDiskRefusedIsNotThereAfterAReopening) {
  {
    auto store = open();
    ASSERT_EQ(commit(*store, change_of(plain_session(1))), CommitOutcome::committed);
    const FailingWrites full(ENOSPC);
    ASSERT_EQ(commit(*store, change_of(plain_session(1, 2))), CommitOutcome::busy);
  }
  auto store = open();
  ASSERT_TRUE(newest(*store, 1));
  EXPECT_EQ(newest(*store, 1)->version, 1u);
  EXPECT_EQ(commit(*store, change_of(plain_session(1, 2))), CommitOutcome::committed);
}

TEST_F(RoomTest, BelowTheReserveNoSessionBeginsAndWhatWasBegunGoesOn) {
  { ASSERT_EQ(commit(*open(0), change_of(plain_session(1))), CommitOutcome::committed); }
  auto store = open(kMoreThanAnyDisk);
  EXPECT_EQ(commit(*store, change_of(plain_session(2))), CommitOutcome::busy);
  EXPECT_FALSE(newest(*store, 2));
  EXPECT_EQ(commit(*store, change_of(plain_session(1, 2))), CommitOutcome::committed);
  EXPECT_EQ(commit(*store, change_of(token_of(1))), CommitOutcome::committed);
}

TEST_F(RoomTest, TheReserveIsAFileThatAFullDiskGivesUpAndTakesAgain) {
  Room room(folder_.database(), kMiB);
  EXPECT_EQ(reserved(), kMiB);
  EXPECT_FALSE(room.is_scarce());
  room.release();
  EXPECT_EQ(reserved(), 0u);
  EXPECT_TRUE(room.is_scarce());
  room.measure();
  EXPECT_EQ(reserved(), kMiB);
  EXPECT_FALSE(room.is_scarce());
  EXPECT_GT(room.free_bytes(), 0u);
}

TEST_F(RoomTest, TheReserveOfAnEarlierProcessIsKeptAndAnotherSizeTaken) {
  { Room room(folder_.database(), kMiB); }
  { Room room(folder_.database(), kMiB); }
  EXPECT_EQ(reserved(), kMiB);
  { Room room(folder_.database(), 2 * kMiB); }
  EXPECT_EQ(reserved(), 2 * kMiB);
  { Room(folder_.database(), 0); }
  EXPECT_EQ(reserved(), 0u);
  EXPECT_FALSE(Room(folder_.database(), 0).is_scarce());
}

TEST_F(RoomTest, TheStandardReserveFitsTheDisk) {
  EXPECT_EQ(standard_reserve({0, 100 * kMiB}), 10 * kMiB);
  EXPECT_EQ(standard_reserve({0, 100'000 * kMiB}), 64 * kMiB);
  EXPECT_EQ(standard_reserve({0, 0}), 0u);
  EXPECT_FALSE(disk_space("/nowhere/at/all.db").has_value());
}

}  // namespace
}  // namespace till::store
