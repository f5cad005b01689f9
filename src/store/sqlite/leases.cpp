// What is due in the SQLite store. One process has the database, so every lease is granted, and it
// is kept in memory alone.
#include <utility>

#include "store/sqlite/sqlite_store.h"

namespace till::store {
namespace {

constexpr LocalLeases<AttemptId>::Process kThisProcess = 0;

}  // namespace

void SqliteStore::begin_lease(const app::Changeset& changeset) {
  if (!changeset.attempt || !changeset.attempt_lease) return;
  const Timestamp until = *changeset.attempt_lease;
  attempt_leases_.take(changeset.attempt->id, until, until, kThisProcess);
}

void SqliteStore::end_lease(const app::Changeset& changeset, app::CommitOutcome outcome) {
  if (!changeset.attempt) return;
  const bool committed = outcome == app::CommitOutcome::committed;
  const bool open = changeset.attempt->state == app::AttemptState::open;
  const bool never_was = changeset.attempt_lease && !committed;
  if (never_was || (committed && !open)) attempt_leases_.forget(changeset.attempt->id);
}

Task<app::StoreResult<std::vector<app::PaymentAttempt>>> SqliteStore::lease_due(Timestamp now,
                                                                                Milliseconds lease,
                                                                                std::size_t most,
                                                                                Executor&) {
  attempt_leases_.forget_ended(now);
  auto reader = readers_.lease();
  if (!reader) co_return refused(app::StoreFailure::failed);
  // Those that are leased may be the oldest.
  auto open = reader->open_attempts(most + attempt_leases_.size());
  if (!open) co_return refused(open.error());
  std::vector<app::PaymentAttempt> due;
  for (app::PaymentAttempt& attempt : *open) {
    if (due.size() == most) break;
    if (!attempt_leases_.take_due(attempt.id, now, now + lease, kThisProcess)) continue;
    due.push_back(std::move(attempt));
  }
  co_return due;
}

Task<app::StoreResult<bool>> SqliteStore::lease_attempt(AttemptId id, Timestamp now,
                                                        Milliseconds lease, Executor&) {
  co_return attempt_leases_.take(id, now, now + lease, kThisProcess);
}

Task<app::StoreResult<Done>> SqliteStore::postpone(AttemptId id, Timestamp due, Executor&) {
  attempt_leases_.postpone(id, due, kThisProcess);
  co_return Done{};
}

Task<app::StoreResult<std::vector<SessionId>>> SqliteStore::lease_deadlines(Timestamp now,
                                                                            Milliseconds lease,
                                                                            std::size_t most,
                                                                            Executor&) {
  deadline_leases_.forget_ended(now);
  auto reader = readers_.lease();
  if (!reader) co_return refused(app::StoreFailure::failed);
  auto come = reader->due_deadlines(now, most + deadline_leases_.size());
  if (!come) co_return refused(come.error());
  std::vector<SessionId> due;
  for (const SessionId& id : *come) {
    if (due.size() == most) break;
    if (deadline_leases_.take_due(id, now, now + lease, kThisProcess)) due.push_back(id);
  }
  co_return due;
}

Task<app::StoreResult<std::vector<app::PaymentAttempt>>> SqliteStore::open_attempts(
    std::size_t limit, Executor&) {
  auto reader = readers_.lease();
  if (!reader) co_return refused(app::StoreFailure::failed);
  co_return reader->open_attempts(limit);
}

Task<app::StoreResult<std::vector<app::PaymentAttempt>>> SqliteStore::attempts_of(SessionId session,
                                                                                  Executor&) {
  auto reader = readers_.lease();
  if (!reader) co_return refused(app::StoreFailure::failed);
  co_return reader->attempts_of(session);
}

}  // namespace till::store
