// Time as an argument: rules and tests never read the machine's clock themselves.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace till {

using Milliseconds = std::chrono::milliseconds;

// As people and headers count them: a part of a second is a whole one.
inline std::int64_t whole_seconds(Milliseconds span) {
  return std::chrono::ceil<std::chrono::seconds>(span).count();
}

// An instant: milliseconds since 1970-01-01T00:00:00Z.
struct Timestamp {
  std::int64_t ms = 0;
  auto operator<=>(const Timestamp&) const = default;
  Timestamp operator+(Milliseconds span) const { return {ms + span.count()}; }
  Milliseconds operator-(Timestamp earlier) const { return Milliseconds(ms - earlier.ms); }
};

// The source of the present. Implementations may be called from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  // The wall clock. It may step when the machine's time is corrected.
  virtual Timestamp now() const = 0;
};

// The machine's clock.
class SystemClock final : public Clock {
 public:
  Timestamp now() const override;
};

// RFC 3339 in UTC with seconds: 2026-11-24T10:00:00Z (SE-05).
std::string format_rfc3339(Timestamp time);

// Reads an RFC 3339 date-time with any offset; a fraction below milliseconds is cut off.
// Nothing when the text is not one.
std::optional<Timestamp> parse_rfc3339(std::string_view text);

}  // namespace till
