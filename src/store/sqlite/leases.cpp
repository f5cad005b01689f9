// What is due in the SQLite store, and which process does it. One machine has the database, so that
// leases are kept in memory alone.
#include <utility>

#include "store/sqlite/core.h"

namespace till::store {

void SqliteStore::begin_lease(const app::Changeset& changeset) {
  if (!changeset.attempt || !changeset.attempt_lease) return;
  const Timestamp until = *changeset.attempt_lease;
  core_->attempt_leases.grant(changeset.attempt->id, until, until, process_);
}

void SqliteStore::end_lease(const app::Changeset& changeset, app::CommitOutcome outcome) {
  const bool committed = outcome == app::CommitOutcome::committed;
  const auto& hold = changeset.hold;
  if (committed && hold && hold->state != app::HoldState::asked) {
    core_->hold_leases.forget(hold->session);
  }
  if (!changeset.attempt) return;
  const bool open = changeset.attempt->state == app::AttemptState::open;
  const bool never_was = changeset.attempt_lease && !committed;
  if (never_was || (committed && !open)) core_->attempt_leases.forget(changeset.attempt->id);
}

Task<app::StoreResult<std::vector<app::PaymentAttempt>>> SqliteStore::lease_due(Timestamp now,
                                                                                Milliseconds lease,
                                                                                std::size_t most,
                                                                                Executor&) {
  core_->attempt_leases.forget_ended(now);
  auto reader = core_->readers.lease();
  if (!reader) co_return refused(app::StoreFailure::failed);
  // Those that are leased may be the oldest.
  auto open = reader->open_attempts(most + core_->attempt_leases.size());
  if (!open) co_return refused(open.error());
  std::vector<app::PaymentAttempt> due;
  for (app::PaymentAttempt& attempt : *open) {
    if (due.size() == most) break;
    if (!core_->attempt_leases.take_due(attempt.id, now, now + lease, process_)) continue;
    due.push_back(std::move(attempt));
  }
  co_return due;
}

Task<app::StoreResult<bool>> SqliteStore::lease_attempt(AttemptId id, Timestamp now,
                                                        Milliseconds lease, Executor&) {
  co_return core_->attempt_leases.grant(id, now, now + lease, process_);
}

Task<app::StoreResult<Done>> SqliteStore::postpone(AttemptId id, Timestamp due, Executor&) {
  core_->attempt_leases.postpone(id, due, process_);
  co_return Done{};
}

Task<app::StoreResult<std::vector<SessionId>>> SqliteStore::lease_deadlines(Timestamp now,
                                                                            Milliseconds lease,
                                                                            std::size_t most,
                                                                            Executor&) {
  core_->deadline_leases.forget_ended(now);
  auto reader = core_->readers.lease();
  if (!reader) co_return refused(app::StoreFailure::failed);
  auto come = reader->due_deadlines(now, most + core_->deadline_leases.size());
  if (!come) co_return refused(come.error());
  std::vector<SessionId> due;
  for (const SessionId& id : *come) {
    if (due.size() == most) break;
    if (core_->deadline_leases.take_due(id, now, now + lease, process_)) due.push_back(id);
  }
  co_return due;
}

Task<app::StoreResult<std::vector<app::PaymentAttempt>>> SqliteStore::open_attempts(
    std::size_t limit, Executor&) {
  auto reader = core_->readers.lease();
  if (!reader) co_return refused(app::StoreFailure::failed);
  co_return reader->open_attempts(limit);
}

Task<app::StoreResult<std::vector<app::PaymentAttempt>>> SqliteStore::attempts_of(SessionId session,
                                                                                  Executor&) {
  auto reader = core_->readers.lease();
  if (!reader) co_return refused(app::StoreFailure::failed);
  co_return reader->attempts_of(session);
}

}  // namespace till::store
