// A store whose Nth call from now on fails, or whose commits wait for the test.
#pragma once

#include <functional>
#include <utility>

#include "app/fakes.h"
#include "app/store.h"

namespace till::app {

class FaultyStore : public Store {
 public:
  explicit FaultyStore(Store& inner) : inner_(inner) {}

  // The nth call that reads or commits fails, a commit with `outcome`; 0: none.
  void fail_nth_call(int nth, CommitOutcome outcome) {
    remaining_ = nth;
    outcome_ = outcome;
  }

  // Called once before the next commit: what someone else does meanwhile.
  std::function<void()> before_commit;

  Task<StoreResult<Loaded>> load(std::optional<SessionId> session, std::optional<Digest> scope,
                                 Executor& executor) override {
    if (fails()) co_return refused(StoreFailure::failed);
    co_return co_await inner_.load(session, scope, executor);
  }
  Task<StoreResult<checkout::SessionPtr>> session_version(SessionId session, std::uint64_t version,
                                                          Executor& executor) override {
    if (fails()) co_return refused(StoreFailure::failed);
    co_return co_await inner_.session_version(session, version, executor);
  }
  Task<CommitOutcome> commit(Changeset changeset, Executor& executor) override {
    if (auto once = std::exchange(before_commit, nullptr)) once();
    if (fails()) co_return outcome_;
    if (held) co_await resume_on(line);
    co_return co_await inner_.commit(std::move(changeset), executor);
  }
  std::vector<std::int64_t> available(std::span<const std::string> item_ids) override {
    return inner_.available(item_ids);
  }
  std::vector<std::optional<std::int64_t>> recorded(
      std::span<const std::string> item_ids) override {
    return inner_.recorded(item_ids);
  }
  AgentHoldings holdings(const std::string& agent, std::span<const std::string> item_ids) override {
    return inner_.holdings(agent, item_ids);
  }
  std::vector<AgentLoad> agent_loads() override { return inner_.agent_loads(); }
  Task<StoreResult<std::vector<std::int64_t>>> uses(std::vector<std::string> keys,
                                                    Executor& executor) override {
    if (fails()) co_return refused(StoreFailure::failed);
    co_return co_await inner_.uses(std::move(keys), executor);
  }
  StoreResult<Done> state_stock(std::span<const StatedStock> stock, Timestamp at) override {
    return inner_.state_stock(stock, at);
  }
  StoreResult<Done> state_others(std::shared_ptr<const StatedPieces> others,
                                 Timestamp at) override {
    return inner_.state_others(std::move(others), at);
  }
  Task<StockTold> tell_stock(StockReport report, Executor& executor) override {
    if (fails()) co_return StockTold{.outcome = outcome_};
    co_return co_await inner_.tell_stock(std::move(report), executor);
  }
  Task<StoreResult<StockPage>> stock(StockFilter filter, Executor& executor) override {
    return inner_.stock(std::move(filter), executor);
  }
  Task<StoreResult<std::optional<checkout::Order>>> order(OrderId id, Executor& executor) override {
    return inner_.order(id, executor);
  }
  Task<StoreResult<OrderPage>> orders(OrderFilter filter, Executor& executor) override {
    return inner_.orders(std::move(filter), executor);
  }
  Task<StoreResult<std::optional<VaultToken>>> token(TokenId id, Executor& executor) override {
    if (fails()) co_return refused(StoreFailure::failed);
    co_return co_await inner_.token(id, executor);
  }
  Task<StoreResult<std::vector<PaymentAttempt>>> open_attempts(std::size_t limit,
                                                               Executor& executor) override {
    return inner_.open_attempts(limit, executor);
  }
  Task<StoreResult<std::vector<PaymentAttempt>>> attempts_of(SessionId session,
                                                             Executor& executor) override {
    return inner_.attempts_of(session, executor);
  }
  Task<StoreResult<std::vector<PaymentAttempt>>> lease_due(Timestamp now, Milliseconds lease,
                                                           std::size_t most,
                                                           Executor& executor) override {
    return inner_.lease_due(now, lease, most, executor);
  }
  Task<StoreResult<bool>> lease_attempt(AttemptId id, Timestamp now, Milliseconds lease,
                                        Executor& executor) override {
    if (fails()) co_return refused(StoreFailure::failed);
    co_return co_await inner_.lease_attempt(id, now, lease, executor);
  }
  Task<StoreResult<Done>> postpone(AttemptId id, Timestamp due, Executor& executor) override {
    return inner_.postpone(id, due, executor);
  }
  Task<StoreResult<std::optional<HoldIntent>>> hold_of(SessionId session,
                                                       Executor& executor) override {
    if (fails()) co_return refused(StoreFailure::failed);
    co_return co_await inner_.hold_of(session, executor);
  }
  Task<StoreResult<std::vector<HoldIntent>>> lease_holds(Timestamp now, Milliseconds lease,
                                                         std::size_t most,
                                                         Executor& executor) override {
    if (fails()) co_return refused(StoreFailure::failed);
    co_return co_await inner_.lease_holds(now, lease, most, executor);
  }
  Task<StoreResult<Done>> postpone_hold(SessionId session, Timestamp due,
                                        Executor& executor) override {
    return inner_.postpone_hold(session, due, executor);
  }
  Task<StoreResult<std::vector<SessionId>>> lease_deadlines(Timestamp now, Milliseconds lease,
                                                            std::size_t most,
                                                            Executor& executor) override {
    return inner_.lease_deadlines(now, lease, most, executor);
  }
  Task<StoreResult<std::vector<OutboxEvent>>> events(EventFilter filter,
                                                     Executor& executor) override {
    return inner_.events(std::move(filter), executor);
  }
  Task<StoreResult<std::optional<OutboxEvent>>> event(EventId id, Executor& executor) override {
    return inner_.event(id, executor);
  }
  Task<StoreResult<std::vector<LeasedEvent>>> lease_events(Timestamp now, Milliseconds lease,
                                                           EventRoom room,
                                                           Executor& executor) override {
    return inner_.lease_events(now, lease, std::move(room), executor);
  }
  Task<Settling> settle_events(EventLease lease, std::vector<EventUpdate> updates,
                               Executor& executor) override {
    if (fails()) co_return Settling::failed;
    co_return co_await inner_.settle_events(lease, std::move(updates), executor);
  }
  Task<StoreResult<Done>> give_back(EventLease lease, Timestamp due, Executor& executor) override {
    return inner_.give_back(lease, due, executor);
  }
  Task<StoreResult<std::vector<Backlog>>> backlogs(Executor& executor) override {
    return inner_.backlogs(executor);
  }
  Task<StoreResult<std::size_t>> prune(Timestamp now, Retention retention,
                                       Executor& executor) override {
    return inner_.prune(now, retention, executor);
  }
  Task<StoreResult<BuyerPage>> sessions_of_buyer(std::string email, std::uint64_t from,
                                                 Executor& executor) override {
    if (fails()) co_return refused(StoreFailure::failed);
    co_return co_await inner_.sessions_of_buyer(std::move(email), from, executor);
  }
  Task<StoreResult<std::vector<SessionId>>> erase_buyer(std::vector<SessionId> sessions,
                                                        Timestamp now, const OrderEvents& events,
                                                        Executor& executor) override {
    if (fails()) co_return refused(StoreFailure::failed);
    co_return co_await inner_.erase_buyer(std::move(sessions), now, events, executor);
  }

  Task<StoreResult<SessionPage>> sessions(SessionFilter filter, Executor& executor) override {
    if (fails()) co_return refused(StoreFailure::failed);
    co_return co_await inner_.sessions(std::move(filter), executor);
  }
  Task<StoreResult<Done>> record(AuditEvent event, Executor& executor) override {
    return inner_.record(std::move(event), executor);
  }
  Task<StoreResult<AuditPage>> audit(AuditFilter filter, Executor& executor) override {
    return inner_.audit(std::move(filter), executor);
  }

  bool held = false;  // Commits go on only once the test runs `line`.
  ManualExecutor line;

 private:
  bool fails() { return remaining_ > 0 && --remaining_ == 0; }
  Store& inner_;
  int remaining_ = 0;
  CommitOutcome outcome_ = CommitOutcome::busy;
};

}  // namespace till::app
