// What those who tell events share. Private to app.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "app/ports/orders.h"
#include "app/ports/sessions.h"
#include "app/receivers.h"
#include "app/records.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "webhooks/event.h"

namespace till::app {

// How soon an event is looked at again that could not be told or whose outcome was not committed.
inline constexpr Milliseconds kLookAgain = std::chrono::minutes(1);

// What an operator reads of words from outside: at most 200 bytes, and printable.
std::string printable(std::string_view words);

// From 0 to just below 1, see webhooks::next_attempt().
double jitter(Random& random);

// When what has to be told in the end is told again after so many attempts: by the schedule, and
// when that is used up, by its longest wait.
Timestamp next_try(const webhooks::RetrySchedule& schedule, std::int64_t attempts, Timestamp now,
                   Random& random, std::optional<Milliseconds> retry_after);

// The purchase of an order as it is now; null when there is none any more.
Task<StoreResult<checkout::SessionPtr>> purchase_of(Orders& orders, Sessions& sessions, OrderId id,
                                                    Executor& executor);

// The events of the log about one receiver.
struct TellingNames {
  std::string_view told;
  std::string_view not_told;
  std::string_view still_not_told;  // What has waited through the whole schedule.
  std::string_view failing;
  std::string_view recovered;
};

// How one attempt went.
enum class Telling { told, refused, failed };

// One line of the log about an event. `error` is printable.
void log_telling(Log& log, LogLevel level, std::string_view name, const OutboxEvent& event,
                 std::string_view error);

// Notes the attempt with the receiver and logs it. Once it was logged that the receiver keeps
// failing, single failures are not, but for what has waited through the whole schedule. Of a
// refusal only the caller knows what it means.
void report_telling(Log& log, const TellingNames& names, const OutboxEvent& event, Telling went,
                    std::string_view error, const webhooks::RetrySchedule& schedule,
                    Receiver& receiver, Timestamp now);

}  // namespace till::app
