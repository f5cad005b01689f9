// Which version a changeset was decided on. Private to the stores.
#pragma once

#include "app/ports/changeset.h"

namespace till::store {

// Is the newest stored version the one that the changeset follows, as far as it says?
inline bool stands_on(const app::Changeset& changeset, const checkout::SessionPtr& newest) {
  const checkout::SessionPtr& before = changeset.follows;
  return !before || before == newest || (newest && *before == *newest);
}

}  // namespace till::store
