// Which version a changeset was decided on. Private to the stores.
#pragma once

#include "app/ports/changeset.h"

namespace till::store {

// Is the newest stored version the one that the changeset follows, as far as it says?
inline bool stands_on(const app::Changeset& changeset, const checkout::SessionPtr& newest) {
  const checkout::SessionPtr& before = changeset.follows;
  return !before || before == newest || (newest && *before == *newest);
}

// Is the stored hold intent, of version 0 where there is none, the one that a changeset goes on
// from?
inline bool goes_on_from(const app::HoldIntent& next, std::uint64_t stored) {
  return next.state == app::HoldState::asked ? next.version == stored + 1 : next.version == stored;
}

}  // namespace till::store
