#include "store/memory/memory_store.h"

#include <algorithm>

#include "base/ensure.h"

namespace till::store {

using app::AttemptState;
using app::Changeset;
using app::CommitOutcome;

checkout::SessionPtr MemoryStore::newest(const SessionId& id) const {
  auto next = versions_.upper_bound({id, UINT64_MAX});
  if (next == versions_.begin()) return nullptr;
  --next;
  return next->first.first == id ? next->second : nullptr;
}

Task<app::StoreResult<app::Loaded>> MemoryStore::load(std::optional<SessionId> session,
                                                      std::optional<Digest> idempotency_scope,
                                                      Executor&) {
  const std::lock_guard lock(mutex_);
  app::Loaded loaded;
  if (session) loaded.session = newest(*session);
  if (idempotency_scope) {
    const auto found = records_.find(*idempotency_scope);
    if (found != records_.end()) loaded.record = found->second;
  }
  co_return loaded;
}

Task<app::StoreResult<checkout::SessionPtr>> MemoryStore::session_version(SessionId session,
                                                                          std::uint64_t version,
                                                                          Executor&) {
  const std::lock_guard lock(mutex_);
  const auto found = versions_.find({session, version});
  co_return found == versions_.end() ? nullptr : found->second;
}

Task<CommitOutcome> MemoryStore::commit(Changeset changeset, Executor&) {
  const std::lock_guard lock(mutex_);
  const CommitOutcome outcome = check(changeset);
  if (outcome == CommitOutcome::committed) apply(std::move(changeset));
  co_return outcome;
}

CommitOutcome MemoryStore::check(const Changeset& changeset) const {
  if (changeset.idempotency && records_.contains(changeset.idempotency->scope)) {
    return CommitOutcome::key_taken;
  }
  if (changeset.session) {
    const auto head = newest(changeset.session->id);
    const std::uint64_t stored = head ? head->version : 0;
    if (changeset.session->version != stored + 1) return CommitOutcome::session_changed;
  }
  if (const auto outcome = check_payment(changeset); outcome != CommitOutcome::committed) {
    return outcome;
  }
  if (!stock_suffices(changeset)) return CommitOutcome::stock_short;
  return within_limits(changeset) ? CommitOutcome::committed : CommitOutcome::limit_reached;
}

CommitOutcome MemoryStore::check_payment(const Changeset& changeset) const {
  if (changeset.attempt) {
    const auto found = std::find_if(attempts_.begin(), attempts_.end(), [&](const auto& attempt) {
      return attempt.id == changeset.attempt->id;
    });
    const bool opens = changeset.attempt->state == AttemptState::open;
    const bool known = found != attempts_.end();
    const bool fits = known ? found->state == AttemptState::open : opens;
    if (!fits) return CommitOutcome::attempt_settled;
  }
  if (changeset.token) {
    const auto found = tokens_.find(changeset.token->id);
    const bool fits = changeset.token->spent_by ? found != tokens_.end() && !found->second.spent_by
                                                : found == tokens_.end();
    if (!fits) return CommitOutcome::token_spent;
  }
  return CommitOutcome::committed;
}

bool MemoryStore::stock_suffices(const Changeset& changeset) const {
  std::map<std::string, std::int64_t> taken;
  for (const checkout::StockMove& move : changeset.stock) taken[move.item_id] += move.taken;
  return std::all_of(taken.begin(), taken.end(), [&](const auto& move) {
    const auto found = stock_.find(move.first);
    const std::int64_t free = found == stock_.end() ? 0 : found->second.free;
    if (free < move.second) return false;
    if (move.second <= 0 || changeset.limits.share_percent == 100) return true;
    const auto held = agents_.held(changeset.session->agent, move.first);
    return move.second <= checkout::within_share(free, held, changeset.limits.share_percent);
  });
}

bool MemoryStore::within_limits(const Changeset& changeset) const {
  const auto& session = changeset.session;
  if (session && !within_open_sessions(changeset.limits, *session, agents_.open(session->agent))) {
    return false;
  }
  return std::all_of(changeset.uses.begin(), changeset.uses.end(), [this](const auto& move) {
    const auto found = uses_.find(move.key);
    return move.taken <= 0 || (found == uses_.end() ? 0 : found->second) + move.taken <= move.limit;
  });
}

void MemoryStore::apply(Changeset changeset) {
  if (changeset.session) apply_session(changeset.session);
  for (const checkout::StockMove& move : changeset.stock) stock_[move.item_id].free -= move.taken;
  for (const app::UseMove& move : changeset.uses) uses_[move.key] += move.taken;
  if (changeset.idempotency) {
    records_[changeset.idempotency->scope] = std::move(*changeset.idempotency);
  }
  if (changeset.order) orders_[changeset.order->id] = std::move(*changeset.order);
  apply_events(changeset);
  if (changeset.attempt) apply_attempt(std::move(*changeset.attempt));
  if (changeset.token) tokens_[changeset.token->id] = std::move(*changeset.token);
  if (changeset.deadline_done) deadlines_.erase(*changeset.deadline_done);
}

void MemoryStore::apply_session(const checkout::SessionPtr& session) {
  const auto before = newest(session->id);
  agents_.count(before.get(), *session);
  const auto due = noted_deadline(*session);
  if (!before || noted_deadline(*before) != due) {
    deadlines_.erase(session->id);
    if (due) deadlines_[session->id] = *due;
  }
  versions_[{session->id, session->version}] = session;
  if (before && before->approval && !session->approval) forget_approval_token(session->id);
}

void MemoryStore::apply_events(Changeset& changeset) {
  for (app::OutboxEvent& event : changeset.events) {
    const bool known = std::any_of(events_.begin(), events_.end(),
                                   [&](const auto& kept) { return kept.id == event.id; });
    if (!known) events_.push_back(std::move(event));
  }
  for (const app::EventUpdate& update : changeset.event_updates) {
    for (app::OutboxEvent& event : events_) {
      if (event.id != update.id) continue;
      event.state = update.state;
      event.attempts = update.attempts;
      event.next_attempt_at = update.next_attempt_at;
      event.last_error = update.last_error;
    }
  }
}

void MemoryStore::apply_attempt(app::PaymentAttempt attempt) {
  if (attempt.state != AttemptState::open) {
    attempt.token = Secret();
    attempt.authentication.reset();
  }
  const auto known = std::find_if(attempts_.begin(), attempts_.end(),
                                  [&](const auto& kept) { return kept.id == attempt.id; });
  if (known == attempts_.end()) {
    attempts_.push_back(std::move(attempt));
  } else {
    *known = std::move(attempt);
  }
}

std::vector<std::int64_t> MemoryStore::available(std::span<const std::string> item_ids) {
  const std::lock_guard lock(mutex_);
  std::vector<std::int64_t> free;
  for (const std::string& id : item_ids) {
    const auto found = stock_.find(id);
    free.push_back(found == stock_.end() ? 0 : found->second.free);
  }
  return free;
}

app::AgentHoldings MemoryStore::holdings(const std::string& agent,
                                         std::span<const std::string> item_ids) {
  const std::lock_guard lock(mutex_);
  return agents_.holdings(agent, item_ids);
}

std::vector<app::AgentLoad> MemoryStore::agent_loads() {
  const std::lock_guard lock(mutex_);
  return agents_.loads();
}

Task<app::StoreResult<std::vector<std::int64_t>>> MemoryStore::uses(std::vector<std::string> keys,
                                                                    Executor&) {
  const std::lock_guard lock(mutex_);
  std::vector<std::int64_t> counts;
  for (const std::string& key : keys) {
    const auto found = uses_.find(key);
    counts.push_back(found == uses_.end() ? 0 : found->second);
  }
  co_return counts;
}

app::StoreResult<Done> MemoryStore::state_stock(std::span<const StatedStock> stock) {
  const std::lock_guard lock(mutex_);
  for (const StatedStock& stated : stock) {
    Stock& kept = stock_[stated.item_id];
    kept.free = std::max<std::int64_t>(0, kept.free + stated.quantity - kept.stated);
    kept.stated = stated.quantity;
  }
  return Done{};
}

Task<app::StoreResult<std::optional<checkout::Order>>> MemoryStore::order(OrderId id, Executor&) {
  const std::lock_guard lock(mutex_);
  const auto found = orders_.find(id);
  co_return found == orders_.end() ? std::nullopt : std::optional(found->second);
}

Task<app::StoreResult<app::OrderPage>> MemoryStore::orders(app::OrderFilter filter, Executor&) {
  const std::lock_guard lock(mutex_);
  app::OrderPage page;
  auto next = filter.before ? orders_.lower_bound(*filter.before) : orders_.end();
  while (next != orders_.begin()) {
    if (page.orders.size() == filter.limit) {
      page.next = page.orders.back().id;
      break;
    }
    --next;
    if (!filter.status || next->second.status == *filter.status) {
      page.orders.push_back(next->second);
    }
  }
  co_return page;
}

Task<app::StoreResult<std::optional<app::VaultToken>>> MemoryStore::token(TokenId id, Executor&) {
  const std::lock_guard lock(mutex_);
  const auto found = tokens_.find(id);
  co_return found == tokens_.end() ? std::nullopt : std::optional(found->second);
}

Task<app::StoreResult<std::vector<app::PaymentAttempt>>> MemoryStore::open_attempts(
    std::size_t limit, Executor&) {
  const std::lock_guard lock(mutex_);
  std::vector<app::PaymentAttempt> open;
  for (const app::PaymentAttempt& attempt : attempts_) {
    if (attempt.state == AttemptState::open && open.size() < limit) open.push_back(attempt);
  }
  co_return open;
}

Task<app::StoreResult<std::vector<app::PaymentAttempt>>> MemoryStore::attempts_of(SessionId session,
                                                                                  Executor&) {
  const std::lock_guard lock(mutex_);
  std::vector<app::PaymentAttempt> all;
  for (const app::PaymentAttempt& attempt : attempts_) {
    if (attempt.session == session) all.push_back(attempt);
  }
  co_return all;
}

Task<app::StoreResult<std::vector<SessionId>>> MemoryStore::due_deadlines(Timestamp now,
                                                                          std::size_t limit,
                                                                          Executor&) {
  const std::lock_guard lock(mutex_);
  std::vector<std::pair<Timestamp, SessionId>> due;
  for (const auto& [session, deadline] : deadlines_) {
    if (deadline <= now) due.emplace_back(deadline, session);
  }
  std::sort(due.begin(), due.end());
  std::vector<SessionId> ids;
  for (std::size_t i = 0; i < std::min(limit, due.size()); ++i) ids.push_back(due[i].second);
  co_return ids;
}

Task<app::StoreResult<std::vector<app::OutboxEvent>>> MemoryStore::events(app::EventFilter filter,
                                                                          Executor&) {
  const std::lock_guard lock(mutex_);
  std::vector<app::OutboxEvent> found;
  for (const app::OutboxEvent& event : events_) {
    if (filter.after && event.id <= *filter.after) continue;
    if (filter.state && event.state != *filter.state) continue;
    if (filter.order && event.order != *filter.order) continue;
    found.push_back(event);
    if (!filter.bodies) found.back().body.clear();
  }
  if (filter.after) {
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  }
  if (found.size() > filter.limit) found.resize(filter.limit);
  co_return found;
}

Task<app::StoreResult<std::optional<app::OutboxEvent>>> MemoryStore::event(EventId id, Executor&) {
  const std::lock_guard lock(mutex_);
  for (const app::OutboxEvent& event : events_) {
    if (event.id == id) co_return event;
  }
  co_return std::nullopt;
}

Task<app::StoreResult<Done>> MemoryStore::record(app::AuditEvent event, Executor&) {
  const std::lock_guard lock(mutex_);
  audit_[event.id] = std::move(event);
  co_return Done{};
}

Task<app::StoreResult<app::AuditPage>> MemoryStore::audit(app::AuditFilter filter, Executor&) {
  const std::lock_guard lock(mutex_);
  app::AuditPage page;
  auto next = filter.before ? audit_.lower_bound(*filter.before) : audit_.end();
  while (next != audit_.begin()) {
    const app::AuditEvent& event = (--next)->second;
    if (!filter.operator_name.empty() && event.operator_name != filter.operator_name) continue;
    if (!filter.about.empty() && event.about != filter.about) continue;
    if (page.events.size() == filter.limit) {
      page.next = page.events.back().id;
      break;
    }
    page.events.push_back(event);
  }
  co_return page;
}

std::size_t MemoryStore::drop_records(Timestamp before) {
  return std::erase_if(records_,
                       [before](const auto& entry) { return entry.second.created_at < before; });
}

std::size_t MemoryStore::drop_versions(Timestamp before) {
  const auto pointed_at = [this](const VersionKey& key) {
    return std::any_of(records_.begin(), records_.end(), [&key](const auto& entry) {
      const auto* answer = std::get_if<app::SessionAnswer>(&entry.second.answer);
      return answer != nullptr && answer->session == key.first && answer->version == key.second;
    });
  };
  return std::erase_if(versions_, [&](const auto& entry) {
    const bool superseded = newest(entry.first.first)->version > entry.first.second;
    return superseded && entry.second->updated_at < before && !pointed_at(entry.first);
  });
}

}  // namespace till::store
