// SqliteStore: the durable store of one machine. Group commit: one thread writes whatever waits as
// one transaction, so that many requests share one sync of the disk.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/observer.h"
#include "app/store.h"
#include "base/log.h"

namespace till::store {

struct SqliteOptions {
  std::size_t queue_limit = 8192;              // More waiting changesets are answered busy,
  std::size_t queue_bytes = 64 * 1024 * 1024;  // and more bytes of them.
  std::size_t max_batch = 256;                 // Changesets of one transaction.
  std::size_t cache_sessions = 4096;           // Newest versions kept in memory,
  std::size_t cache_bytes = 96 * 1024 * 1024;  // of so many bytes at most.
  std::size_t stock_log_bytes = 1024 * 1024;   // See StockLog.
  std::size_t outbox_events = 10'000;          // Pending events of an agent kept in memory.
  // Below so many free bytes no new session begins; see Room.
  std::optional<std::uint64_t> reserve_bytes = {};
};

class SqliteCore;

class SqliteStore final : public app::Store {
 public:
  // Opens or creates the database at `path`, closed to every other user, and takes it for this
  // process alone. Refused with a sentence that says what to do. `observer` and `log` must outlive
  // the store.
  static Result<std::unique_ptr<SqliteStore>, std::string> open(const std::string& path,
                                                                SqliteOptions options,
                                                                app::Observer& observer, Log& log);
  // The last one on a database writes what waits and closes it. No call may be under way.
  ~SqliteStore() override;
  // What another till on the same database would have, with leases of its own. For tests: the
  // database itself stays this process'.
  std::unique_ptr<SqliteStore> of_another_process() const;

  // The disk failed: nothing is committed any more.
  bool dead() const;

  Task<app::StoreResult<app::Loaded>> load(std::optional<SessionId> session,
                                           std::optional<Digest> idempotency_scope,
                                           Executor& executor) override;
  Task<app::StoreResult<checkout::SessionPtr>> session_version(SessionId session,
                                                               std::uint64_t version,
                                                               Executor& executor) override;
  Task<app::CommitOutcome> commit(app::Changeset changeset, Executor& executor) override;
  std::vector<std::int64_t> available(std::span<const std::string> item_ids) override;
  std::vector<std::optional<std::int64_t>> recorded(std::span<const std::string> item_ids) override;
  app::AgentHoldings holdings(const std::string& agent,
                              std::span<const std::string> item_ids) override;
  std::vector<app::AgentLoad> agent_loads() override;
  Task<app::StoreResult<std::vector<std::int64_t>>> uses(std::vector<std::string> keys,
                                                         Executor& executor) override;
  app::StoreResult<Done> state_stock(std::span<const StatedStock> stock, Timestamp at) override;
  app::StoreResult<Done> state_others(std::shared_ptr<const app::StatedPieces> others,
                                      Timestamp at) override;
  Task<app::StockTold> tell_stock(app::StockReport report, Executor& executor) override;
  Task<app::StoreResult<app::StockPage>> stock(app::StockFilter filter,
                                               Executor& executor) override;
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
  Task<app::StoreResult<std::vector<app::PaymentAttempt>>> lease_due(Timestamp now,
                                                                     Milliseconds lease,
                                                                     std::size_t most,
                                                                     Executor& executor) override;
  Task<app::StoreResult<bool>> lease_attempt(AttemptId id, Timestamp now, Milliseconds lease,
                                             Executor& executor) override;
  Task<app::StoreResult<Done>> postpone(AttemptId id, Timestamp due, Executor& executor) override;
  Task<app::StoreResult<std::optional<app::HoldIntent>>> hold_of(SessionId session,
                                                                 Executor& executor) override;
  Task<app::StoreResult<std::vector<app::HoldIntent>>> lease_holds(Timestamp now,
                                                                   Milliseconds lease,
                                                                   std::size_t most,
                                                                   Executor& executor) override;
  Task<app::StoreResult<Done>> postpone_hold(SessionId session, Timestamp due,
                                             Executor& executor) override;
  Task<app::StoreResult<std::vector<SessionId>>> lease_deadlines(Timestamp now, Milliseconds lease,
                                                                 std::size_t most,
                                                                 Executor& executor) override;
  Task<app::StoreResult<std::vector<app::OutboxEvent>>> events(app::EventFilter filter,
                                                               Executor& executor) override;
  Task<app::StoreResult<std::optional<app::OutboxEvent>>> event(EventId id,
                                                                Executor& executor) override;
  Task<app::StoreResult<std::vector<app::LeasedEvent>>> lease_events(Timestamp now,
                                                                     Milliseconds lease,
                                                                     app::EventRoom room,
                                                                     Executor& executor) override;
  Task<app::Settling> settle_events(app::EventLease lease, std::vector<app::EventUpdate> updates,
                                    Executor& executor) override;
  Task<app::StoreResult<Done>> give_back(app::EventLease lease, Timestamp due,
                                         Executor& executor) override;
  Task<app::StoreResult<std::vector<app::Backlog>>> backlogs(Executor& executor) override;
  Task<app::StoreResult<std::size_t>> prune(Timestamp now, app::Retention retention,
                                            Executor& executor) override;
  Task<app::StoreResult<app::BuyerPage>> sessions_of_buyer(std::string email, std::uint64_t from,
                                                           Executor& executor) override;
  Task<app::StoreResult<std::vector<SessionId>>> erase_buyer(std::vector<SessionId> sessions,
                                                             Timestamp now,
                                                             const app::OrderEvents& events,
                                                             Executor& executor) override;
  Task<app::StoreResult<app::SessionPage>> sessions(app::SessionFilter filter,
                                                    Executor& executor) override;
  Task<app::StoreResult<Done>> record(app::AuditEvent event, Executor& executor) override;
  Task<app::StoreResult<app::AuditPage>> audit(app::AuditFilter filter,
                                               Executor& executor) override;

 private:
  SqliteStore(std::shared_ptr<SqliteCore> core, unsigned process);

  // The lease of a new attempt, from before others find it; and its end, once it is settled.
  void begin_lease(const app::Changeset& changeset);
  void end_lease(const app::Changeset& changeset, app::CommitOutcome outcome);
  // Takes up events that were left in the database, as far as there is room for them.
  void read_outbox();
  // A leased event with what it says; nothing when it is pending no more or cannot be read now.
  bool complete(app::LeasedEvent& leased, Timestamp now);

  std::shared_ptr<SqliteCore> core_;
  const unsigned process_;  // Whose leases it is granted.
};

}  // namespace till::store
