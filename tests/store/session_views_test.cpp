// What operators find of sessions, in every kind of store.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "store/sqlite/database.h"
#include "store_under_test.h"

namespace till::store {
namespace {

using app::CommitOutcome;
using checkout::Status;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Milliseconds kHour{3'600'000};

// A session whose id tells when it was created, as ids do.
checkout::Session viewed(std::uint64_t number, Status status = Status::ready_for_payment) {
  checkout::Session session = plain_session(number);
  session.created_at = kNow + Milliseconds(static_cast<std::int64_t>(number) * kHour.count());
  session.status = status;
  auto ms = static_cast<std::uint64_t>(session.created_at.ms);
  for (std::size_t i = 6; i-- > 0; ms >>= 8U) {
    session.id.bytes[i] = static_cast<std::uint8_t>(ms & 0xffU);
  }
  return session;
}

class SessionViews : public testing::TestWithParam<Kind> {
 protected:
  void keep(checkout::Session session) {
    EXPECT_EQ(under_test_.commit(change_of(std::move(session))), CommitOutcome::committed);
  }
  app::SessionPage page(const app::SessionFilter& filter) {
    return sync_wait(under_test_.store().sessions(filter, under_test_.executor())).value();
  }
  static std::vector<int> numbers(const app::SessionPage& page) {
    std::vector<int> found;
    for (const auto& session : page.sessions) found.push_back(session->id.bytes.back());
    return found;
  }
  std::vector<int> in(Status status) {
    app::SessionFilter filter;
    filter.status = status;
    return numbers(page(filter));
  }
  StoreUnderTest under_test_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Stores, SessionViews, testing::Values(Kind::memory, Kind::sqlite),
                         [](const auto& kind) {
                           return kind.param == Kind::memory ? "Memory" : "Sqlite";
                         });

TEST_P(SessionViews, ShowTheNewestVersionsNewestFirstByPages) {
  for (const std::uint64_t number : {3, 1, 2}) keep(viewed(number));
  auto changed = viewed(2);
  changed.version = 2;
  changed.currency = "eur";
  keep(changed);
  const auto all = page({});
  EXPECT_THAT(numbers(all), ElementsAre(3, 2, 1));
  EXPECT_EQ(all.sessions[1]->currency, "eur");
  EXPECT_FALSE(all.next);
  app::SessionFilter two;
  two.limit = 2;
  const auto first = page(two);
  EXPECT_THAT(numbers(first), ElementsAre(3, 2));
  two.before = first.next;
  EXPECT_THAT(numbers(page(two)), ElementsAre(1));
  EXPECT_FALSE(page(two).next);
}

TEST_P(SessionViews, ShowWhatFitsEverythingThatIsGiven) {
  auto other = viewed(2);
  other.agent = "other";
  other.buyer.emplace().email = "ada@example.com";
  auto cart = viewed(4);
  cart.kind = checkout::SessionKind::cart;
  keep(viewed(1));
  keep(other);
  keep(viewed(3, Status::canceled));
  keep(cart);
  const auto at = [](int hours) { return kNow + Milliseconds(hours * kHour.count()); };
  struct Row {
    app::SessionFilter filter;
    std::vector<int> expected;
  };
  const Row rows[] = {
      {{}, {3, 2, 1}},
      {{Status::canceled, "", "", {}, {}, {}}, {3}},
      {{Status::expired, "", "", {}, {}, {}}, {}},
      {{{}, "agent", "", {}, {}, {}}, {3, 1}},
      {{{}, "", "Ada@example.com", {}, {}, {}}, {2}},
      {{{}, "agent", "ada@example.com", {}, {}, {}}, {}},
      {{{}, "", "", at(2), {}, {}}, {3, 2}},
      {{{}, "", "", {}, at(2), {}}, {1}},
      {{Status::ready_for_payment, "", "", at(1), at(3), {}}, {2, 1}},
  };
  for (const Row& row : rows) EXPECT_EQ(numbers(page(row.filter)), row.expected) << &row - rows;
}

TEST_P(SessionViews, FollowAWaitFromItsBeginToItsEnd) {
  auto session = viewed(1);
  for (const Status status : {Status::pending_approval, Status::authentication_required}) {
    keep(session);
    ++session.version;
    EXPECT_THAT(in(status), IsEmpty());
    session.status = status;
    keep(session);
    ++session.version;
    EXPECT_THAT(in(status), ElementsAre(1));
    keep(session);
    ++session.version;
    EXPECT_THAT(in(status), ElementsAre(1)) << "also when something else changes";
    session.status = Status::ready_for_payment;
  }
  session.status = Status::completed;
  keep(session);
  EXPECT_THAT(in(Status::pending_approval), IsEmpty());
  EXPECT_THAT(in(Status::authentication_required), IsEmpty());
  EXPECT_THAT(in(Status::completed), ElementsAre(1));
}

TEST_P(SessionViews, FindPaymentsUnderWayByTheirAttempts) {
  const auto paying = [this](std::uint64_t number, std::uint64_t version, Status status,
                             app::AttemptState state) {
    auto session = viewed(number, status);
    session.version = version;
    auto changeset = change_of(session);
    changeset.attempt = attempt_of(number, state);
    changeset.attempt->session = session.id;
    EXPECT_EQ(under_test_.commit(changeset), CommitOutcome::committed);
  };
  for (const std::uint64_t number : {1, 2}) {
    paying(number, 1, Status::complete_in_progress, app::AttemptState::open);
  }
  auto refund = attempt_of(3, app::AttemptState::open);  // Of an order: its session is over.
  keep(viewed(3, Status::completed));
  refund.session = viewed(3).id;
  refund.kind = app::PaymentKind::refund;
  under_test_.commit(change_of(refund));
  EXPECT_THAT(in(Status::complete_in_progress), ElementsAre(2, 1));
  paying(2, 2, Status::completed, app::AttemptState::approved);
  EXPECT_THAT(in(Status::complete_in_progress), ElementsAre(1));
}

TEST_P(SessionViews, FindTheFewThatWaitBehindAnyNumberOfOthers) {
  keep(viewed(1, Status::pending_approval));
  std::vector<std::thread> threads;  // Which share the disk's syncs.
  for (std::uint64_t first = 2; first < 18; ++first) {
    threads.emplace_back([this, first] {
      for (std::uint64_t number = first; number < 1'200; number += 16) keep(viewed(number));
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(in(Status::pending_approval), ElementsAre(1));
}

// Else the rows of those that waited once would hide the few that wait.
TEST(SessionViewsOnDisk, KeepNoRowOfAWaitThatEnded) {
  const TemporaryFolder folder;
  app::NoObserver observer;
  NoLog log;
  LoopThread loop;
  {
    auto store = std::move(*SqliteStore::open(folder.database(), {}, observer, log));
    auto session = viewed(1, Status::pending_approval);
    sync_wait(store->commit(change_of(session), loop));
    ++session.version;
    session.status = Status::completed;
    sync_wait(store->commit(change_of(session), loop));
  }
  auto database = Database::open(folder.database(), Database::Access::read_write);
  Statement count = database->prepare("SELECT count(*) FROM awaited");
  ASSERT_TRUE(count.step());
  EXPECT_EQ(count.integer(0), 0);
}

// What the schema before did not note is looked at once.
TEST(SessionViewsOfOlderData, FindWhatWaitedThen) {
  const TemporaryFolder folder;
  app::NoObserver observer;
  NoLog log;
  LoopThread loop;
  const auto open = [&] {
    return std::move(*SqliteStore::open(folder.database(), {}, observer, log));
  };
  {
    auto store = open();
    for (auto& session : {viewed(1, Status::pending_approval), viewed(2), viewed(3)}) {
      sync_wait(store->commit(change_of(session), loop));
    }
  }
  auto database = Database::open(folder.database(), Database::Access::read_write);
  ASSERT_TRUE(database->execute(kBeforeShops));
  ASSERT_TRUE(database->execute(
      "ALTER TABLE outbox DROP COLUMN sequence; DROP TABLE awaited; PRAGMA user_version = 6"));
  app::SessionFilter waiting;
  waiting.status = Status::pending_approval;
  for (int start = 0; start < 2; ++start) {
    auto store = open();
    const auto page = sync_wait(store->sessions(waiting, loop)).value();
    ASSERT_EQ(page.sessions.size(), 1U);
    EXPECT_EQ(page.sessions[0]->id, viewed(1).id);
  }
}

}  // namespace
}  // namespace till::store
