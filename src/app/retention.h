// Retention: how long what is over is kept. Pure.
#pragma once

#include "base/clock.h"
#include "checkout/session.h"

namespace till::app {

inline constexpr Milliseconds kDay = std::chrono::hours(24);

// Counted from the last change of each. None may be shorter than `answers`, since an answer that is
// given again needs what it shows.
struct Retention {
  // Answers of idempotency keys (at least 24 h, ID-16), versions of sessions that others followed,
  // and delivered events.
  Milliseconds answers = 3 * kDay;
  Milliseconds expired_sessions = 30 * kDay;
  Milliseconds canceled_sessions = 30 * kDay;
  // Only the buyer's data goes: the orders may still be shipped, refunded or disputed.
  Milliseconds completed_sessions = 730 * kDay;
  Milliseconds carts = 30 * kDay;
  Milliseconds tokens = 7 * kDay;        // Never spent, from their expiry on.
  Milliseconds attempts = 730 * kDay;    // And the tokens that were charged.
  Milliseconds dead_events = 30 * kDay;  // And those that wait for a receiver that never came.
};

// What becomes of the newest version of a session at `now`.
enum class Fate { kept, loses_buyer, dropped };
Fate fate_of(const checkout::Session& session, const Retention& retention, Timestamp now);

}  // namespace till::app
