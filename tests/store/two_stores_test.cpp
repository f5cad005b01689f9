// Two stores on one database, as two tills have them: neither undoes what the other did.
//
// SQLite takes its file for one process (RefusesASecondStoreOnTheSameData), so that its second
// store is one of the same process; a store for many machines gets a row here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "store_under_test.h"

namespace till::store {
namespace {

using app::AttemptState;
using app::CommitOutcome;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class TwoStores : public testing::TestWithParam<Kind> {
 protected:
  CommitOutcome commit(app::Store& store, app::Changeset changeset) {
    return sync_wait(store.commit(std::move(changeset), loop_));
  }
  app::Loaded load(app::Store& store, std::optional<SessionId> session,
                   std::optional<Digest> scope = {}) {
    return sync_wait(store.load(session, scope, loop_)).value();
  }
  std::vector<AttemptId> due_attempts(app::Store& store, Timestamp now, std::size_t most = 10) {
    std::vector<AttemptId> ids;
    const auto due = sync_wait(store.lease_due(now, kLease, most, loop_)).value();
    for (const app::PaymentAttempt& attempt : due) ids.push_back(attempt.id);
    return ids;
  }
  std::vector<SessionId> due_sessions(app::Store& store, Timestamp now, std::size_t most = 10) {
    return sync_wait(store.lease_deadlines(now, kLease, most, loop_)).value();
  }
  bool lease(app::Store& store, std::uint64_t number, Timestamp now) {
    return sync_wait(store.lease_attempt(id_of<AttemptId>(number), now, kLease, loop_)).value();
  }
  void postpone(app::Store& store, std::uint64_t number, Timestamp due) {
    EXPECT_TRUE(sync_wait(store.postpone(id_of<AttemptId>(number), due, loop_)).has_value());
  }
  app::Changeset begun(std::uint64_t number, std::optional<Timestamp> lease) {
    auto changeset = change_of(attempt_of(number, AttemptState::open));
    changeset.attempt_lease = lease;
    return changeset;
  }

  StoreUnderTest under_test_{GetParam()};
  Executor& loop_ = under_test_.executor();
  app::Store& here_ = under_test_.store();
  std::unique_ptr<app::Store> another_ = under_test_.another();
  app::Store& there_ = *another_;
};

std::string name_of(const testing::TestParamInfo<Kind>& kind) {
  return kind.param == Kind::memory ? "Memory" : "Sqlite";
}

INSTANTIATE_TEST_SUITE_P(Stores, TwoStores, testing::Values(Kind::memory, Kind::sqlite), name_of);

TEST_P(TwoStores, ShowWhatEitherCommitted) {
  EXPECT_EQ(commit(here_, change_of(plain_session(1))), CommitOutcome::committed);
  EXPECT_EQ(load(there_, id_of(1)).session->version, 1U);
  EXPECT_EQ(commit(there_, change_of(plain_session(1, 2))), CommitOutcome::committed);
  EXPECT_EQ(load(here_, id_of(1)).session->version, 2U);
}

TEST_P(TwoStores, GiveAKeyOneAnswer) {
  EXPECT_EQ(commit(here_, change_of(record_of(1, 1))), CommitOutcome::committed);
  EXPECT_EQ(commit(there_, change_of(record_of(1, 2))), CommitOutcome::key_taken);
  EXPECT_TRUE(load(there_, {}, digest_of(1)).record == record_of(1, 1));
}

TEST_P(TwoStores, LetOneOfTwoNextVersionsStand) {
  commit(here_, change_of(plain_session(1)));
  EXPECT_EQ(commit(there_, change_of(plain_session(1, 2))), CommitOutcome::committed);
  EXPECT_EQ(commit(here_, change_of(plain_session(1, 2))), CommitOutcome::session_changed);
}

TEST_P(TwoStores, NeverSellAPieceTwice) {
  const std::vector<app::Stock::StatedStock> stated{{"poster", 7}};
  ASSERT_TRUE(here_.state_stock(stated, kNow).has_value());
  std::atomic<int> taken = 0;
  std::vector<std::thread> takers;
  for (app::Store* const store : {&here_, &there_, &here_}) {
    takers.emplace_back([&, store] {
      for (int i = 0; i < 5; ++i) {
        const auto outcome = commit(*store, change_of({{"poster", 1}}));
        taken += outcome == CommitOutcome::committed ? 1 : 0;
      }
    });
  }
  for (auto& taker : takers) taker.join();
  EXPECT_EQ(taken, 7);
  EXPECT_THAT(there_.available(std::vector<std::string>{"poster"}), ElementsAre(0));
}

TEST_P(TwoStores, LetNobodyFollowAVersionThatIsNotTheOneThatStands) {
  commit(here_, change_of(plain_session(1)));
  auto lost = plain_session(1, 2);
  lost.currency = "eur";
  commit(there_, change_of(plain_session(1, 2)));
  auto next = change_of(plain_session(1, 3));
  next.follows = shared(lost);
  EXPECT_EQ(commit(here_, next), CommitOutcome::session_changed);
  next.follows = shared(plain_session(1, 2));
  EXPECT_EQ(commit(here_, next), CommitOutcome::committed);
}

TEST_P(TwoStores, KeepNoAnswerToASessionThatHasChangedMeanwhile) {
  commit(here_, change_of(plain_session(1)));
  auto refused = change_of(record_of(1));
  refused.follows = shared(plain_session(1));
  commit(there_, change_of(plain_session(1, 2)));
  EXPECT_EQ(commit(here_, refused), CommitOutcome::session_changed);
  EXPECT_FALSE(load(there_, {}, digest_of(1)).record);
  refused.follows = shared(plain_session(1, 2));
  EXPECT_EQ(commit(here_, refused), CommitOutcome::committed);
}

TEST_P(TwoStores, BeginNothingUnderAKeyThatIsAnswered) {
  commit(here_, change_of(record_of(1)));
  auto begun = change_of(plain_session(1));
  begun.unanswered = digest_of(1);
  EXPECT_EQ(commit(there_, begun), CommitOutcome::key_taken);
  begun.unanswered = digest_of(2);
  EXPECT_EQ(commit(there_, begun), CommitOutcome::committed);
  EXPECT_FALSE(load(here_, {}, digest_of(2)).record);
}

TEST_P(TwoStores, LetOneOfManyRacersMakeEachVersion) {
  commit(here_, change_of(plain_session(1)));
  std::atomic<std::uint64_t> made = 1;
  std::vector<std::thread> racers;
  for (app::Store* const store : {&here_, &there_, &here_, &there_}) {
    racers.emplace_back([&, store] {
      for (int i = 0; i < 25; ++i) {
        const std::uint64_t next = load(*store, id_of(1)).session->version + 1;
        const auto outcome = commit(*store, change_of(plain_session(1, next)));
        made += outcome == CommitOutcome::committed ? 1 : 0;
      }
    });
  }
  for (auto& racer : racers) racer.join();
  EXPECT_EQ(load(there_, id_of(1)).session->version, made);
}

TEST_P(TwoStores, SettleAnAttemptOnceAndSpendATokenOnce) {
  commit(here_, begun(1, {}));
  commit(here_, change_of(token_of(1)));
  EXPECT_EQ(commit(there_, change_of(attempt_of(1, AttemptState::approved))),
            CommitOutcome::committed);
  EXPECT_EQ(commit(here_, change_of(attempt_of(1, AttemptState::failed))),
            CommitOutcome::attempt_settled);
  EXPECT_EQ(sync_wait(here_.spend(token_of(1, "charge"), loop_)), CommitOutcome::committed);
  EXPECT_EQ(sync_wait(there_.spend(token_of(1, "other"), loop_)), CommitOutcome::token_spent);
}

TEST_P(TwoStores, GrantALeaseOfAnAttemptToOneUntilItEnds) {
  for (const std::uint64_t number : {3, 1, 2}) commit(here_, begun(number, {}));
  EXPECT_THAT(due_attempts(here_, kNow, 2), ElementsAre(id_of<AttemptId>(3), id_of<AttemptId>(1)));
  EXPECT_THAT(due_attempts(there_, kNow), ElementsAre(id_of<AttemptId>(2)));
  EXPECT_THAT(due_attempts(there_, kNow + kJustBefore), IsEmpty());
  EXPECT_FALSE(lease(there_, 3, kNow + kJustBefore));
  EXPECT_THAT(due_attempts(there_, kNow + kLease), SizeIs(3));
  EXPECT_THAT(due_attempts(here_, kNow + kLease), IsEmpty());
}

TEST_P(TwoStores, LeaveANewAttemptToWhoeverBeganItAsLongAsItSaid) {
  commit(here_, begun(1, kNow + kLease));
  for (app::Store* const store : {&here_, &there_}) {
    EXPECT_THAT(due_attempts(*store, kNow + kJustBefore), IsEmpty());
  }
  EXPECT_FALSE(lease(there_, 1, kNow + kJustBefore));
  EXPECT_TRUE(lease(here_, 1, kNow)) << "its own process sees to itself";
  EXPECT_THAT(due_attempts(there_, kNow + kLease), ElementsAre(id_of<AttemptId>(1)));
}

TEST_P(TwoStores, HandAPostponedAttemptToEitherOnceItIsDueOrAskedForByName) {
  commit(here_, begun(1, kNow + kLease));
  postpone(there_, 1, kNow);  // Not theirs: nothing happens.
  EXPECT_THAT(due_attempts(there_, kNow), IsEmpty());
  postpone(here_, 1, kNow + kLease + kLease);
  EXPECT_THAT(due_attempts(there_, kNow + kLease), IsEmpty());
  EXPECT_TRUE(lease(there_, 1, kNow + kLease));
  EXPECT_FALSE(lease(here_, 1, kNow + kLease));
}

TEST_P(TwoStores, TakeUpNoAttemptThatIsSettled) {
  commit(here_, begun(1, kNow + kLease));
  commit(here_, change_of(attempt_of(1, AttemptState::approved)));
  postpone(here_, 1, kNow);
  EXPECT_THAT(due_attempts(here_, kNow + kLease), IsEmpty());
  EXPECT_THAT(due_attempts(there_, kNow + kLease), IsEmpty());
}

TEST_P(TwoStores, GrantADeadlineToOneUntilItsLeaseEnds) {
  for (const std::uint64_t number : {2, 1, 3}) commit(here_, change_of(plain_session(number)));
  const Timestamp due = kNow + Milliseconds(10'003);
  EXPECT_THAT(due_sessions(here_, due, 2), ElementsAre(id_of(1), id_of(2)));
  EXPECT_THAT(due_sessions(there_, due), ElementsAre(id_of(3)));
  EXPECT_THAT(due_sessions(there_, due + kJustBefore), IsEmpty());
  auto over = plain_session(1, 2);
  over.status = checkout::Status::expired;
  commit(here_, change_of(over));
  EXPECT_THAT(due_sessions(there_, due + kLease), ElementsAre(id_of(2), id_of(3)));
}

// The same of one store of either kind, whose leases are its own.
class Leases : public testing::TestWithParam<Kind> {
 protected:
  std::size_t due(Timestamp now, std::size_t most = 10) {
    return sync_wait(store().lease_due(now, kLease, most, under_test_.executor())).value().size();
  }
  app::Store& store() { return under_test_.store(); }
  StoreUnderTest under_test_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Stores, Leases, testing::Values(Kind::memory, Kind::sqlite), name_of);

TEST_P(Leases, GetPastAttemptsThatAreLeased) {
  for (const std::uint64_t number : {1, 2, 3}) {
    under_test_.commit(change_of(attempt_of(number, AttemptState::open)));
  }
  for (int taken = 0; taken < 3; ++taken) EXPECT_EQ(due(kNow, 1), 1U);
  EXPECT_EQ(due(kNow + kJustBefore), 0U);
  EXPECT_EQ(due(kNow + kLease), 3U);
}

TEST_P(Leases, OfANewAttemptBeginWithItsCommitAndEndWhenItIsSettled) {
  auto changeset = change_of(attempt_of(1, AttemptState::open));
  changeset.attempt_lease = kNow + kLease;
  under_test_.commit(changeset);
  EXPECT_EQ(due(kNow + kJustBefore), 0U);
  EXPECT_EQ(under_test_.commit(changeset), CommitOutcome::committed) << "still open";
  under_test_.commit(change_of(attempt_of(1, AttemptState::approved)));
  EXPECT_EQ(under_test_.commit(changeset), CommitOutcome::attempt_settled);
  EXPECT_EQ(due(kNow + kLease), 0U);
}

TEST_P(Leases, OfAnAttemptAreItsOwnToTakeAgainAndToPostpone) {
  under_test_.commit(change_of(attempt_of(1, AttemptState::open)));
  const auto take = [&](Timestamp now) {
    return sync_wait(
               store().lease_attempt(id_of<AttemptId>(1), now, kLease, under_test_.executor()))
        .value();
  };
  EXPECT_TRUE(take(kNow));
  EXPECT_TRUE(take(kNow));
  sync_wait(store().postpone(id_of<AttemptId>(1), kNow + kLease + kLease, under_test_.executor()));
  EXPECT_EQ(due(kNow + kLease), 0U);
  EXPECT_EQ(due(kNow + kLease + kLease), 1U);
}

TEST_P(Leases, OfDeadlinesGetPastThoseThatAreLeased) {
  for (const std::uint64_t number : {1, 2}) under_test_.commit(change_of(plain_session(number)));
  const Timestamp now = kNow + Milliseconds(20'000);
  const auto take = [&](Timestamp at) {
    return sync_wait(store().lease_deadlines(at, kLease, 1, under_test_.executor())).value();
  };
  EXPECT_THAT(take(now), ElementsAre(id_of(1)));
  EXPECT_THAT(take(now), ElementsAre(id_of(2)));
  EXPECT_THAT(take(now + kJustBefore), IsEmpty());
  EXPECT_THAT(take(now + kLease), ElementsAre(id_of(1)));
}

TEST(LeasesOfADatabase, AreGoneWithTheProcessThatHadThem) {
  const TemporaryFolder folder;
  app::NoObserver observer;
  NoLog log;
  LoopThread loop;
  const auto open = [&] {
    return std::move(*SqliteStore::open(folder.database(), {}, observer, log));
  };
  auto changeset = change_of(attempt_of(1, AttemptState::open));
  changeset.attempt_lease = kNow + kLease;
  sync_wait(open()->commit(changeset, loop));
  EXPECT_THAT(sync_wait(open()->lease_due(kNow, kLease, 10, loop)).value(), SizeIs(1));
}

}  // namespace
}  // namespace till::store
