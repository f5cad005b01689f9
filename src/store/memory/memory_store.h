// MemoryStore: a store that forgets everything with its process: for tests and for trying out.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "app/store.h"
#include "store/agent_counts.h"
#include "store/local_leases.h"
#include "store/local_outbox.h"

namespace till::store {

// Never suspends: every Task ends on the calling thread.
class MemoryStore final : public app::Store {
 public:
  MemoryStore();
  // What another process on the same data would have: one that is granted leases of its own.
  std::unique_ptr<MemoryStore> of_another_process() const;

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
  using VersionKey = std::pair<SessionId, std::uint64_t>;
  class Book;
  struct Data {
    std::mutex mutex;
    std::map<VersionKey, checkout::SessionPtr> versions;
    std::map<Digest, app::IdempotencyRecord> records;
    std::map<std::string, checkout::StockLevel> stock;
    std::shared_ptr<const app::StatedPieces> others;  // Of what is not there; null: nobody.
    std::map<std::string, std::map<Timestamp, checkout::StockSince>> stock_moves;
    std::map<std::string, std::int64_t> uses;
    AgentCounts agents;
    std::map<OrderId, checkout::Order> orders;
    std::vector<app::OutboxEvent> events;       // Oldest first.
    std::vector<app::PaymentAttempt> attempts;  // Oldest first.
    std::map<TokenId, app::VaultToken> tokens;
    std::map<SessionId, Timestamp> deadlines;
    std::map<app::AuditId, app::AuditEvent> audit;
    LocalLeases<AttemptId> attempt_leases;
    LocalLeases<SessionId> deadline_leases;
    std::map<SessionId, app::HoldIntent> holds;
    LocalLeases<SessionId> hold_leases;
    LocalOutbox outbox{{SIZE_MAX, SIZE_MAX}};  // All is in memory anyway.
    std::atomic<unsigned> processes = 0;
  };

  checkout::SessionPtr newest(const SessionId& id) const;
  app::CommitOutcome check(const app::Changeset& changeset) const;
  app::CommitOutcome check_payment(const app::Changeset& changeset) const;
  bool within_limits(const app::Changeset& changeset) const;
  bool stock_suffices(const app::Changeset& changeset) const;
  void note_lease(const app::Changeset& changeset);
  void apply(app::Changeset changeset);
  void apply_session(const checkout::SessionPtr& session);
  void apply_stock(const app::Changeset& changeset);
  void apply_events(app::Changeset& changeset);
  void apply_update(const app::EventUpdate& update);
  void apply_attempt(app::PaymentAttempt attempt);
  bool hold_fits(const app::Changeset& changeset) const;
  void apply_hold(const app::Changeset& changeset);
  std::size_t drop_records(Timestamp before);
  std::size_t drop_versions(Timestamp before);
  std::size_t drop_events(Timestamp now, const app::Retention& retention);
  std::size_t drop_sessions(Timestamp now, const app::Retention& retention);
  void forget_approval_token(const SessionId& id);
  void erase_tokens(const SessionId& id);
  void erase_events(const checkout::Session& erased, const app::OrderEvents& events);
  void replace_newest(const checkout::Session& session);
  void forget_versions_before(const VersionKey& newest);

  std::shared_ptr<Data> data_;
  unsigned process_ = 0;
};

}  // namespace till::store
