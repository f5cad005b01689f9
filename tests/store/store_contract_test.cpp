// The contract of a store, which every kind of store keeps.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <bit>
#include <thread>

#include "full_session.h"
#include "store_under_test.h"

namespace till::store {
namespace {

using app::AttemptState;
using app::Changeset;
using app::CommitOutcome;
using app::EventState;
using testing::ElementsAre;
using testing::IsEmpty;

class StoreContract : public testing::TestWithParam<Kind> {
 protected:
  StoreUnderTest under_test_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Stores, StoreContract, testing::Values(Kind::memory, Kind::sqlite),
                         [](const auto& kind) {
                           return kind.param == Kind::memory ? "Memory" : "Sqlite";
                         });

TEST_P(StoreContract, LoadsTheNewestVersionAndTheAnswerOfTheKey) {
  auto first = change_of(plain_session(1));
  first.idempotency = record_of(1);
  EXPECT_EQ(under_test_.commit(first), CommitOutcome::committed);
  auto full = full_session();
  full.id = id_of(1);
  full.version = 2;
  EXPECT_EQ(under_test_.commit(change_of(full)), CommitOutcome::committed);

  const auto loaded = under_test_.load(id_of(1), digest_of(1));
  ASSERT_TRUE(loaded.session);
  EXPECT_TRUE(*loaded.session == full);
  EXPECT_TRUE(loaded.record == record_of(1));
  EXPECT_TRUE(*under_test_.version(id_of(1), 1) == plain_session(1));
  EXPECT_TRUE(*under_test_.version(id_of(1), 2) == full);
  EXPECT_EQ(under_test_.version(id_of(1), 3), nullptr);
}

TEST_P(StoreContract, KnowsNothingThatWasNotCommitted) {
  const auto loaded = under_test_.load(id_of(1), digest_of(1));
  EXPECT_EQ(loaded.session, nullptr);
  EXPECT_FALSE(loaded.record);
  EXPECT_EQ(under_test_.version(id_of(1), 1), nullptr);
  EXPECT_FALSE(under_test_.order(id_of<OrderId>(1)));
  EXPECT_FALSE(under_test_.token(id_of<TokenId>(1)));
  EXPECT_FALSE(under_test_.event(id_of<EventId>(1)));
  EXPECT_EQ(under_test_.free("unknown"), 0);
  EXPECT_THAT(under_test_.open_attempts(), IsEmpty());
  EXPECT_THAT(under_test_.due(kNow + Milliseconds(1'000'000)), IsEmpty());
}

TEST_P(StoreContract, TakesOnlyTheVersionThatFollowsTheNewest) {
  for (const std::uint64_t version : {0, 2}) {
    EXPECT_EQ(under_test_.commit(change_of(plain_session(1, version))),
              CommitOutcome::session_changed);
  }
  EXPECT_EQ(under_test_.commit(change_of(plain_session(1, 1))), CommitOutcome::committed);
  for (const std::uint64_t version : {1, 3}) {
    EXPECT_EQ(under_test_.commit(change_of(plain_session(1, version))),
              CommitOutcome::session_changed);
  }
  EXPECT_EQ(under_test_.commit(change_of(plain_session(1, 2))), CommitOutcome::committed);
  EXPECT_EQ(under_test_.load(id_of(1)).session->version, 2U);
}

TEST_P(StoreContract, MovesTheDeadlineWithTheVersionThatExpiresLater) {  // CT-10
  auto session = plain_session(1);
  EXPECT_EQ(under_test_.commit(change_of(session)), CommitOutcome::committed);
  const Timestamp first = session.expires_at;
  session.version = 2;
  session.expires_at = first + Milliseconds(500);
  EXPECT_EQ(under_test_.commit(change_of(session)), CommitOutcome::committed);
  EXPECT_THAT(under_test_.due(first), IsEmpty());
  EXPECT_THAT(under_test_.due(session.expires_at), ElementsAre(session.id));
  Changeset over;
  over.deadline_done = session.id;
  EXPECT_EQ(under_test_.commit(over), CommitOutcome::committed);
  EXPECT_THAT(under_test_.due(session.expires_at), IsEmpty());
}

TEST_P(StoreContract, GivesEachKeyOneAnswer) {
  EXPECT_EQ(under_test_.commit(change_of(record_of(1, 1))), CommitOutcome::committed);
  EXPECT_EQ(under_test_.commit(change_of(record_of(1, 2))), CommitOutcome::key_taken);
  EXPECT_TRUE(under_test_.load({}, digest_of(1)).record == record_of(1, 1));
}

TEST_P(StoreContract, NeverLetsAnItemFallBelowNothing) {
  under_test_.state("mug", 3);
  EXPECT_EQ(under_test_.commit(change_of({{"mug", 2}, {"mug", 2}})), CommitOutcome::stock_short);
  EXPECT_EQ(under_test_.commit(change_of({{"mug", 4}, {"mug", -1}})), CommitOutcome::committed);
  EXPECT_EQ(under_test_.free("mug"), 0);
  EXPECT_EQ(under_test_.commit(change_of({{"mug", 1}})), CommitOutcome::stock_short);
  EXPECT_EQ(under_test_.commit(change_of({{"unknown", 1}})), CommitOutcome::stock_short);
  EXPECT_EQ(under_test_.commit(change_of({{"mug", -2}})), CommitOutcome::committed);
  EXPECT_EQ(under_test_.free("mug"), 2);
}

TEST_P(StoreContract, MovesStockByWhatTheCatalogueChanged) {
  under_test_.state("mug", 10);
  EXPECT_EQ(under_test_.commit(change_of({{"mug", 4}})), CommitOutcome::committed);
  const struct {
    std::int64_t stated, free;
  } rows[] = {{10, 6}, {12, 8}, {5, 1}, {0, 0}, {7, 3}};  // Four lacked meanwhile.
  for (const auto& row : rows) {
    under_test_.state("mug", row.stated);
    EXPECT_EQ(under_test_.free("mug"), row.free) << row.stated;
  }
}

TEST_P(StoreContract, AnswersEachItemInItsPlace) {
  under_test_.state("mug", 10);
  under_test_.state("tee", 20);
  const std::vector<std::string> items{"tee", "unknown", "mug", "tee"};
  EXPECT_THAT(under_test_.store().available(items), ElementsAre(20, 0, 10, 20));
}

TEST_P(StoreContract, SettlesAnAttemptOnce) {
  const auto open = attempt_of(1, AttemptState::open);
  EXPECT_EQ(under_test_.commit(change_of(attempt_of(1, AttemptState::approved))),
            CommitOutcome::attempt_settled);
  EXPECT_EQ(under_test_.commit(change_of(open)), CommitOutcome::committed);
  auto named = open;  // Still open, but the gateway has named the charge.
  named.gateway_reference = "charge";
  EXPECT_EQ(under_test_.commit(change_of(named)), CommitOutcome::committed);
  EXPECT_THAT(under_test_.open_attempts(), ElementsAre(named));
  auto approved = named;
  approved.state = AttemptState::approved;
  EXPECT_EQ(under_test_.commit(change_of(approved)), CommitOutcome::committed);
  for (const auto state : {AttemptState::failed, AttemptState::approved, AttemptState::open}) {
    EXPECT_EQ(under_test_.commit(change_of(attempt_of(1, state))), CommitOutcome::attempt_settled);
  }
  EXPECT_THAT(under_test_.open_attempts(), IsEmpty());
  approved.token = Secret();
  approved.authentication.reset();
  EXPECT_THAT(under_test_.attempts_of(id_of(1)), ElementsAre(approved));
}

TEST_P(StoreContract, ListsAttemptsOldestFirst) {
  for (const std::uint64_t number : {5, 3, 9}) {
    under_test_.commit(change_of(attempt_of(number, AttemptState::open)));
  }
  under_test_.commit(change_of(attempt_of(4, AttemptState::open, 2)));
  under_test_.commit(change_of(attempt_of(5, AttemptState::failed)));
  const auto ids = [](const std::vector<app::PaymentAttempt>& attempts) {
    std::vector<AttemptId> found;
    for (const auto& attempt : attempts) found.push_back(attempt.id);
    return found;
  };
  EXPECT_THAT(ids(under_test_.open_attempts()),
              ElementsAre(id_of<AttemptId>(3), id_of<AttemptId>(9), id_of<AttemptId>(4)));
  EXPECT_THAT(ids(under_test_.open_attempts(1)), ElementsAre(id_of<AttemptId>(3)));
  EXPECT_THAT(ids(under_test_.attempts_of(id_of(1))),
              ElementsAre(id_of<AttemptId>(5), id_of<AttemptId>(3), id_of<AttemptId>(9)));
}

TEST_P(StoreContract, SpendsATokenOnce) {
  EXPECT_EQ(under_test_.commit(change_of(token_of(1, "charge"))), CommitOutcome::token_spent);
  EXPECT_EQ(under_test_.commit(change_of(token_of(1))), CommitOutcome::committed);
  EXPECT_TRUE(under_test_.token(id_of<TokenId>(1)) == token_of(1));
  EXPECT_EQ(under_test_.commit(change_of(token_of(1))), CommitOutcome::token_spent);
  EXPECT_EQ(under_test_.commit(change_of(token_of(1, "charge"))), CommitOutcome::committed);
  EXPECT_EQ(under_test_.commit(change_of(token_of(1, "other"))), CommitOutcome::token_spent);
  EXPECT_EQ(under_test_.commit(change_of(token_of(1))), CommitOutcome::token_spent);
  EXPECT_TRUE(under_test_.token(id_of<TokenId>(1)) == token_of(1, "charge"));
}

// The failures a changeset can have, in their order: of several the first is answered.
TEST_P(StoreContract, AnswersTheFirstOfSeveralFailuresAndChangesNothing) {
  under_test_.state("mug", 1);
  auto before = change_of(plain_session(1));
  before.idempotency = record_of(1);
  before.token = token_of(1);
  ASSERT_EQ(under_test_.commit(before), CommitOutcome::committed);
  const CommitOutcome outcomes[] = {CommitOutcome::key_taken, CommitOutcome::session_changed,
                                    CommitOutcome::attempt_settled, CommitOutcome::token_spent,
                                    CommitOutcome::stock_short};
  for (unsigned failing = 1; failing < 32; ++failing) {
    const auto fails = [failing](unsigned which) { return (failing >> which & 1U) != 0; };
    auto changeset = change_of(plain_session(1, fails(1) ? 3 : 2));
    changeset.idempotency = record_of(fails(0) ? 1 : 2);
    changeset.attempt = attempt_of(1, fails(2) ? AttemptState::failed : AttemptState::open);
    changeset.token = fails(3) ? token_of(1) : token_of(1, "charge");
    changeset.stock = {{"mug", fails(4) ? 2 : 1}};
    changeset.order = full_order();
    changeset.events = {event_of(1)};
    changeset.deadline_done = id_of(1);
    EXPECT_EQ(under_test_.commit(changeset), outcomes[std::countr_zero(failing)]) << failing;
  }
  EXPECT_EQ(under_test_.load(id_of(1)).session->version, 1U);
  EXPECT_FALSE(under_test_.load({}, digest_of(2)).record);
  EXPECT_EQ(under_test_.free("mug"), 1);
  EXPECT_THAT(under_test_.attempts_of(id_of(1)), IsEmpty());
  EXPECT_TRUE(under_test_.token(id_of<TokenId>(1)) == token_of(1));
  EXPECT_FALSE(under_test_.order(full_order().id));
  EXPECT_THAT(under_test_.events(), IsEmpty());
  EXPECT_THAT(under_test_.due(kNow + Milliseconds(20'000)), ElementsAre(id_of(1)));
}

TEST_P(StoreContract, ReplacesAnOrderOfTheSameId) {
  Changeset changeset;
  changeset.order = full_order();
  under_test_.commit(changeset);
  EXPECT_TRUE(under_test_.order(full_order().id) == full_order());
  changeset.order->status = checkout::OrderStatus::canceled;
  under_test_.commit(changeset);
  EXPECT_TRUE(under_test_.order(full_order().id) == changeset.order);
}

TEST_P(StoreContract, ListsOrdersNewestFirstByPages) {
  const auto numbers = [](const app::OrderPage& page) {
    std::vector<int> found;
    for (const auto& order : page.orders) found.push_back(order.id.bytes.back());
    return found;
  };
  using checkout::OrderStatus;
  for (const std::uint64_t number : {3, 1, 5, 2, 4}) {
    Changeset changeset;
    changeset.order = full_order();
    changeset.order->id = id_of<OrderId>(number);
    changeset.order->status = number % 2 == 0 ? OrderStatus::canceled : OrderStatus::shipped;
    under_test_.commit(changeset);
  }
  const auto all = under_test_.orders({});
  EXPECT_THAT(numbers(all), ElementsAre(5, 4, 3, 2, 1));
  EXPECT_FALSE(all.next);
  const auto first = under_test_.orders({{}, {}, 2});
  EXPECT_THAT(numbers(first), ElementsAre(5, 4));
  ASSERT_TRUE(first.next);
  const auto second = under_test_.orders({{}, first.next, 3});
  EXPECT_THAT(numbers(second), ElementsAre(3, 2, 1));
  EXPECT_FALSE(second.next);
  EXPECT_THAT(numbers(under_test_.orders({OrderStatus::shipped, {}, 10})), ElementsAre(5, 3, 1));
  const auto shipped = under_test_.orders({OrderStatus::shipped, {}, 1});
  EXPECT_THAT(numbers(under_test_.orders({OrderStatus::shipped, shipped.next, 10})),
              ElementsAre(3, 1));
  EXPECT_THAT(under_test_.orders({OrderStatus::completed, {}, 10}).orders, IsEmpty());
}

TEST_P(StoreContract, ListsEventsOldestFirstAsFilteredAndNoMoreThanAsked) {
  Changeset changeset;
  for (const std::uint64_t number : {4, 2, 9}) changeset.events.push_back(event_of(number));
  under_test_.commit(changeset);
  EXPECT_THAT(under_test_.events(), ElementsAre(event_of(4), event_of(2), event_of(9)));
  EXPECT_THAT(under_test_.events({}, 2), ElementsAre(event_of(4), event_of(2)));

  Changeset update;
  update.event_updates = {{id_of<EventId>(4), EventState::delivered, 1, kNow, ""},
                          {id_of<EventId>(9), EventState::dead, 12, kNow, "no answer"},
                          {id_of<EventId>(77), EventState::dead, 1, kNow, "unknown"}};
  under_test_.commit(update);
  auto dead = event_of(9);
  dead.state = EventState::dead;
  dead.attempts = 12;
  dead.last_error = "no answer";
  EXPECT_THAT(under_test_.events(EventState::dead), ElementsAre(dead));
  EXPECT_THAT(under_test_.events(EventState::pending), ElementsAre(event_of(2)));
  EXPECT_EQ(under_test_.events(EventState::delivered).size(), 1U);
  EXPECT_TRUE(under_test_.event(id_of<EventId>(9)) == dead);
}

TEST_P(StoreContract, ListsTheEventsOfAnOrderAndLeavesOutBodies) {
  Changeset changeset;
  for (const std::uint64_t number : {4, 2, 9}) changeset.events.push_back(event_of(number));
  changeset.events[0].order = changeset.events[2].order = id_of<OrderId>(70);
  changeset.events[2].state = EventState::dead;
  under_test_.commit(changeset);
  app::EventFilter filter;
  filter.order = id_of<OrderId>(70);
  EXPECT_THAT(under_test_.events(filter), ElementsAre(changeset.events[0], changeset.events[2]));
  filter.state = EventState::dead;
  EXPECT_THAT(under_test_.events(filter), ElementsAre(changeset.events[2]));
  filter.bodies = false;
  changeset.events[2].body.clear();
  EXPECT_THAT(under_test_.events(filter), ElementsAre(changeset.events[2]));
  filter.order = id_of<OrderId>(71);
  EXPECT_THAT(under_test_.events(filter), IsEmpty());
}

TEST_P(StoreContract, NotesADeadlineUntilItIsDone) {
  for (const std::uint64_t number : {3, 1, 2}) under_test_.commit(change_of(plain_session(number)));
  under_test_.commit(change_of(plain_session(1, 2)));
  EXPECT_THAT(under_test_.due(kNow + Milliseconds(10'000)), IsEmpty());
  EXPECT_THAT(under_test_.due(kNow + Milliseconds(10'002)), ElementsAre(id_of(1), id_of(2)));
  EXPECT_THAT(under_test_.due(kNow + Milliseconds(20'000), 1), ElementsAre(id_of(1)));
  Changeset done = change_of(plain_session(1, 3));
  done.deadline_done = id_of(1);
  under_test_.commit(done);
  EXPECT_THAT(under_test_.due(kNow + Milliseconds(20'000)), ElementsAre(id_of(2), id_of(3)));
}

TEST_P(StoreContract, GivesExactlyTheLastPiecesToThoseWhoHurry) {
  under_test_.state("poster", 7);
  std::atomic<int> taken = 0;
  std::atomic<int> missed = 0;
  std::vector<std::thread> takers;
  for (int thread = 0; thread < 8; ++thread) {
    takers.emplace_back([&] {
      for (int i = 0; i < 5; ++i) {
        const auto outcome = under_test_.commit(change_of({{"poster", 1}}));
        taken += outcome == CommitOutcome::committed ? 1 : 0;
        missed += outcome == CommitOutcome::stock_short ? 1 : 0;
      }
    });
  }
  for (auto& taker : takers) taker.join();
  EXPECT_EQ(taken, 7);
  EXPECT_EQ(missed, 33);
  EXPECT_EQ(under_test_.free("poster"), 0);
}

TEST_P(StoreContract, CommitsOneOfFiftyWithTheSameKey) {
  std::atomic<int> committed = 0;
  std::atomic<int> refused = 0;
  std::vector<std::thread> threads;
  for (std::uint64_t number = 1; number <= 50; ++number) {
    threads.emplace_back([&, number] {
      auto changeset = change_of(plain_session(number));
      changeset.idempotency = record_of(1, number);
      const auto outcome = under_test_.commit(std::move(changeset));
      committed += outcome == CommitOutcome::committed ? 1 : 0;
      refused += outcome == CommitOutcome::key_taken ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(committed, 1);
  EXPECT_EQ(refused, 49);
  const auto record = under_test_.load({}, digest_of(1)).record;
  ASSERT_TRUE(record);
  for (std::uint64_t number = 1; number <= 50; ++number) {
    const bool won = std::get<app::SessionAnswer>(record->answer).session == id_of(number);
    EXPECT_EQ(under_test_.load(id_of(number)).session != nullptr, won);
  }
}

TEST_P(StoreContract, DecidesChangesOfOneSessionOneAfterTheOther) {
  under_test_.commit(change_of(plain_session(1)));
  std::atomic<std::uint64_t> committed = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < 10; ++i) {
        const auto version = under_test_.load(id_of(1)).session->version;
        const auto outcome = under_test_.commit(change_of(plain_session(1, version + 1)));
        if (outcome == CommitOutcome::committed) ++committed;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_GT(committed, 0U);
  EXPECT_EQ(under_test_.load(id_of(1)).session->version, committed + 1);
}

}  // namespace
}  // namespace till::store
