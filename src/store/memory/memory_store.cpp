#include "store/memory/memory_store.h"

#include <algorithm>

#include "base/ensure.h"
#include "store/follows.h"
#include "store/stock_book.h"

namespace till::store {

using app::AttemptState;
using app::Changeset;
using app::CommitOutcome;

MemoryStore::MemoryStore() : data_(std::make_shared<Data>()) {}

std::unique_ptr<MemoryStore> MemoryStore::of_another_process() const {
  std::unique_ptr<MemoryStore> another(new MemoryStore());
  another->data_ = data_;
  another->process_ = ++data_->processes;
  return another;
}

checkout::SessionPtr MemoryStore::newest(const SessionId& id) const {
  auto next = data_->versions.upper_bound({id, UINT64_MAX});
  if (next == data_->versions.begin()) return nullptr;
  --next;
  return next->first.first == id ? next->second : nullptr;
}

Task<app::StoreResult<app::Loaded>> MemoryStore::load(std::optional<SessionId> session,
                                                      std::optional<Digest> idempotency_scope,
                                                      Executor&) {
  const std::lock_guard lock(data_->mutex);
  app::Loaded loaded;
  if (session) loaded.session = newest(*session);
  if (idempotency_scope) {
    const auto found = data_->records.find(*idempotency_scope);
    if (found != data_->records.end()) loaded.record = found->second;
  }
  co_return loaded;
}

Task<app::StoreResult<checkout::SessionPtr>> MemoryStore::session_version(SessionId session,
                                                                          std::uint64_t version,
                                                                          Executor&) {
  const std::lock_guard lock(data_->mutex);
  const auto found = data_->versions.find({session, version});
  co_return found == data_->versions.end() ? nullptr : found->second;
}

Task<CommitOutcome> MemoryStore::commit(Changeset changeset, Executor&) {
  const std::lock_guard lock(data_->mutex);
  const CommitOutcome outcome = check(changeset);
  if (outcome != CommitOutcome::committed) co_return outcome;
  if (changeset.attempt) note_lease(changeset);
  apply(std::move(changeset));
  co_return outcome;
}

CommitOutcome MemoryStore::check(const Changeset& changeset) const {
  if (changeset.unanswered && data_->records.contains(*changeset.unanswered)) {
    return CommitOutcome::key_taken;
  }
  if (changeset.idempotency && data_->records.contains(changeset.idempotency->scope)) {
    return CommitOutcome::key_taken;
  }
  if (changeset.session) {
    const auto head = newest(changeset.session->id);
    const std::uint64_t stored = head ? head->version : 0;
    if (changeset.session->version != stored + 1) return CommitOutcome::session_changed;
  }
  if (changeset.follows && !stands_on(changeset, newest(changeset.follows->id))) {
    return CommitOutcome::session_changed;
  }
  if (!hold_fits(changeset)) return CommitOutcome::session_changed;
  if (const auto outcome = check_payment(changeset); outcome != CommitOutcome::committed) {
    return outcome;
  }
  if (!stock_suffices(changeset)) return CommitOutcome::stock_short;
  return within_limits(changeset) ? CommitOutcome::committed : CommitOutcome::limit_reached;
}

CommitOutcome MemoryStore::check_payment(const Changeset& changeset) const {
  if (changeset.attempt) {
    const auto found =
        std::find_if(data_->attempts.begin(), data_->attempts.end(),
                     [&](const auto& attempt) { return attempt.id == changeset.attempt->id; });
    const bool opens = changeset.attempt->state == AttemptState::open;
    const bool known = found != data_->attempts.end();
    const bool fits = known ? found->state == AttemptState::open : opens;
    if (!fits) return CommitOutcome::attempt_settled;
  }
  if (changeset.token) {
    const auto found = data_->tokens.find(changeset.token->id);
    const bool fits = changeset.token->spent_by
                          ? found != data_->tokens.end() && !found->second.spent_by
                          : found == data_->tokens.end();
    if (!fits) return CommitOutcome::token_spent;
  }
  return CommitOutcome::committed;
}

bool MemoryStore::stock_suffices(const Changeset& changeset) const {
  std::map<std::string, std::int64_t> taken;
  for (const checkout::StockMove& move : changeset.stock) taken[move.item_id] += move.taken;
  return std::all_of(taken.begin(), taken.end(), [&](const auto& move) {
    const auto found = data_->stock.find(move.first);
    if (move.second <= 0) return true;
    const std::int64_t free = found == data_->stock.end()
                                  ? stated_level(data_->others.get(), move.first).open
                                  : found->second.open;
    if (free < move.second) return false;
    if (changeset.limits.share_percent == 100) return true;
    const auto held = data_->agents.held(changeset.session->agent, move.first);
    return move.second <= checkout::within_share(free, held, changeset.limits.share_percent);
  });
}

bool MemoryStore::within_limits(const Changeset& changeset) const {
  const auto& session = changeset.session;
  if (session &&
      !within_open_sessions(changeset.limits, *session, data_->agents.open(session->agent))) {
    return false;
  }
  return std::all_of(changeset.uses.begin(), changeset.uses.end(), [this](const auto& move) {
    const auto found = data_->uses.find(move.key);
    return move.taken <= 0 ||
           (found == data_->uses.end() ? 0 : found->second) + move.taken <= move.limit;
  });
}

void MemoryStore::apply(Changeset changeset) {
  if (changeset.session) apply_session(changeset.session);
  apply_stock(changeset);
  for (const app::UseMove& move : changeset.uses) data_->uses[move.key] += move.taken;
  if (changeset.idempotency) {
    data_->records[changeset.idempotency->scope] = std::move(*changeset.idempotency);
  }
  if (changeset.order) data_->orders[changeset.order->id] = std::move(*changeset.order);
  apply_events(changeset);
  if (changeset.attempt) apply_attempt(std::move(*changeset.attempt));
  apply_hold(changeset);
  if (changeset.token) data_->tokens[changeset.token->id] = std::move(*changeset.token);
  if (changeset.deadline_done) data_->deadlines.erase(*changeset.deadline_done);
}

void MemoryStore::apply_session(const checkout::SessionPtr& session) {
  const auto before = newest(session->id);
  data_->agents.count(before.get(), *session);
  const auto due = noted_deadline(*session);
  if (!before || noted_deadline(*before) != due) {
    data_->deadlines.erase(session->id);
    if (due) data_->deadlines[session->id] = *due;
  }
  data_->versions[{session->id, session->version}] = session;
  if (before && before->approval && !session->approval) forget_approval_token(session->id);
}

void MemoryStore::apply_events(Changeset& changeset) {
  for (app::OutboxEvent& event : changeset.events) {
    const bool known = std::any_of(data_->events.begin(), data_->events.end(),
                                   [&](const auto& kept) { return kept.id == event.id; });
    if (known) continue;
    if (changeset.session) event.sequence = changeset.session->version;
    data_->outbox.add(event, 1);
    data_->events.push_back(std::move(event));
  }
  for (const app::EventUpdate& update : changeset.event_updates) apply_update(update);
}

void MemoryStore::apply_update(const app::EventUpdate& update) {
  for (app::OutboxEvent& event : data_->events) {
    if (event.id != update.id) continue;
    event.state = update.state;
    event.attempts = update.attempts;
    event.next_attempt_at = update.next_attempt_at;
    event.last_error = update.last_error;
    if (!data_->outbox.update(update)) data_->outbox.add(event, 1);
  }
}

void MemoryStore::apply_attempt(app::PaymentAttempt attempt) {
  if (attempt.state != AttemptState::open) {
    attempt.token = Secret();
    attempt.authentication.reset();
  }
  const auto known = std::find_if(data_->attempts.begin(), data_->attempts.end(),
                                  [&](const auto& kept) { return kept.id == attempt.id; });
  if (known == data_->attempts.end()) {
    data_->attempts.push_back(std::move(attempt));
  } else {
    *known = std::move(attempt);
  }
}

app::AgentHoldings MemoryStore::holdings(const std::string& agent,
                                         std::span<const std::string> item_ids) {
  const std::lock_guard lock(data_->mutex);
  return data_->agents.holdings(agent, item_ids);
}

std::vector<app::AgentLoad> MemoryStore::agent_loads() {
  const std::lock_guard lock(data_->mutex);
  return data_->agents.loads();
}

Task<app::StoreResult<std::vector<std::int64_t>>> MemoryStore::uses(std::vector<std::string> keys,
                                                                    Executor&) {
  const std::lock_guard lock(data_->mutex);
  std::vector<std::int64_t> counts;
  for (const std::string& key : keys) {
    const auto found = data_->uses.find(key);
    counts.push_back(found == data_->uses.end() ? 0 : found->second);
  }
  co_return counts;
}

Task<app::StoreResult<std::optional<checkout::Order>>> MemoryStore::order(OrderId id, Executor&) {
  const std::lock_guard lock(data_->mutex);
  const auto found = data_->orders.find(id);
  co_return found == data_->orders.end() ? std::nullopt : std::optional(found->second);
}

Task<app::StoreResult<app::OrderPage>> MemoryStore::orders(app::OrderFilter filter, Executor&) {
  const std::lock_guard lock(data_->mutex);
  app::OrderPage page;
  auto next = filter.before ? data_->orders.lower_bound(*filter.before) : data_->orders.end();
  while (next != data_->orders.begin()) {
    if (page.orders.size() == filter.limit) {
      page.next = page.orders.back().id;
      break;
    }
    --next;
    const checkout::Order& order = next->second;
    if (filter.status && order.status != *filter.status) continue;
    if (filter.number && order.shop.number != *filter.number) continue;
    page.orders.push_back(order);
  }
  co_return page;
}

Task<app::StoreResult<std::optional<app::VaultToken>>> MemoryStore::token(TokenId id, Executor&) {
  const std::lock_guard lock(data_->mutex);
  const auto found = data_->tokens.find(id);
  co_return found == data_->tokens.end() ? std::nullopt : std::optional(found->second);
}

Task<app::StoreResult<std::vector<app::PaymentAttempt>>> MemoryStore::open_attempts(
    std::size_t limit, Executor&) {
  const std::lock_guard lock(data_->mutex);
  std::vector<app::PaymentAttempt> open;
  for (const app::PaymentAttempt& attempt : data_->attempts) {
    if (attempt.state == AttemptState::open && open.size() < limit) open.push_back(attempt);
  }
  co_return open;
}

Task<app::StoreResult<std::vector<app::PaymentAttempt>>> MemoryStore::attempts_of(SessionId session,
                                                                                  Executor&) {
  const std::lock_guard lock(data_->mutex);
  std::vector<app::PaymentAttempt> all;
  for (const app::PaymentAttempt& attempt : data_->attempts) {
    if (attempt.session == session) all.push_back(attempt);
  }
  co_return all;
}

Task<app::StoreResult<std::vector<app::OutboxEvent>>> MemoryStore::events(app::EventFilter filter,
                                                                          Executor&) {
  const std::lock_guard lock(data_->mutex);
  std::vector<app::OutboxEvent> found;
  for (const app::OutboxEvent& event : data_->events) {
    if (filter.after && event.id <= *filter.after) continue;
    if (filter.state && event.state != *filter.state) continue;
    if (filter.order && event.order != *filter.order) continue;
    if (filter.receiver && event.receiver != *filter.receiver) continue;
    found.push_back(event);
    if (!filter.bodies) found.back().body.clear();
  }
  if (filter.after) {
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  }
  if (filter.order) {
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.sequence < b.sequence; });
  }
  if (found.size() > filter.limit) found.resize(filter.limit);
  co_return found;
}

Task<app::StoreResult<std::optional<app::OutboxEvent>>> MemoryStore::event(EventId id, Executor&) {
  const std::lock_guard lock(data_->mutex);
  for (const app::OutboxEvent& event : data_->events) {
    if (event.id == id) co_return event;
  }
  co_return std::nullopt;
}

Task<app::StoreResult<Done>> MemoryStore::record(app::AuditEvent event, Executor&) {
  const std::lock_guard lock(data_->mutex);
  data_->audit[event.id] = std::move(event);
  co_return Done{};
}

Task<app::StoreResult<app::AuditPage>> MemoryStore::audit(app::AuditFilter filter, Executor&) {
  const std::lock_guard lock(data_->mutex);
  app::AuditPage page;
  auto next = filter.before ? data_->audit.lower_bound(*filter.before) : data_->audit.end();
  while (next != data_->audit.begin()) {
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
  return std::erase_if(data_->records,
                       [before](const auto& entry) { return entry.second.created_at < before; });
}

std::size_t MemoryStore::drop_versions(Timestamp before) {
  const auto pointed_at = [this](const VersionKey& key) {
    return std::any_of(data_->records.begin(), data_->records.end(), [&key](const auto& entry) {
      const auto* answer = std::get_if<app::SessionAnswer>(&entry.second.answer);
      return answer != nullptr && answer->session == key.first && answer->version == key.second;
    });
  };
  return std::erase_if(data_->versions, [&](const auto& entry) {
    const bool superseded = newest(entry.first.first)->version > entry.first.second;
    return superseded && entry.second->updated_at < before && !pointed_at(entry.first);
  });
}

}  // namespace till::store
