// Hold intents in the store in memory.
#include <algorithm>
#include <utility>

#include "store/follows.h"
#include "store/memory/memory_store.h"

namespace till::store {

bool MemoryStore::hold_fits(const app::Changeset& changeset) const {
  if (!changeset.hold) return true;
  const auto found = data_->holds.find(changeset.hold->session);
  const std::uint64_t stored = found == data_->holds.end() ? 0 : found->second.version;
  return goes_on_from(*changeset.hold, stored);
}

void MemoryStore::apply_hold(const app::Changeset& changeset) {
  if (changeset.hold_due) {
    const auto found = data_->holds.find(*changeset.hold_due);
    if (found != data_->holds.end()) found->second.due = Timestamp{};
  }
  if (!changeset.hold) return;
  const app::HoldIntent& intent = *changeset.hold;
  if (intent.state != app::HoldState::asked) data_->hold_leases.forget(intent.session);
  if (intent.state == app::HoldState::given_back) {
    data_->holds.erase(intent.session);
  } else {
    data_->holds[intent.session] = intent;
  }
}

Task<app::StoreResult<std::optional<app::HoldIntent>>> MemoryStore::hold_of(SessionId session,
                                                                            Executor&) {
  const std::lock_guard lock(data_->mutex);
  const auto found = data_->holds.find(session);
  co_return found == data_->holds.end() ? std::nullopt : std::optional(found->second);
}

Task<app::StoreResult<std::vector<app::HoldIntent>>> MemoryStore::lease_holds(Timestamp now,
                                                                              Milliseconds lease,
                                                                              std::size_t most,
                                                                              Executor&) {
  const std::lock_guard lock(data_->mutex);
  data_->hold_leases.forget_ended(now);
  std::vector<std::pair<Timestamp, SessionId>> come;
  for (const auto& [session, intent] : data_->holds) {
    if (intent.due && *intent.due <= now) come.emplace_back(*intent.due, session);
  }
  std::sort(come.begin(), come.end());
  std::vector<app::HoldIntent> due;
  for (const auto& [at, session] : come) {
    if (due.size() == most) break;
    if (!data_->hold_leases.take_due(session, now, now + lease, process_)) continue;
    due.push_back(data_->holds.at(session));
  }
  co_return due;
}

Task<app::StoreResult<Done>> MemoryStore::postpone_hold(SessionId session, Timestamp due,
                                                        Executor&) {
  data_->hold_leases.postpone(session, due, process_);
  co_return Done{};
}

}  // namespace till::store
