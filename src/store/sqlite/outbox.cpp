// The outbox of the SQLite store: what is pending is in memory as committed, and what there is no
// room for is read once there is.
#include <utility>

#include "store/sqlite/core.h"

namespace till::store {
namespace {

// How soon an event is looked at again that could not be read.
constexpr Milliseconds kReadAgain = std::chrono::seconds(1);
// Each is bounded, see Reader::pending; what is left is read at the next look.
constexpr int kReadsAtOnce = 4;

}  // namespace

Task<app::StoreResult<std::vector<app::OutboxEvent>>> SqliteStore::events(app::EventFilter filter,
                                                                          Executor&) {
  auto reader = core_->readers.lease();
  if (!reader) co_return refused(app::StoreFailure::failed);
  co_return reader->events(filter);
}

Task<app::StoreResult<std::optional<app::OutboxEvent>>> SqliteStore::event(EventId id, Executor&) {
  auto reader = core_->readers.lease();
  if (!reader) co_return refused(app::StoreFailure::failed);
  co_return reader->event(id);
}

void SqliteStore::read_outbox() {
  for (int reads = 0; reads < kReadsAtOnce; ++reads) {
    const auto missing = core_->outbox.begin_reading();
    if (!missing) return;
    auto reader = core_->readers.lease();
    auto read = reader ? reader->pending(*missing) : refused(app::StoreFailure::failed);
    const bool failed = !read;
    core_->outbox.end_reading(*missing,
                              failed ? LocalOutbox::Read{{}, missing->after} : std::move(*read));
    if (failed) return;
  }
}

bool SqliteStore::complete(app::LeasedEvent& leased, Timestamp now) {
  if (!leased.event.body.empty()) return true;
  auto reader = core_->readers.lease();
  auto kept = reader ? reader->event(leased.event.id) : refused(app::StoreFailure::failed);
  if (!kept) {
    core_->outbox.give_back(leased.lease, now + kReadAgain);
    return false;
  }
  if (*kept && (*kept)->state == app::EventState::pending) {
    leased.event.body = std::move((*kept)->body);
    return true;
  }
  core_->outbox.drop(leased.event.id, party_of(leased.event));
  core_->outbox.give_back(leased.lease, now);
  return false;
}

Task<app::StoreResult<std::vector<app::LeasedEvent>>> SqliteStore::lease_events(Timestamp now,
                                                                                Milliseconds lease,
                                                                                app::EventRoom room,
                                                                                Executor&) {
  read_outbox();
  std::vector<app::LeasedEvent> whole;
  for (app::LeasedEvent& leased : core_->outbox.lease(now, lease, room)) {
    if (complete(leased, now)) whole.push_back(std::move(leased));
  }
  co_return whole;
}

Task<app::Settling> SqliteStore::settle_events(app::EventLease lease,
                                               std::vector<app::EventUpdate> updates,
                                               Executor& executor) {
  if (!core_->outbox.begin_settling(lease)) co_return app::Settling::lost;
  const auto outcome = co_await update_events(std::move(updates), executor);
  const bool written = outcome == app::CommitOutcome::committed;
  core_->outbox.end_settling(lease, written);
  co_return written ? app::Settling::written : app::Settling::failed;
}

Task<app::StoreResult<Done>> SqliteStore::give_back(app::EventLease lease, Timestamp due,
                                                    Executor&) {
  core_->outbox.give_back(lease, due);
  co_return Done{};
}

Task<app::StoreResult<std::vector<app::Backlog>>> SqliteStore::backlogs(Executor&) {
  co_return core_->outbox.backlogs();
}

}  // namespace till::store
