// TimeZone: what the clocks of a place show, by the tz database of the system.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace date {
class time_zone;
}

namespace till {

// A day and an hour somewhere, without saying where.
using LocalTime = std::chrono::local_time<Milliseconds>;

// A plain value; any thread may use it. Right up to 2037, where the compiled database ends.
class TimeZone {
 public:
  // By its name, like Europe/Berlin; nothing when the database has no such zone, or is missing.
  static std::optional<TimeZone> find(std::string_view name);

  const std::string& name() const;
  LocalTime local(Timestamp time) const;
  // When the clocks show that time. Where they show it twice, the first or the last time; where
  // they skip it, the moment of the change.
  Timestamp first(LocalTime time) const;
  Timestamp last(LocalTime time) const;
  bool operator==(const TimeZone&) const = default;

 private:
  explicit TimeZone(const date::time_zone* zone) : zone_(zone) {}
  const date::time_zone* zone_;  // Of the database, which stays.
};

}  // namespace till
