// What agents take up, in every kind of store, and over a reopening.
#include "store/agent_counts.h"
#include "base/sync_wait.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "store_under_test.h"

namespace till::store {
namespace {

using app::AgentLoad;
using app::Changeset;
using app::CommitOutcome;
using checkout::HeldPieces;
using checkout::Status;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

checkout::Session session_of(std::uint64_t number, const std::string& agent,
                             std::vector<checkout::Hold> holds = {}) {
  checkout::Session session = plain_session(number);
  session.agent = agent;
  session.holds = std::move(holds);
  return session;
}

checkout::Session after(checkout::Session session, Status status,
                        std::vector<checkout::Hold> holds) {
  session.version += 1;
  session.status = status;
  session.holds = std::move(holds);
  return session;
}

class AgentCountsContract : public testing::TestWithParam<Kind> {
 protected:
  // Commits the session, and the stock that its holds take beyond those of `before`.
  CommitOutcome commit(const checkout::Session& next, const checkout::Session* before = nullptr,
                       app::AgentLimits limits = {}) {
    Changeset changeset = change_of(next);
    const std::vector<checkout::Hold> none;
    changeset.stock = checkout::stock_moves(before ? before->holds : none, next.holds);
    changeset.limits = limits;
    return under_test_.commit(std::move(changeset));
  }
  HeldPieces held(const std::string& agent, const std::string& item) {
    const std::vector<std::string> items{item};
    return under_test_.store().holdings(agent, items).items.at(0);
  }
  std::int64_t open(const std::string& agent) {
    return under_test_.store().holdings(agent, {}).open_sessions;
  }
  StoreUnderTest under_test_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Stores, AgentCountsContract, testing::Values(Kind::memory, Kind::sqlite),
                         [](const auto& kind) {
                           return kind.param == Kind::memory ? "Memory" : "Sqlite";
                         });

TEST_P(AgentCountsContract, FollowsWhatSessionsHold) {
  under_test_.state("mug", 100);
  EXPECT_EQ(held("a", "mug"), (HeldPieces{0, 0}));
  const auto first = session_of(1, "a", {{"mug", 3}});
  const auto second = session_of(2, "b", {{"mug", 4}});
  ASSERT_EQ(commit(first), CommitOutcome::committed);
  ASSERT_EQ(commit(second), CommitOutcome::committed);
  EXPECT_EQ(held("a", "mug"), (HeldPieces{3, 7}));
  EXPECT_EQ(held("b", "mug"), (HeldPieces{4, 7}));
  EXPECT_EQ(held("c", "mug"), (HeldPieces{0, 7}));
  const auto more = after(first, Status::incomplete, {{"mug", 5}});
  ASSERT_EQ(commit(more, &first), CommitOutcome::committed);
  EXPECT_EQ(held("a", "mug"), (HeldPieces{5, 9}));
  EXPECT_THAT(under_test_.store().agent_loads(),
              UnorderedElementsAre(AgentLoad{"a", 1, 5}, AgentLoad{"b", 1, 4}));
  ASSERT_EQ(commit(after(more, Status::canceled, {}), &more), CommitOutcome::committed);
  EXPECT_EQ(held("a", "mug"), (HeldPieces{0, 4}));
  // Sold: the pieces are gone without a move of the stock.
  ASSERT_EQ(under_test_.commit(change_of(after(second, Status::completed, {}))),
            CommitOutcome::committed);
  EXPECT_EQ(held("b", "mug"), (HeldPieces{0, 0}));
  EXPECT_EQ(under_test_.free("mug"), 96);
}

TEST_P(AgentCountsContract, FollowsWhatIsOpenAndLeavesCartsOut) {
  const auto first = session_of(1, "a");
  ASSERT_EQ(commit(first), CommitOutcome::committed);
  ASSERT_EQ(commit(session_of(2, "a")), CommitOutcome::committed);
  auto cart = session_of(3, "a");
  cart.kind = checkout::SessionKind::cart;
  ASSERT_EQ(commit(cart), CommitOutcome::committed);
  EXPECT_EQ(open("a"), 2);
  const auto over = after(first, Status::expired, {});
  ASSERT_EQ(commit(over, &first), CommitOutcome::committed);
  EXPECT_EQ(open("a"), 1);
  ASSERT_EQ(commit(after(over, Status::expired, {}), &over), CommitOutcome::committed);
  EXPECT_EQ(open("a"), 1);
  EXPECT_EQ(open("b"), 0);
}

TEST_P(AgentCountsContract, KeepsAnAgentWithinItsOpenSessions) {
  const app::AgentLimits two{2, 100};
  const auto first = session_of(1, "a");
  EXPECT_EQ(commit(first, nullptr, two), CommitOutcome::committed);
  EXPECT_EQ(commit(session_of(2, "a"), nullptr, two), CommitOutcome::committed);
  EXPECT_EQ(commit(session_of(3, "a"), nullptr, two), CommitOutcome::limit_reached);
  EXPECT_EQ(commit(session_of(3, "b"), nullptr, two), CommitOutcome::committed);
  auto cart = session_of(4, "a");
  cart.kind = checkout::SessionKind::cart;
  EXPECT_EQ(commit(cart, nullptr, two), CommitOutcome::committed);
  const auto changed = after(first, Status::incomplete, {});
  EXPECT_EQ(commit(changed, &first, two), CommitOutcome::committed) << "none is opened";
  EXPECT_EQ(commit(after(changed, Status::canceled, {}), &changed, two), CommitOutcome::committed);
  EXPECT_EQ(commit(session_of(5, "a"), nullptr, two), CommitOutcome::committed);
}

TEST_P(AgentCountsContract, KeepsAnAgentWithinItsShare) {
  under_test_.state("mug", 10);
  const app::AgentLimits half{0, 50};
  const auto first = session_of(1, "a", {{"mug", 4}});
  EXPECT_EQ(commit(first, nullptr, half), CommitOutcome::committed);
  EXPECT_EQ(commit(session_of(2, "a", {{"mug", 2}}), nullptr, half), CommitOutcome::stock_short);
  EXPECT_EQ(commit(session_of(2, "a", {{"mug", 1}}), nullptr, half), CommitOutcome::committed);
  EXPECT_EQ(commit(session_of(3, "b", {{"mug", 5}}), nullptr, half), CommitOutcome::committed);
  const auto fewer = after(first, Status::incomplete, {{"mug", 3}});
  EXPECT_EQ(commit(fewer, &first, half), CommitOutcome::committed);
  EXPECT_EQ(under_test_.free("mug"), 1);
}

TEST_P(AgentCountsContract, ForgetsTheDeadlineOfASessionThatIsOver) {
  auto session = session_of(1, "a");
  session.deadline = session.expires_at + Milliseconds(-500);
  ASSERT_EQ(commit(session), CommitOutcome::committed);
  EXPECT_THAT(under_test_.due(*session.deadline), ElementsAre(session.id));
  auto later = after(session, Status::incomplete, {});
  later.deadline.reset();
  ASSERT_EQ(commit(later, &session), CommitOutcome::committed);
  EXPECT_THAT(under_test_.due(*session.deadline), IsEmpty());
  EXPECT_THAT(under_test_.due(later.expires_at), ElementsAre(session.id));
  ASSERT_EQ(commit(after(later, Status::completed, {}), &later), CommitOutcome::committed);
  EXPECT_THAT(under_test_.due(later.expires_at), IsEmpty());
}

class KeptCounts : public testing::Test {
 protected:
  std::unique_ptr<SqliteStore> open() {
    auto opened = SqliteStore::open(folder_.database(), {}, observer_, log_);
    EXPECT_TRUE(opened.has_value()) << opened.error();
    return std::move(*opened);
  }
  void commit(SqliteStore& store, Changeset changeset) {
    EXPECT_EQ(sync_wait(store.commit(std::move(changeset), loop_)), CommitOutcome::committed);
  }
  // Sessions of two agents, one of them over, and a cart.
  void fill() {
    auto store = open();
    const std::vector<app::Store::StatedStock> stated{{"mug", 100}, {"tee", 100}};
    ASSERT_TRUE(store->state_stock(stated, kNow).has_value());
    auto first = change_of(session_of(1, "a", {{"mug", 3}, {"tee", 2}}));
    first.stock = {{"mug", 3}, {"tee", 2}};
    commit(*store, first);
    auto second = change_of(session_of(2, "b", {{"mug", 4}}));
    second.stock = {{"mug", 4}};
    commit(*store, second);
    auto third = change_of(session_of(3, "a", {{"mug", 1}}));
    third.stock = {{"mug", 1}};
    commit(*store, third);
    commit(*store, change_of(after(*third.session, Status::completed, {})));
    auto cart = session_of(4, "a");
    cart.kind = checkout::SessionKind::cart;
    commit(*store, change_of(cart));
  }
  void expect_counts(SqliteStore& store) {
    EXPECT_THAT(store.agent_loads(),
                UnorderedElementsAre(AgentLoad{"a", 1, 5}, AgentLoad{"b", 1, 4}));
    const std::vector<std::string> items{"mug", "tee"};
    const auto holdings = store.holdings("a", items);
    EXPECT_EQ(holdings.open_sessions, 1);
    EXPECT_THAT(holdings.items, ElementsAre(HeldPieces{3, 7}, HeldPieces{2, 2}));
  }
  void execute(const char* sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(folder_.database().c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(database);
    sqlite3_close(database);
  }

  TemporaryFolder folder_;
  app::NoObserver observer_;
  NoLog log_;
  LoopThread loop_;
};

TEST_F(KeptCounts, AreThereAfterAReopening) {
  fill();
  auto store = open();
  expect_counts(*store);
}

TEST_F(KeptCounts, AreMadeOnceFromDataThatWasNotCounted) {
  fill();
  // As the schema before had it, where the deadline of a session that was over was still noted.
  execute(kBeforeShops);
  execute(
      "ALTER TABLE deadlines DROP COLUMN agent; ALTER TABLE stock DROP COLUMN held;"
      "DROP TABLE IF EXISTS audit;"
      "INSERT INTO deadlines SELECT 1795514410003, substr(key, 1, 16) FROM session_versions "
      "WHERE substr(key, 16, 1) = x'03' AND substr(key, 24, 1) = x'02';"
      "ALTER TABLE outbox DROP COLUMN sequence; DROP INDEX outbox_by_order; DROP TABLE awaited; "
      "PRAGMA user_version = 3");
  {
    auto store = open();
    expect_counts(*store);
  }
  auto store = open();
  expect_counts(*store);
}

}  // namespace
}  // namespace till::store
