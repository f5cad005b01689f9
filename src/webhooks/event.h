// Webhook events: their signature and retry schedule (A23). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace till::webhooks {

// Merchant-Signature: t=<unix seconds>,v1=<64 hex> over "t.body" (WH-07, WH-08).
std::string sign(std::string_view secret, Timestamp now, std::string_view body);

// Is `header` a signature of `body` by `secret`, made at most `tolerance` away from now (WH-09)?
// Compares in constant time.
bool verify(std::string_view header, std::string_view secret, std::string_view body, Timestamp now,
            Milliseconds tolerance);

// Waits between attempts: the first entry between the first and the second attempt.
struct RetrySchedule {
  std::vector<Milliseconds> waits;  // Never empty.
  // 1 s, 4 s, 15 s, 1 min, 5 min, 30 min, 2 h, 6 h, 12 h, 24 h.
  static RetrySchedule standard();
};

// Was the event taken? Only 2xx says so. Everything else may pass, so it is tried again: a receiver
// that is being deployed answers 404, one that is locked out for a while 401 (WH-12, WH-13).
bool is_taken(std::optional<int> status);

// When attempt number `attempts` + 1 is due, or nothing when the schedule is used up. `jitter` in
// [0, 1) spreads the wait over 80 to 120 %; a Retry-After lengthens the wait, at most to a day.
std::optional<Timestamp> next_attempt(const RetrySchedule& schedule, std::int64_t attempts,
                                      Timestamp now, double jitter,
                                      std::optional<Milliseconds> retry_after);

}  // namespace till::webhooks
