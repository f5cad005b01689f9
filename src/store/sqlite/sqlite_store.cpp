#include "store/sqlite/sqlite_store.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "base/clock.h"
#include "base/sync_wait.h"
#include "store/sqlite/migrations.h"
#include "store/sqlite/session_weight.h"
#include "store/sqlite/waiting.h"

namespace till::store {
namespace {

using app::CommitOutcome;

constexpr const char* kSetUp =
    "PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
    "PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16384; PRAGMA secure_delete = ON;";

// A disk with less is too full for the files that opening a database makes.
constexpr std::uint64_t kLeastToOpen = 1ULL << 20;

auto unreadable() { return refused(app::StoreFailure::failed); }

std::size_t bytes_of(const EncodedChangeset& encoded) {
  const app::Changeset& changeset = encoded.changeset;
  std::size_t bytes = sizeof encoded + encoded.session.size();
  if (changeset.session) bytes += weight_of(*changeset.session);
  for (const app::OutboxEvent& event : changeset.events) bytes += event.body.size();
  return bytes;
}

// Goes on where the writer is; for a thread that blocks meanwhile.
class AtOnce final : public Executor {
 public:
  void post(std::coroutine_handle<> work) override { work.resume(); }
};

}  // namespace

struct SqliteStore::Enqueue {
  SqliteStore& store;
  Waiting& waiting;
  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> work) const {
    waiting.work = work;
    return store.enqueue(waiting);
  }
  void await_resume() const noexcept {}
};

Result<std::unique_ptr<SqliteStore>, std::string> SqliteStore::open(const std::string& path,
                                                                    SqliteOptions options,
                                                                    app::Observer& observer,
                                                                    Log& log) {
  auto lock = std::make_unique<FileLock>(path + ".lock", FileLock::Missing::is_made);
  if (!lock->opened()) return refused("cannot write beside " + path + "; mend its folder");
  if (!lock->held()) return refused("another till serves " + path + "; stop it first");
  if (auto secured = secure_files(path); !secured) return refused(secured.error());
  auto room = std::make_unique<Room>(path, options.reserve_bytes);
  if (room->free_bytes() < kLeastToOpen) room->release();
  auto writer = Database::open(path, Database::Access::read_write);
  if (!writer) return refused(writer.error());
  if (!writer->execute(kSetUp)) return refused("cannot set up " + path + ": " + writer->error());
  if (auto migrated = migrate(*writer); !migrated) return refused(migrated.error());
  auto checkpointer = Database::open(path, Database::Access::read_write);
  if (!checkpointer) return refused(checkpointer.error());
  checkpointer->execute("PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = FULL;");
  std::unique_ptr<SqliteStore> store(new SqliteStore(path, options, observer, log, std::move(lock),
                                                     std::move(room), std::move(*writer),
                                                     std::move(*checkpointer)));
  BatchWriter& rows = store->writer_;
  if (!rows.load_stock() || !rows.load_keys() || !rows.load_agents()) {
    return refused("cannot read " + path);
  }
  return store;
}

SqliteStore::SqliteStore(const std::string& path, SqliteOptions options, app::Observer& observer,
                         Log& log, std::unique_ptr<FileLock> lock, std::unique_ptr<Room> room,
                         Database writer, Database checkpointer)
    : options_(options),
      observer_(observer),
      log_(log),
      file_lock_(std::move(lock)),
      room_(std::move(room)),
      heads_(options.cache_sessions, options.cache_bytes),
      readers_(path),
      writer_(std::move(writer), heads_, stock_, keys_, agents_),
      checkpointer_(std::move(checkpointer)),
      checkpoint_at_(kCheckpointPages) {
  sqlite3_wal_hook(
      writer_.handle(),
      [](void* self, sqlite3*, const char*, int pages) {
        static_cast<SqliteStore*>(self)->log_pages_ = pages;
        return SQLITE_OK;
      },
      this);
  write_thread_ = std::thread([this] { write_batches(); });
  checkpoint_thread_ = std::thread([this] { checkpoint_when_due(); });
}

SqliteStore::~SqliteStore() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_all();
  checkpoint_.notify_all();
  write_thread_.join();
  checkpoint_thread_.join();
  sqlite3_wal_checkpoint_v2(checkpointer_.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr,
                            nullptr);
}

Task<CommitOutcome> SqliteStore::written(SqliteStore& store, Waiting& waiting) {
  Enqueue enqueued{store, waiting};
  co_await enqueued;
  co_return waiting.outcome;
}

Task<CommitOutcome> SqliteStore::commit(app::Changeset changeset, Executor& executor) {
  const bool begins = changeset.session && changeset.session->version == 1;
  if (begins && room_->is_scarce()) co_return CommitOutcome::busy;
  EncodedChangeset encoded(std::move(changeset));
  const std::size_t bytes = bytes_of(encoded);
  Waiting waiting{std::move(encoded), executor};
  waiting.bytes = bytes;
  Enqueue enqueued{*this, waiting};
  co_await enqueued;
  co_return waiting.outcome;
}

Task<app::StoreResult<app::Loaded>> SqliteStore::load(std::optional<SessionId> session,
                                                      std::optional<Digest> idempotency_scope,
                                                      Executor&) {
  app::Loaded loaded;
  if (session) loaded.session = heads_.find(*session);
  const bool session_missing = session && !loaded.session;
  const auto row = idempotency_scope ? keys_.find(*idempotency_scope) : std::nullopt;
  if (!session_missing && !row) co_return loaded;
  auto reader = readers_.lease();
  if (!reader) co_return unreadable();
  if (session_missing) {
    const auto look = heads_.look(*session);
    auto newest = reader->newest(*session);
    if (!newest) co_return unreadable();
    loaded.session = std::move(*newest);
    if (loaded.session) heads_.put_read(loaded.session, look);
  }
  if (row) {
    auto record = reader->record(*idempotency_scope, *row);
    if (!record) co_return unreadable();
    loaded.record = std::move(*record);
  }
  co_return loaded;
}

Task<app::StoreResult<checkout::SessionPtr>> SqliteStore::session_version(SessionId session,
                                                                          std::uint64_t version,
                                                                          Executor&) {
  const auto head = heads_.find(session);
  if (head && head->version == version) co_return head;
  auto reader = readers_.lease();
  if (!reader) co_return unreadable();
  co_return reader->version(session, version);
}

std::vector<std::int64_t> SqliteStore::available(std::span<const std::string> item_ids) {
  return stock_.find(item_ids);
}

app::AgentHoldings SqliteStore::holdings(const std::string& agent,
                                         std::span<const std::string> item_ids) {
  return agents_.holdings(agent, item_ids);
}

std::vector<app::AgentLoad> SqliteStore::agent_loads() { return agents_.loads(); }

Task<app::StoreResult<std::vector<std::int64_t>>> SqliteStore::uses(std::vector<std::string> keys,
                                                                    Executor&) {
  if (keys.empty()) co_return std::vector<std::int64_t>{};
  auto reader = readers_.lease();
  if (!reader) co_return unreadable();
  co_return reader->uses(keys);
}

app::StoreResult<Done> SqliteStore::state_stock(std::span<const StatedStock> stock) {
  static AtOnce at_once;
  Waiting waiting{Stating{stock}, at_once};
  if (sync_wait(written(*this, waiting)) != CommitOutcome::committed) return unreadable();
  return Done{};
}

Task<app::StoreResult<std::optional<checkout::Order>>> SqliteStore::order(OrderId id, Executor&) {
  auto reader = readers_.lease();
  if (!reader) co_return unreadable();
  co_return reader->order(id);
}

Task<app::StoreResult<app::OrderPage>> SqliteStore::orders(app::OrderFilter filter, Executor&) {
  auto reader = readers_.lease();
  if (!reader) co_return unreadable();
  co_return reader->orders(filter);
}

Task<app::StoreResult<std::optional<app::VaultToken>>> SqliteStore::token(TokenId id, Executor&) {
  auto reader = readers_.lease();
  if (!reader) co_return unreadable();
  co_return reader->token(id);
}

Task<app::StoreResult<std::vector<app::PaymentAttempt>>> SqliteStore::open_attempts(
    std::size_t limit, Executor&) {
  auto reader = readers_.lease();
  if (!reader) co_return unreadable();
  co_return reader->open_attempts(limit);
}

Task<app::StoreResult<std::vector<app::PaymentAttempt>>> SqliteStore::attempts_of(SessionId session,
                                                                                  Executor&) {
  auto reader = readers_.lease();
  if (!reader) co_return unreadable();
  co_return reader->attempts_of(session);
}

Task<app::StoreResult<std::vector<SessionId>>> SqliteStore::due_deadlines(Timestamp now,
                                                                          std::size_t limit,
                                                                          Executor&) {
  auto reader = readers_.lease();
  if (!reader) co_return unreadable();
  co_return reader->due_deadlines(now, limit);
}

Task<app::StoreResult<std::vector<app::OutboxEvent>>> SqliteStore::events(app::EventFilter filter,
                                                                          Executor&) {
  auto reader = readers_.lease();
  if (!reader) co_return unreadable();
  co_return reader->events(filter);
}

Task<app::StoreResult<std::optional<app::OutboxEvent>>> SqliteStore::event(EventId id, Executor&) {
  auto reader = readers_.lease();
  if (!reader) co_return unreadable();
  co_return reader->event(id);
}

Task<app::StoreResult<Done>> SqliteStore::record(app::AuditEvent event, Executor& executor) {
  Waiting waiting{std::move(event), executor};
  Enqueue enqueued{*this, waiting};
  co_await enqueued;
  if (waiting.outcome != CommitOutcome::committed) co_return unreadable();
  co_return Done{};
}

Task<app::StoreResult<app::AuditPage>> SqliteStore::audit(app::AuditFilter filter, Executor&) {
  auto reader = readers_.lease();
  if (!reader) co_return unreadable();
  co_return reader->audit(filter);
}

Task<app::StoreResult<std::size_t>> SqliteStore::prune(Timestamp now, app::Retention retention,
                                                       Executor& executor) {
  Waiting waiting{Pruning{now, retention}, executor};
  Enqueue enqueued{*this, waiting};
  co_await enqueued;
  if (waiting.outcome != CommitOutcome::committed) co_return unreadable();
  co_return std::get<Pruning>(waiting.order).dropped;
}

Task<app::StoreResult<app::BuyerPage>> SqliteStore::sessions_of_buyer(std::string email,
                                                                      std::uint64_t from,
                                                                      Executor&) {
  auto reader = readers_.lease();
  if (!reader) co_return unreadable();
  co_return reader->sessions_of_buyer(email, from);
}

Task<app::StoreResult<std::vector<SessionId>>> SqliteStore::erase_buyer(
    std::vector<SessionId> sessions, Timestamp now, const app::OrderEvents& events,
    Executor& executor) {
  Waiting waiting{Erasing{std::move(sessions), now, events}, executor};
  Enqueue enqueued{*this, waiting};
  co_await enqueued;
  if (waiting.outcome != CommitOutcome::committed) co_return unreadable();
  co_return std::move(std::get<Erasing>(waiting.order).left);
}

}  // namespace till::store
