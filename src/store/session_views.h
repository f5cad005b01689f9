// What both stores tell operators of sessions, as rules over values. Private to store.
#pragma once

#include <optional>

#include "app/ports/views.h"

namespace till::store {

// Does the session wait for the seller or the buyer? Few do at a time, so that they are listed by
// themselves. One whose payment is under way is found by its open attempt.
bool is_awaited(checkout::Status status);

bool fits(const checkout::Session& session, const app::SessionFilter& filter);

// Ids are made by the machine's clock, times by one that does not leap: so far apart they may be.
inline constexpr Milliseconds kIdSlack = std::chrono::hours(24);

// Where a page begins: every session of it has a smaller id.
SessionId first_before(const app::SessionFilter& filter);
// True of a session behind which there is none that fits.
bool ends(const checkout::Session& session, const app::SessionFilter& filter);

}  // namespace till::store
