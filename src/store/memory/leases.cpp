// What is due in the store in memory, and which process does it.
#include <algorithm>
#include <utility>

#include "base/ensure.h"
#include "store/memory/memory_store.h"

namespace till::store {

void MemoryStore::note_lease(const app::Changeset& changeset) {
  const app::PaymentAttempt& attempt = *changeset.attempt;
  if (attempt.state != app::AttemptState::open) {
    data_->attempt_leases.forget(attempt.id);
  } else if (changeset.attempt_lease) {
    const Timestamp until = *changeset.attempt_lease;
    data_->attempt_leases.grant(attempt.id, until, until, process_);
  }
}

Task<app::StoreResult<std::vector<app::PaymentAttempt>>> MemoryStore::lease_due(Timestamp now,
                                                                                Milliseconds lease,
                                                                                std::size_t most,
                                                                                Executor&) {
  const std::lock_guard lock(data_->mutex);
  std::vector<app::PaymentAttempt> due;
  for (const app::PaymentAttempt& attempt : data_->attempts) {
    if (due.size() == most) break;
    if (attempt.state != app::AttemptState::open) continue;
    if (!data_->attempt_leases.take_due(attempt.id, now, now + lease, process_)) continue;
    due.push_back(attempt);
  }
  co_return due;
}

Task<app::StoreResult<bool>> MemoryStore::lease_attempt(AttemptId id, Timestamp now,
                                                        Milliseconds lease, Executor&) {
  co_return data_->attempt_leases.grant(id, now, now + lease, process_);
}

Task<app::StoreResult<Done>> MemoryStore::postpone(AttemptId id, Timestamp due, Executor&) {
  data_->attempt_leases.postpone(id, due, process_);
  co_return Done{};
}

Task<app::StoreResult<std::vector<SessionId>>> MemoryStore::lease_deadlines(Timestamp now,
                                                                            Milliseconds lease,
                                                                            std::size_t most,
                                                                            Executor&) {
  const std::lock_guard lock(data_->mutex);
  data_->deadline_leases.forget_ended(now);
  std::vector<std::pair<Timestamp, SessionId>> come;
  for (const auto& [session, deadline] : data_->deadlines) {
    if (deadline <= now) come.emplace_back(deadline, session);
  }
  std::sort(come.begin(), come.end());
  std::vector<SessionId> due;
  for (const auto& [deadline, session] : come) {
    if (due.size() == most) break;
    if (data_->deadline_leases.take_due(session, now, now + lease, process_)) {
      due.push_back(session);
    }
  }
  co_return due;
}

Task<app::StoreResult<std::vector<app::LeasedEvent>>> MemoryStore::lease_events(Timestamp now,
                                                                                Milliseconds lease,
                                                                                app::EventRoom room,
                                                                                Executor&) {
  const std::lock_guard lock(data_->mutex);
  auto leased = data_->outbox.lease(now, lease, room);
  for (app::LeasedEvent& each : leased) {
    if (!each.event.body.empty()) continue;
    const auto kept = std::find_if(data_->events.begin(), data_->events.end(),
                                   [&each](const auto& one) { return one.id == each.event.id; });
    TILL_ENSURE(kept != data_->events.end());
    each.event.body = kept->body;
  }
  co_return leased;
}

Task<app::Settling> MemoryStore::settle_events(app::EventLease lease,
                                               std::vector<app::EventUpdate> updates, Executor&) {
  const std::lock_guard lock(data_->mutex);
  if (!data_->outbox.begin_settling(lease)) co_return app::Settling::lost;
  for (const app::EventUpdate& update : updates) apply_update(update);
  data_->outbox.end_settling(lease, true);
  co_return app::Settling::written;
}

Task<app::StoreResult<Done>> MemoryStore::give_back(app::EventLease lease, Timestamp due,
                                                    Executor&) {
  data_->outbox.give_back(lease, due);
  co_return Done{};
}

Task<app::StoreResult<std::vector<app::Backlog>>> MemoryStore::backlogs(Executor&) {
  co_return data_->outbox.backlogs();
}

}  // namespace till::store
