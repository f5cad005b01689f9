#include "app/store.h"

#include <utility>

namespace till::app {

Task<CommitOutcome> Store::update_events(std::vector<EventUpdate> updates, Executor& executor) {
  Changeset changeset;
  changeset.event_updates = std::move(updates);
  return commit(std::move(changeset), executor);
}

Task<CommitOutcome> Store::spend(VaultToken token, Executor& executor) {
  Changeset changeset;
  changeset.token = std::move(token);
  return commit(std::move(changeset), executor);
}

}  // namespace till::app
