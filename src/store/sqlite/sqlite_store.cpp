#include "store/sqlite/sqlite_store.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "base/clock.h"
#include "store/sqlite/migrations.h"

namespace till::store {
namespace {

using app::CommitOutcome;

constexpr int kCheckpointPages = 4'000;
constexpr int kPausePages = 16'000;

constexpr const char* kSetUp =
    "PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
    "PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16384;";

auto failed() { return refused(app::StoreFailure::failed); }

// Goes on where the writer is; for a thread that blocks meanwhile.
class AtOnce final : public Executor {
 public:
  void post(std::coroutine_handle<> work) override { work.resume(); }
};

struct Pruning {
  Timestamp before;
  std::size_t dropped = 0;
};

struct Stating {
  std::span<const app::Store::StatedStock> stock;
};

}  // namespace

// What the writer has to do and the coroutine that waits for it.
struct SqliteStore::Waiting {
  std::variant<EncodedChangeset, Pruning, Stating, app::AuditEvent> order;
  Executor& executor;
  CommitOutcome outcome = CommitOutcome::busy;
  std::coroutine_handle<> work{};
};

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
  auto writer = Database::open(path, Database::Access::read_write);
  if (!writer) return refused(writer.error());
  if (!writer->execute(kSetUp)) return refused("cannot set up " + path + ": " + writer->error());
  if (auto migrated = migrate(*writer); !migrated) return refused(migrated.error());
  auto checkpointer = Database::open(path, Database::Access::read_write);
  if (!checkpointer) return refused(checkpointer.error());
  checkpointer->execute("PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = FULL;");
  std::unique_ptr<SqliteStore> store(new SqliteStore(path, options, observer, log, std::move(lock),
                                                     std::move(*writer), std::move(*checkpointer)));
  BatchWriter& rows = store->writer_;
  if (!rows.load_stock() || !rows.load_keys() || !rows.load_agents()) {
    return refused("cannot read " + path);
  }
  return store;
}

SqliteStore::SqliteStore(const std::string& path, SqliteOptions options, app::Observer& observer,
                         Log& log, std::unique_ptr<FileLock> lock, Database writer,
                         Database checkpointer)
    : options_(options),
      observer_(observer),
      log_(log),
      file_lock_(std::move(lock)),
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

bool SqliteStore::enqueue(Waiting& waiting) {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    if (dead_) {
      waiting.outcome = CommitOutcome::failed;
      return false;
    }
    if (queue_.size() >= options_.queue_limit) return false;
    first = queue_.empty();
    queue_.push_back(&waiting);
  }
  if (first) work_.notify_one();
  return true;
}

std::vector<SqliteStore::Waiting*> SqliteStore::next_batch() {
  std::unique_lock lock(mutex_);
  work_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  const std::size_t count = std::min(queue_.size(), options_.max_batch);
  const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(count);
  std::vector<Waiting*> batch(queue_.begin(), end);
  queue_.erase(queue_.begin(), end);
  return batch;
}

void SqliteStore::write_batches() {
  for (auto batch = next_batch(); !batch.empty(); batch = next_batch()) {
    write_batch(batch);
    // The frame that holds a Waiting may be gone as soon as its coroutine goes on.
    for (Waiting* waiting : batch) {
      Executor& executor = waiting->executor;
      executor.post(waiting->work);
    }
    note_log_size();
  }
}

void SqliteStore::note_log_size() {
  const int pages = log_pages_;
  if (pages < last_log_pages_) checkpoint_at_ = kCheckpointPages;  // The log began anew.
  last_log_pages_ = pages;
  if (pages > checkpoint_at_) checkpoint_.notify_one();
}

// False when the disk failed.
bool SqliteStore::write(Waiting& waiting) {
  if (const auto* changeset = std::get_if<EncodedChangeset>(&waiting.order)) {
    waiting.outcome = writer_.apply(*changeset);
    return waiting.outcome != CommitOutcome::failed;
  }
  waiting.outcome = CommitOutcome::committed;
  if (auto* pruning = std::get_if<Pruning>(&waiting.order)) {
    return writer_.prune(pruning->before, pruning->dropped);
  }
  if (const auto* event = std::get_if<app::AuditEvent>(&waiting.order)) {
    return writer_.write_audit(*event);
  }
  return writer_.state_stock(std::get<Stating>(waiting.order).stock);
}

void SqliteStore::write_batch(const std::vector<Waiting*>& batch) {
  const std::lock_guard lock(writer_mutex_);
  const auto began = SystemClock().now();
  bool fine = !dead_ && writer_.begin();
  for (Waiting* waiting : batch) {
    if (!fine) break;
    fine = write(*waiting);
  }
  fine = fine && writer_.commit();
  if (fine) {
    observer_.batch_committed(batch.size(), SystemClock().now() - began);
    return;
  }
  // After a failed sync nothing tells what is on the disk, so the store stops for good.
  if (!dead_.exchange(true)) {
    const std::string error = writer_.error();
    log_.write(LogLevel::error, "store_failed", {{"error", std::string_view(error)}});
    writer_.roll_back();
  }
  for (Waiting* waiting : batch) waiting->outcome = CommitOutcome::failed;
}

// Checkpoints copy the log into the database beside the writer, which would stall in the middle of
// a commit if it did so itself.
void SqliteStore::checkpoint_when_due() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    checkpoint_.wait(lock, [this] { return stopping_ || log_pages_ > checkpoint_at_; });
    if (stopping_) break;
    lock.unlock();
    const bool large = log_pages_ > kPausePages;
    checkpoint();
    if (large) {
      // Under steady load the log never is copied whole, so that it would grow without end: now
      // and then the writer waits for the small rest, after which the log begins anew.
      const std::lock_guard pause(writer_mutex_);
      checkpoint();
    }
    checkpoint_at_ = log_pages_ + kCheckpointPages;
    lock.lock();
  }
}

void SqliteStore::checkpoint() {
  sqlite3_wal_checkpoint_v2(checkpointer_.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                            nullptr);
}

Task<CommitOutcome> SqliteStore::written(SqliteStore& store, Waiting& waiting) {
  Enqueue enqueued{store, waiting};
  co_await enqueued;
  co_return waiting.outcome;
}

Task<CommitOutcome> SqliteStore::commit(app::Changeset changeset, Executor& executor) {
  EncodedChangeset encoded(std::move(changeset));
  Waiting waiting{std::move(encoded), executor};
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
  if (!reader) co_return failed();
  if (session_missing) {
    const auto look = heads_.look(*session);
    auto newest = reader->newest(*session);
    if (!newest) co_return failed();
    loaded.session = std::move(*newest);
    if (loaded.session) heads_.put_read(loaded.session, look);
  }
  if (row) {
    auto record = reader->record(*idempotency_scope, *row);
    if (!record) co_return failed();
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
  if (!reader) co_return failed();
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
  if (!reader) co_return failed();
  co_return reader->uses(keys);
}

app::StoreResult<Done> SqliteStore::state_stock(std::span<const StatedStock> stock) {
  static AtOnce at_once;
  Waiting waiting{Stating{stock}, at_once};
  if (sync_wait(written(*this, waiting)) != CommitOutcome::committed) return failed();
  return Done{};
}

Task<app::StoreResult<std::optional<checkout::Order>>> SqliteStore::order(OrderId id, Executor&) {
  auto reader = readers_.lease();
  if (!reader) co_return failed();
  co_return reader->order(id);
}

Task<app::StoreResult<app::OrderPage>> SqliteStore::orders(app::OrderFilter filter, Executor&) {
  auto reader = readers_.lease();
  if (!reader) co_return failed();
  co_return reader->orders(filter);
}

Task<app::StoreResult<std::optional<app::VaultToken>>> SqliteStore::token(TokenId id, Executor&) {
  auto reader = readers_.lease();
  if (!reader) co_return failed();
  co_return reader->token(id);
}

Task<app::StoreResult<std::vector<app::PaymentAttempt>>> SqliteStore::open_attempts(
    std::size_t limit, Executor&) {
  auto reader = readers_.lease();
  if (!reader) co_return failed();
  co_return reader->open_attempts(limit);
}

Task<app::StoreResult<std::vector<app::PaymentAttempt>>> SqliteStore::attempts_of(SessionId session,
                                                                                  Executor&) {
  auto reader = readers_.lease();
  if (!reader) co_return failed();
  co_return reader->attempts_of(session);
}

Task<app::StoreResult<std::vector<SessionId>>> SqliteStore::due_deadlines(Timestamp now,
                                                                          std::size_t limit,
                                                                          Executor&) {
  auto reader = readers_.lease();
  if (!reader) co_return failed();
  co_return reader->due_deadlines(now, limit);
}

Task<app::StoreResult<std::vector<app::OutboxEvent>>> SqliteStore::events(app::EventFilter filter,
                                                                          Executor&) {
  auto reader = readers_.lease();
  if (!reader) co_return failed();
  co_return reader->events(filter);
}

Task<app::StoreResult<std::optional<app::OutboxEvent>>> SqliteStore::event(EventId id, Executor&) {
  auto reader = readers_.lease();
  if (!reader) co_return failed();
  co_return reader->event(id);
}

Task<app::StoreResult<Done>> SqliteStore::record(app::AuditEvent event, Executor& executor) {
  Waiting waiting{std::move(event), executor};
  Enqueue enqueued{*this, waiting};
  co_await enqueued;
  if (waiting.outcome != CommitOutcome::committed) co_return failed();
  co_return Done{};
}

Task<app::StoreResult<app::AuditPage>> SqliteStore::audit(app::AuditFilter filter, Executor&) {
  auto reader = readers_.lease();
  if (!reader) co_return failed();
  co_return reader->audit(filter);
}

Task<app::StoreResult<std::size_t>> SqliteStore::prune(Timestamp before, Executor& executor) {
  Waiting waiting{Pruning{before}, executor};
  Enqueue enqueued{*this, waiting};
  co_await enqueued;
  if (waiting.outcome == CommitOutcome::failed) co_return failed();
  co_return std::get<Pruning>(waiting.order).dropped;
}

}  // namespace till::store
