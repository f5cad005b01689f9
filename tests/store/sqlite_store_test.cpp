// What only a durable store promises: nothing acknowledged is lost, and one process serves.
#include "store/sqlite/sqlite_store.h"
#include "base/sync_wait.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <random>

#include "faulty_disk.h"
#include "full_session.h"
#include "no_descriptors.h"
#include "store/sqlite/files.h"
#include "store_under_test.h"

namespace till::store {
namespace {

using app::AttemptState;
using app::CommitOutcome;
using testing::ElementsAre;
using testing::HasSubstr;

class SqliteStoreTest : public testing::Test {
 protected:
  Result<std::unique_ptr<SqliteStore>, std::string> try_open(SqliteOptions options = {}) {
    return SqliteStore::open(folder_.database(), options, observer_, log_);
  }
  std::unique_ptr<SqliteStore> open(SqliteOptions options = {}) {
    auto opened = try_open(options);
    EXPECT_TRUE(opened.has_value()) << opened.error();
    return std::move(*opened);
  }
  CommitOutcome commit(SqliteStore& store, app::Changeset changeset) {
    return sync_wait(store.commit(std::move(changeset), loop_));
  }
  checkout::SessionPtr newest(SqliteStore& store, std::uint64_t number) {
    return sync_wait(store.load(id_of(number), {}, loop_)).value().session;
  }
  void execute(const char* sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(folder_.database().c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(database);
  }

  TemporaryFolder folder_;
  app::NoObserver observer_;
  NoLog log_;
  LoopThread loop_;
};

// One changeset with a bit of everything.
app::Changeset everything() {
  auto session = full_session();
  session.version = 1;
  auto changeset = change_of(session);
  changeset.idempotency = record_of(1, 7);
  changeset.idempotency->answer =
      checkout::Refusal{checkout::RefusalCode::not_found, {}, checkout::TextId::session_unknown};
  changeset.order = full_order();
  changeset.events = {event_of(1), event_of(2)};
  for (app::OutboxEvent& event : changeset.events) event.sequence = session.version;
  changeset.attempt = attempt_of(1, AttemptState::open);
  changeset.token = token_of(1);
  changeset.stock = {{"mug", 4}};
  changeset.uses = {{"all:save", 1, 2}};
  return changeset;
}

TEST_F(SqliteStoreTest, KeepsEverythingOverAReopening) {
  const auto changeset = everything();
  {
    auto store = open();
    const std::vector<app::Store::StatedStock> stated{{"mug", 10}};
    ASSERT_TRUE(store->state_stock(stated, kNow));
    ASSERT_EQ(commit(*store, changeset), CommitOutcome::committed);
  }
  auto store = open();
  const auto loaded = sync_wait(store->load(id_of(7), digest_of(1), loop_)).value();
  EXPECT_TRUE(*loaded.session == *changeset.session);
  EXPECT_TRUE(loaded.record == changeset.idempotency);
  EXPECT_TRUE(sync_wait(store->order(full_order().id, loop_)).value() == full_order());
  EXPECT_TRUE(sync_wait(store->token(id_of<TokenId>(1), loop_)).value() == token_of(1));
  EXPECT_THAT(sync_wait(store->open_attempts(9, loop_)).value(), ElementsAre(*changeset.attempt));
  EXPECT_THAT(sync_wait(store->events({}, loop_)).value(),
              ElementsAre(changeset.events[0], changeset.events[1]));
  EXPECT_THAT(store->available(std::vector<std::string>{"mug"}), ElementsAre(6));
  EXPECT_THAT(sync_wait(store->uses({"all:save", "none"}, loop_)).value(), ElementsAre(1, 0));
  const std::vector<app::Store::StatedStock> stated{{"mug", 11}};
  ASSERT_TRUE(store->state_stock(stated, kNow));
  EXPECT_THAT(store->available(std::vector<std::string>{"mug"}), ElementsAre(7));
  EXPECT_EQ(commit(*store, changeset), CommitOutcome::key_taken);
}

TEST_F(SqliteStoreTest, KeepsTheKeysThatTheFirstSchemaHeld) {
  auto changeset = everything();
  changeset.stock.clear();
  ASSERT_EQ(commit(*open(), changeset), CommitOutcome::committed);
  execute(kBeforeShops);
  execute(
      "ALTER TABLE deadlines DROP COLUMN agent; ALTER TABLE stock DROP COLUMN held;"
      "DROP TABLE IF EXISTS audit;"
      "ALTER TABLE outbox DROP COLUMN sequence; DROP INDEX outbox_by_order; DROP TABLE awaited;"
      "DROP TABLE discount_uses; CREATE TABLE first (scope BLOB PRIMARY KEY, fingerprint BLOB NOT "
      "NULL, dialect INTEGER "
      "NOT NULL, answer BLOB NOT NULL, created_at INTEGER NOT NULL);"
      "INSERT INTO first SELECT scope, fingerprint, dialect, answer, created_at FROM idempotency;"
      "DROP TABLE idempotency; ALTER TABLE first RENAME TO idempotency; PRAGMA user_version = 1");
  auto store = open();
  EXPECT_TRUE(sync_wait(store->load({}, digest_of(1), loop_)).value().record ==
              changeset.idempotency);
  EXPECT_EQ(commit(*store, changeset), CommitOutcome::key_taken);
}

TEST_F(SqliteStoreTest, TellsEventsThatTheSchemaBeforeHeldAsTheyWereMadeAndBeforeNewOnes) {
  const auto commit_event = [&](std::uint64_t number, std::int64_t made) {
    app::Changeset changeset;
    changeset.events = {event_of(number, made)};
    changeset.events[0].order = id_of<OrderId>(1);
    changeset.events[0].sequence = made < 100 ? 0 : 1;
    ASSERT_EQ(commit(*open(), std::move(changeset)), CommitOutcome::committed);
  };
  commit_event(1, 20);
  commit_event(2, 10);
  execute(kBeforeShops);
  execute("ALTER TABLE outbox DROP COLUMN sequence; PRAGMA user_version = 7");
  commit_event(3, 100);
  auto store = open();
  for (const std::uint64_t next : {2, 1, 3}) {
    const auto due = sync_wait(store->lease_events(kNow + kLease, kLease, kPlenty, loop_)).value();
    ASSERT_EQ(due.size(), 1U);
    EXPECT_EQ(due[0].event.id, id_of<EventId>(next));
    std::vector<app::EventUpdate> told{{due[0].event.id, app::EventState::delivered, 1, kNow, ""}};
    sync_wait(store->settle_events(due[0].lease, std::move(told), loop_));
  }
}

TEST_F(SqliteStoreTest, OpensDataFromBeforeOrdersWereToldToAShop) {
  auto changeset = everything();
  changeset.stock.clear();
  ASSERT_EQ(commit(*open(), changeset), CommitOutcome::committed);
  execute(kBeforeShops);
  execute("PRAGMA user_version = 8");
  auto store = open();
  EXPECT_THAT(sync_wait(store->events({}, loop_)).value(),
              ElementsAre(changeset.events[0], changeset.events[1]))
      << "they are for agents";
  EXPECT_TRUE(sync_wait(store->order(full_order().id, loop_)).value() == full_order());
  app::OrderFilter filter;
  filter.number = full_order().shop.number;
  EXPECT_TRUE(sync_wait(store->orders(filter, loop_)).value().orders.empty());
  ASSERT_EQ(commit(*store, change_of(full_order())), CommitOutcome::committed);
  EXPECT_EQ(sync_wait(store->orders(filter, loop_)).value().orders.size(), 1U);
}

TEST_F(SqliteStoreTest, FindsVersionsThatNoCacheHolds) {
  auto store = open({.cache_sessions = 1});
  for (std::uint64_t number = 1; number <= 3; ++number) {
    for (const std::uint64_t version : {1, 2}) {
      ASSERT_EQ(commit(*store, change_of(plain_session(number, version))),
                CommitOutcome::committed);
    }
  }
  for (std::uint64_t number = 1; number <= 3; ++number) {
    EXPECT_EQ(newest(*store, number)->version, 2U);
    EXPECT_EQ(commit(*store, change_of(plain_session(number, 2))), CommitOutcome::session_changed);
    EXPECT_EQ(commit(*store, change_of(plain_session(number, 3))), CommitOutcome::committed);
  }
}

TEST_F(SqliteStoreTest, RefusesASecondStoreOnTheSameData) {
  auto first = open();
  const auto second = try_open();
  ASSERT_FALSE(second.has_value());
  EXPECT_THAT(second.error(), HasSubstr("another till serves"));
  EXPECT_TRUE(is_served(folder_.database()));
  first.reset();
  EXPECT_FALSE(is_served(folder_.database()));
  EXPECT_TRUE(try_open().has_value());
}

TEST_F(SqliteStoreTest, RefusesDataOfANewerSchema) {
  open();
  execute("PRAGMA user_version = 1000");
  const auto opened = try_open();
  ASSERT_FALSE(opened.has_value());
  EXPECT_THAT(opened.error(), HasSubstr("newer till"));
}

TEST_F(SqliteStoreTest, RefusesWhatIsNoDatabase) {
  {
    std::FILE* file = std::fopen(folder_.database().c_str(), "w");
    for (int i = 0; i < 1000; ++i) std::fputs("not a database ", file);
    std::fclose(file);
  }
  EXPECT_FALSE(try_open().has_value());
  EXPECT_FALSE(SqliteStore::open("/nowhere/at/all.db", {}, observer_, log_).has_value());
}

TEST_F(SqliteStoreTest, AnswersFailedWhenASessionCannotBeRead) {
  { EXPECT_EQ(commit(*open(), change_of(plain_session(1))), CommitOutcome::committed); }
  execute("UPDATE session_versions SET body = x'01ff'");
  EXPECT_FALSE(sync_wait(open()->load(id_of(1), {}, loop_)).has_value());
}

TEST_F(SqliteStoreTest, ReadsAgainOnceThereAreDescriptorsAgain) {
  for (unsigned but = 0; but < 4; ++but) {  // What a reader opens may fail at each of its files.
    const TemporaryFolder folder;
    auto store = SqliteStore::open(folder.database(), {}, observer_, log_).value();
    const std::vector<app::Store::StatedStock> stated{{"mug", 10}};
    ASSERT_TRUE(store->state_stock(stated, kNow));
    ASSERT_EQ(commit(*store, everything()), CommitOutcome::committed);
    {
      const NoDescriptors few(but);
      (void)sync_wait(store->order(full_order().id, loop_));
    }
    const auto order = sync_wait(store->order(full_order().id, loop_));
    ASSERT_TRUE(order.has_value()) << but;
    EXPECT_TRUE(order->has_value()) << but;
  }
}

TEST_F(SqliteStoreTest, AnswersBusyWhenTooMuchWaits) {
  auto store = open({.queue_limit = 0});
  EXPECT_EQ(commit(*store, change_of(plain_session(1))), CommitOutcome::busy);
}

TEST_F(SqliteStoreTest, AnswersBusyWhenWhatWaitsIsTooLarge) {
  constexpr std::size_t kNotes = 100'000;
  auto store = open({.queue_bytes = 3 * kNotes});
  for (const bool in_session : {true, false}) {
    app::Changeset large = everything();
    if (in_session) {
      checkout::Session session = *large.session;
      session.order_notes = std::string(2 * kNotes, 'x');  // Held as a value and encoded.
      large.session = shared(std::move(session));
    } else {
      large.events.at(0).body = std::string(4 * kNotes, 'x');
    }
    EXPECT_EQ(commit(*store, std::move(large)), CommitOutcome::busy) << in_session;
  }
  for (std::uint64_t number = 1; number <= 10; ++number) {
    auto session = plain_session(number);
    session.order_notes = std::string(kNotes, 'x');
    EXPECT_EQ(commit(*store, change_of(std::move(session))), CommitOutcome::committed)
        << "what was written waits no more";
  }
}

TEST_F(SqliteStoreTest, WritesWhatWaitsBeforeItCloses) {
  std::atomic<int> committed = 0;
  {
    auto store = open();
    for (std::uint64_t number = 1; number <= 1000; ++number) {
      spawn(store->commit(change_of(plain_session(number)), loop_), [&](CommitOutcome outcome) {
        committed += outcome == CommitOutcome::committed ? 1 : 0;
      });
    }
    // The last answer comes after all others, so that no call is under way any more.
    ASSERT_EQ(commit(*store, change_of(plain_session(1001))), CommitOutcome::committed);
  }
  EXPECT_EQ(committed, 1000);
  auto store = open();
  for (std::uint64_t number = 1; number <= 1001; ++number) {
    ASSERT_TRUE(newest(*store, number)) << number;
  }
}

TEST_F(SqliteStoreTest, SyncsTheDiskBeforeItAnswers) {
  auto store = open();
  for (std::uint64_t number = 1; number <= 5; ++number) {
    const long before = syncs();
    ASSERT_EQ(commit(*store, change_of(plain_session(number))), CommitOutcome::committed);
    EXPECT_GT(syncs(), before);
  }
}

template <class Fault>
void expect_dead_after(SqliteStore& store, Executor& loop) {
  {
    const Fault fault;
    EXPECT_EQ(sync_wait(store.commit(change_of(plain_session(2)), loop)), CommitOutcome::failed);
    EXPECT_TRUE(store.dead());
  }
  // The disk works again, but what is on it is uncertain.
  EXPECT_EQ(sync_wait(store.commit(change_of(plain_session(3)), loop)), CommitOutcome::failed);
  EXPECT_FALSE(sync_wait(store.prune(kNow, {}, loop)).has_value());
  EXPECT_FALSE(store.state_stock({}, kNow).has_value());
  EXPECT_TRUE(sync_wait(store.load(id_of(1), {}, loop)).value().session);
  EXPECT_FALSE(sync_wait(store.load(id_of(2), {}, loop)).value().session);
}

TEST_F(SqliteStoreTest, CommitsNothingMoreAfterAWriteThatFailed) {
  auto store = open();
  ASSERT_EQ(commit(*store, change_of(plain_session(1))), CommitOutcome::committed);
  expect_dead_after<FailingWrites>(*store, loop_);
}

TEST_F(SqliteStoreTest, CommitsNothingMoreAfterASyncThatFailed) {
  auto store = open();
  ASSERT_EQ(commit(*store, change_of(plain_session(1))), CommitOutcome::committed);
  expect_dead_after<FailingSyncs>(*store, loop_);
}

constexpr int kAcknowledgements = 3;  // The child's end of the pipe.
constexpr const char* kChildDatabase = "TILL_STORE_TEST_CHILD";

void acknowledge(std::uint64_t number, CommitOutcome outcome) {
  if (outcome != CommitOutcome::committed) ::_exit(1);
  if (::write(kAcknowledgements, &number, sizeof number) != sizeof number) ::_exit(1);
}

// No test of its own: the program the next test starts and kills. It commits session after session
// and tells each acknowledged one through the pipe.
TEST(SqliteStoreChild, DISABLED_CommitsUntilItIsKilled) {
  app::NoObserver observer;
  NoLog log;
  LoopThread loop;
  auto store = SqliteStore::open(std::getenv(kChildDatabase), {}, observer, log);
  if (!store) ::_exit(1);
  const std::vector<app::Store::StatedStock> stated{{"mug", 1'000'000}};
  if (!(*store)->state_stock(stated, kNow)) ::_exit(1);
  for (std::uint64_t first = 1;; first += 8) {
    for (std::uint64_t number = first; number < first + 7; ++number) {
      auto changeset = change_of(plain_session(number));
      changeset.idempotency = record_of(number, number);
      changeset.stock = {{"mug", 1}};
      spawn((*store)->commit(std::move(changeset), loop),
            [number](CommitOutcome outcome) { acknowledge(number, outcome); });
    }
    auto last = change_of(plain_session(first + 7));
    if (sync_wait((*store)->commit(std::move(last), loop)) != CommitOutcome::committed) ::_exit(1);
  }
}

// Starts this program anew as the child on `database`: a fork alone may not start threads.
pid_t start_child(const std::string& database, int acknowledgements) {
  ::setenv(kChildDatabase, database.c_str(), 1);
  const pid_t child = ::fork();
  if (child != 0) return child;
  ::dup2(acknowledgements, kAcknowledgements);
  ::execl("/proc/self/exe", "till_store_tests", "--gtest_also_run_disabled_tests",
          "--gtest_filter=SqliteStoreChild.*", "--gtest_brief=1", nullptr);
  ::_exit(1);
}

// Lets the child acknowledge `enough` commits, kills it, and gives all it acknowledged.
std::vector<std::uint64_t> acknowledged_until_killed(const std::string& database,
                                                     std::size_t enough) {
  int ends[2];
  EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const pid_t child = start_child(database, ends[1]);
  ::close(ends[1]);
  std::vector<std::uint64_t> acknowledged;
  std::uint64_t number = 0;
  while (::read(ends[0], &number, sizeof number) == sizeof number) {
    acknowledged.push_back(number);
    if (acknowledged.size() == enough) ::kill(child, SIGKILL);
  }
  ::close(ends[0]);
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_GE(acknowledged.size(), enough);
  return acknowledged;
}

TEST_F(SqliteStoreTest, LosesNothingAcknowledgedWhenItsProcessIsKilled) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 3; ++round) {
    const TemporaryFolder folder;
    const auto acknowledged = acknowledged_until_killed(folder.database(), 1 + random() % 300);
    auto store = SqliteStore::open(folder.database(), {}, observer_, log_);
    ASSERT_TRUE(store.has_value()) << store.error();
    for (const std::uint64_t kept : acknowledged) {
      const auto loaded = sync_wait((*store)->load(id_of(kept), digest_of(kept), loop_)).value();
      ASSERT_TRUE(loaded.session && loaded.record) << kept;
    }
    const auto free = (*store)->available(std::vector<std::string>{"mug"}).at(0);
    EXPECT_LE(free, 1'000'000 - static_cast<std::int64_t>(acknowledged.size()));
  }
}

}  // namespace
}  // namespace till::store
