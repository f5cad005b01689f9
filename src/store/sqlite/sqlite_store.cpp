#include "store/sqlite/sqlite_store.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "base/clock.h"
#include "base/sync_wait.h"
#include "store/sqlite/core.h"
#include "store/sqlite/migrations.h"

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
  std::size_t bytes = sizeof encoded + encoded.session.size() + encoded.weight;
  for (const app::OutboxEvent& event : changeset.events) bytes += event.body.size();
  return bytes;
}

struct Enqueue {
  SqliteCore& core;
  Waiting& waiting;
  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> work) const {
    waiting.work = work;
    return core.enqueue(waiting);
  }
  void await_resume() const noexcept {}
};

Task<CommitOutcome> written(SqliteCore& core, Waiting& waiting) {
  Enqueue enqueued{core, waiting};
  co_await enqueued;
  co_return waiting.outcome;
}

// Goes on where the writer is; for a thread that blocks meanwhile.
class AtOnce final : public Executor {
 public:
  void post(std::coroutine_handle<> work) override { work.resume(); }
};

}  // namespace

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
  auto core =
      std::make_shared<SqliteCore>(path, options, observer, log, std::move(lock), std::move(room),
                                   std::move(*writer), std::move(*checkpointer));
  if (!core->load()) return refused("cannot read " + path);
  return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(core), 0));
}

SqliteStore::SqliteStore(std::shared_ptr<SqliteCore> core, unsigned process)
    : core_(std::move(core)), process_(process) {}

SqliteStore::~SqliteStore() = default;

std::unique_ptr<SqliteStore> SqliteStore::of_another_process() const {
  return std::unique_ptr<SqliteStore>(new SqliteStore(core_, ++core_->processes));
}

bool SqliteStore::dead() const { return core_->dead(); }

Task<CommitOutcome> SqliteStore::commit(app::Changeset changeset, Executor& executor) {
  const bool begins = changeset.session && changeset.session->version == 1;
  if (begins && core_->room->is_scarce()) co_return CommitOutcome::busy;
  Waiting waiting{
      decltype(Waiting::order)(std::in_place_type<EncodedChangeset>, std::move(changeset)),
      executor};
  const auto& encoded = std::get<EncodedChangeset>(waiting.order);
  waiting.bytes = bytes_of(encoded);
  begin_lease(encoded.changeset);
  Enqueue enqueued{*core_, waiting};
  co_await enqueued;
  end_lease(encoded.changeset, waiting.outcome);
  co_return waiting.outcome;
}

Task<app::StoreResult<app::Loaded>> SqliteStore::load(std::optional<SessionId> session,
                                                      std::optional<Digest> idempotency_scope,
                                                      Executor&) {
  app::Loaded loaded;
  if (session) loaded.session = core_->heads.find(*session);
  const bool session_missing = session && !loaded.session;
  const auto row = idempotency_scope ? core_->keys.find(*idempotency_scope) : std::nullopt;
  if (!session_missing && !row) co_return loaded;
  auto reader = core_->readers.lease();
  if (!reader) co_return unreadable();
  if (session_missing) {
    const auto look = core_->heads.look(*session);
    auto newest = reader->newest(*session);
    if (!newest) co_return unreadable();
    loaded.session = std::move(*newest);
    if (loaded.session) core_->heads.put_read(loaded.session, look);
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
  const auto head = core_->heads.find(session);
  if (head && head->version == version) co_return head;
  auto reader = core_->readers.lease();
  if (!reader) co_return unreadable();
  co_return reader->version(session, version);
}

std::vector<std::int64_t> SqliteStore::available(std::span<const std::string> item_ids) {
  return core_->stock.free(item_ids);
}

std::vector<std::optional<std::int64_t>> SqliteStore::recorded(
    std::span<const std::string> item_ids) {
  return core_->stock.recorded(item_ids);
}

app::AgentHoldings SqliteStore::holdings(const std::string& agent,
                                         std::span<const std::string> item_ids) {
  return core_->agents.holdings(agent, item_ids);
}

std::vector<app::AgentLoad> SqliteStore::agent_loads() { return core_->agents.loads(); }

Task<app::StoreResult<std::vector<std::int64_t>>> SqliteStore::uses(std::vector<std::string> keys,
                                                                    Executor&) {
  if (keys.empty()) co_return std::vector<std::int64_t>{};
  auto reader = core_->readers.lease();
  if (!reader) co_return unreadable();
  co_return reader->uses(keys);
}

app::StoreResult<Done> SqliteStore::state_stock(std::span<const StatedStock> stock, Timestamp at) {
  static AtOnce at_once;
  Waiting waiting{Stating{stock, at}, at_once};
  if (sync_wait(written(*core_, waiting)) != CommitOutcome::committed) return unreadable();
  return Done{};
}

app::StoreResult<Done> SqliteStore::state_others(std::shared_ptr<const app::StatedPieces> others,
                                                 Timestamp at) {
  static AtOnce at_once;
  Waiting waiting{StatingOthers{std::move(others), at}, at_once};
  if (sync_wait(written(*core_, waiting)) != CommitOutcome::committed) return unreadable();
  return Done{};
}

Task<app::StockTold> SqliteStore::tell_stock(app::StockReport report, Executor& executor) {
  Waiting waiting{Telling{std::move(report)}, executor};
  auto& telling = std::get<Telling>(waiting.order);
  waiting.bytes = sizeof waiting;
  for (const app::StockNumber& number : telling.report.numbers) {
    waiting.bytes += sizeof number + number.item_id.size();
  }
  Enqueue enqueued{*core_, waiting};
  co_await enqueued;
  const bool written = waiting.outcome == CommitOutcome::committed;
  if (!written) telling.told = {.outcome = waiting.outcome};
  co_return std::move(telling.told);
}

Task<app::StoreResult<app::StockPage>> SqliteStore::stock(app::StockFilter filter, Executor&) {
  auto reader = core_->readers.lease();
  if (!reader) co_return unreadable();
  co_return reader->stock(filter);
}

Task<app::StoreResult<std::optional<checkout::Order>>> SqliteStore::order(OrderId id, Executor&) {
  auto reader = core_->readers.lease();
  if (!reader) co_return unreadable();
  co_return reader->order(id);
}

Task<app::StoreResult<app::OrderPage>> SqliteStore::orders(app::OrderFilter filter, Executor&) {
  auto reader = core_->readers.lease();
  if (!reader) co_return unreadable();
  co_return reader->orders(filter);
}

Task<app::StoreResult<std::optional<app::VaultToken>>> SqliteStore::token(TokenId id, Executor&) {
  auto reader = core_->readers.lease();
  if (!reader) co_return unreadable();
  co_return reader->token(id);
}

Task<app::StoreResult<app::SessionPage>> SqliteStore::sessions(app::SessionFilter filter,
                                                               Executor&) {
  auto reader = core_->readers.lease();
  if (!reader) co_return unreadable();
  co_return reader->sessions(filter);
}

Task<app::StoreResult<Done>> SqliteStore::record(app::AuditEvent event, Executor& executor) {
  Waiting waiting{std::move(event), executor};
  Enqueue enqueued{*core_, waiting};
  co_await enqueued;
  if (waiting.outcome != CommitOutcome::committed) co_return unreadable();
  co_return Done{};
}

Task<app::StoreResult<app::AuditPage>> SqliteStore::audit(app::AuditFilter filter, Executor&) {
  auto reader = core_->readers.lease();
  if (!reader) co_return unreadable();
  co_return reader->audit(filter);
}

Task<app::StoreResult<std::size_t>> SqliteStore::prune(Timestamp now, app::Retention retention,
                                                       Executor& executor) {
  Waiting waiting{Pruning{now, retention}, executor};
  Enqueue enqueued{*core_, waiting};
  co_await enqueued;
  if (waiting.outcome != CommitOutcome::committed) co_return unreadable();
  co_return std::get<Pruning>(waiting.order).dropped;
}

Task<app::StoreResult<app::BuyerPage>> SqliteStore::sessions_of_buyer(std::string email,
                                                                      std::uint64_t from,
                                                                      Executor&) {
  auto reader = core_->readers.lease();
  if (!reader) co_return unreadable();
  co_return reader->sessions_of_buyer(email, from);
}

Task<app::StoreResult<std::vector<SessionId>>> SqliteStore::erase_buyer(
    std::vector<SessionId> sessions, Timestamp now, const app::OrderEvents& events,
    Executor& executor) {
  Waiting waiting{Erasing{std::move(sessions), now, events}, executor};
  Enqueue enqueued{*core_, waiting};
  co_await enqueued;
  if (waiting.outcome != CommitOutcome::committed) co_return unreadable();
  co_return std::move(std::get<Erasing>(waiting.order).left);
}

}  // namespace till::store
