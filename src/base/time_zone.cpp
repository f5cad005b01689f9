#include "base/time_zone.h"

#include <date/tz.h>

#include <stdexcept>

namespace till {
namespace {

date::local_time<Milliseconds> as_date(LocalTime time) {
  return date::local_time<Milliseconds>(time.time_since_epoch());
}

Timestamp as_timestamp(date::sys_time<Milliseconds> time) {
  return {time.time_since_epoch().count()};
}

}  // namespace

std::optional<TimeZone> TimeZone::find(std::string_view name) {
  if (name == "localtime") return std::nullopt;  // The machine's own, whichever that is.
  try {
    return TimeZone(date::locate_zone(name));
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
}

const std::string& TimeZone::name() const { return zone_->name(); }

LocalTime TimeZone::local(Timestamp time) const {
  const date::sys_time<Milliseconds> instant(Milliseconds(time.ms));
  return LocalTime(zone_->to_local(instant).time_since_epoch());
}

Timestamp TimeZone::first(LocalTime time) const {
  return as_timestamp(zone_->to_sys(as_date(time), date::choose::earliest));
}

Timestamp TimeZone::last(LocalTime time) const {
  return as_timestamp(zone_->to_sys(as_date(time), date::choose::latest));
}

}  // namespace till
