// What those who tell events share. Private to app.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"

namespace till::app {

// How soon an event is looked at again that could not be told or whose outcome was not committed.
inline constexpr Milliseconds kLookAgain = std::chrono::minutes(1);

// What an operator reads of words from outside: at most 200 bytes, and printable.
std::string printable(std::string_view words);

// From 0 to just below 1, see webhooks::next_attempt().
double jitter(Random& random);

}  // namespace till::app
