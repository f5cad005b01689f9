// MemoryStore: a store that forgets everything with its process: for tests and for trying out.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "app/store.h"
#include "store/agent_counts.h"

namespace till::store {

// Never suspends: every Task ends on the calling thread.
class MemoryStore final : public app::Store {
 public:
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
  struct Stock {
    std::int64_t free = 0;
    std::int64_t stated = 0;
  };
  using VersionKey = std::pair<SessionId, std::uint64_t>;

  checkout::SessionPtr newest(const SessionId& id) const;
  app::CommitOutcome check(const app::Changeset& changeset) const;
  app::CommitOutcome check_payment(const app::Changeset& changeset) const;
  bool within_limits(const app::Changeset& changeset) const;
  bool stock_suffices(const app::Changeset& changeset) const;
  void apply(app::Changeset changeset);
  void apply_session(const checkout::SessionPtr& session);
  void apply_events(app::Changeset& changeset);
  void apply_attempt(app::PaymentAttempt attempt);
  std::size_t drop_records(Timestamp before);
  std::size_t drop_versions(Timestamp before);
  std::size_t drop_sessions(Timestamp now, const app::Retention& retention);
  void forget_approval_token(const SessionId& id);
  void erase_tokens(const SessionId& id);
  void replace_newest(const checkout::Session& session);
  void forget_versions_before(const VersionKey& newest);

  std::mutex mutex_;
  std::map<VersionKey, checkout::SessionPtr> versions_;
  std::map<Digest, app::IdempotencyRecord> records_;
  std::map<std::string, Stock> stock_;
  std::map<std::string, std::int64_t> uses_;
  AgentCounts agents_;
  std::map<OrderId, checkout::Order> orders_;
  std::vector<app::OutboxEvent> events_;       // Oldest first.
  std::vector<app::PaymentAttempt> attempts_;  // Oldest first.
  std::map<TokenId, app::VaultToken> tokens_;
  std::map<SessionId, Timestamp> deadlines_;
  std::map<app::AuditId, app::AuditEvent> audit_;
};

}  // namespace till::store
