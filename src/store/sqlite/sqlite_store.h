// SqliteStore: the durable store of one machine. Group commit: one thread writes whatever waits as
// one transaction, so that many requests share one sync of the disk.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "app/observer.h"
#include "app/store.h"
#include "base/log.h"
#include "store/sqlite/batch_writer.h"
#include "store/sqlite/files.h"
#include "store/sqlite/reader.h"
#include "store/sqlite/room.h"

namespace till::store {

struct SqliteOptions {
  std::size_t queue_limit = 8192;              // More waiting changesets are answered busy,
  std::size_t queue_bytes = 64 * 1024 * 1024;  // and more bytes of them.
  std::size_t max_batch = 256;                 // Changesets of one transaction.
  std::size_t cache_sessions = 4096;           // Newest versions kept in memory,
  std::size_t cache_bytes = 96 * 1024 * 1024;  // of so many bytes at most.
  // Below so many free bytes no new session begins; see Room.
  std::optional<std::uint64_t> reserve_bytes = {};
};

class SqliteStore final : public app::Store {
 public:
  // Opens or creates the database at `path`, closed to every other user, and takes it for this
  // process alone. Refused with a sentence that says what to do. `observer` and `log` must outlive
  // the store.
  static Result<std::unique_ptr<SqliteStore>, std::string> open(const std::string& path,
                                                                SqliteOptions options,
                                                                app::Observer& observer, Log& log);
  // Writes what waits and closes. No call may be under way.
  ~SqliteStore() override;

  // The disk failed: nothing is committed any more.
  bool dead() const { return dead_; }

  Task<app::StoreResult<app::Loaded>> load(std::optional<SessionId> session,
                                           std::optional<Digest> idempotency_scope,
                                           Executor& executor) override;
  Task<app::StoreResult<checkout::SessionPtr>> session_version(SessionId session,
                                                               std::uint64_t version,
                                                               Executor& executor) override;
  Task<app::CommitOutcome> commit(app::Changeset changeset, Executor& executor) override;
  std::vector<std::int64_t> available(std::span<const std::string> item_ids) override;
  app::AgentHoldings holdings(const std::string& agent,
                              std::span<const std::string> item_ids) override;
  std::vector<app::AgentLoad> agent_loads() override;
  Task<app::StoreResult<std::vector<std::int64_t>>> uses(std::vector<std::string> keys,
                                                         Executor& executor) override;
  app::StoreResult<Done> state_stock(std::span<const StatedStock> stock) override;
  Task<app::StoreResult<std::optional<checkout::Order>>> order(OrderId id,
                                                               Executor& executor) override;
  Task<app::StoreResult<app::OrderPage>> orders(app::OrderFilter filter,
                                                Executor& executor) override;
  Task<app::StoreResult<std::optional<app::VaultToken>>> token(TokenId id,
                                                               Executor& executor) override;
  Task<app::StoreResult<std::vector<app::PaymentAttempt>>> open_attempts(
      std::size_t limit, Executor& executor) override;
  Task<app::StoreResult<std::vector<app::PaymentAttempt>>> attempts_of(SessionId session,
                                                                       Executor& executor) override;
  Task<app::StoreResult<std::vector<SessionId>>> due_deadlines(Timestamp now, std::size_t limit,
                                                               Executor& executor) override;
  Task<app::StoreResult<std::vector<app::OutboxEvent>>> events(app::EventFilter filter,
                                                               Executor& executor) override;
  Task<app::StoreResult<std::optional<app::OutboxEvent>>> event(EventId id,
                                                                Executor& executor) override;
  Task<app::StoreResult<std::size_t>> prune(Timestamp now, app::Retention retention,
                                            Executor& executor) override;
  Task<app::StoreResult<app::BuyerPage>> sessions_of_buyer(std::string email, std::uint64_t from,
                                                           Executor& executor) override;
  Task<app::StoreResult<std::vector<SessionId>>> erase_buyer(std::vector<SessionId> sessions,
                                                             Timestamp now,
                                                             const app::OrderEvents& events,
                                                             Executor& executor) override;
  Task<app::StoreResult<Done>> record(app::AuditEvent event, Executor& executor) override;
  Task<app::StoreResult<app::AuditPage>> audit(app::AuditFilter filter,
                                               Executor& executor) override;

 private:
  struct Waiting;
  struct Enqueue;
  SqliteStore(const std::string& path, SqliteOptions options, app::Observer& observer, Log& log,
              std::unique_ptr<FileLock> lock, std::unique_ptr<Room> room, Database writer,
              Database checkpointer);

  static Task<app::CommitOutcome> written(SqliteStore& store, Waiting& waiting);
  bool enqueue(Waiting& waiting);
  void write_batches();
  std::vector<Waiting*> next_batch();
  void write_batch(const std::vector<Waiting*>& batch);
  bool write_or_make_room(const std::vector<Waiting*>& batch);
  bool try_batch(const std::vector<Waiting*>& batch);
  bool stop_for_good();
  bool write(Waiting& waiting);
  void note_log_size();
  void checkpoint_when_due();
  void shorten_log();
  void measure_room();
  void checkpoint();
  // Copies the whole log and cuts it off, so that nothing old is left in it; false when a reader
  // still needs it.
  bool cut_log();

  const SqliteOptions options_;
  app::Observer& observer_;
  Log& log_;
  std::unique_ptr<FileLock> file_lock_;
  std::unique_ptr<Room> room_;
  HeadCache heads_;
  StockLevels stock_;
  KeyIndex keys_;
  AgentShelf agents_;
  ReaderPool readers_;
  BatchWriter writer_;
  std::mutex writer_mutex_;  // Held by a batch, and by a checkpoint that makes the writer wait.
  std::mutex checkpointer_mutex_;  // Taken last.
  Database checkpointer_;

  std::mutex mutex_;
  std::condition_variable work_;
  std::condition_variable checkpoint_;
  std::vector<Waiting*> queue_;
  std::size_t queue_bytes_ = 0;  // Of queue_.
  bool stopping_ = false;
  std::atomic<bool> dead_ = false;
  int last_log_pages_ = 0;    // Of the write thread.
  bool full_ = false;         // Of the write thread: the last batch found no room.
  bool told_scarce_ = false;  // Of the checkpoint thread.
  std::atomic<int> log_pages_ = 0;
  std::atomic<int> checkpoint_at_;
  std::thread write_thread_;
  std::thread checkpoint_thread_;
};

}  // namespace till::store
