#include "base/time_zone.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace till {
namespace {

Timestamp at(const char* text) { return *parse_rfc3339(text); }

// As the clocks of the zone show it: "2026-03-29T03:00".
std::string shown(const char* zone, const char* time) {
  const LocalTime local = TimeZone::find(zone)->local(at(time));
  return format_rfc3339({local.time_since_epoch().count()}).substr(0, 16);
}

LocalTime clock(const char* text) {
  return LocalTime(Milliseconds(at((std::string(text) + ":00Z").c_str()).ms));
}

TEST(TimeZone, IsFoundByItsName) {
  for (const char* name : {"Europe/Berlin", "America/New_York", "Asia/Tokyo", "UTC",
                           "America/Argentina/Buenos_Aires", "Asia/Calcutta"}) {
    ASSERT_TRUE(TimeZone::find(name)) << name;
    EXPECT_EQ(TimeZone::find(name)->name(), name);
  }
  for (const char* name :
       {"", "Berlin", "europe/berlin", "Europe/", "/etc/passwd", "../zoneinfo/UTC", "tzdata.zi",
        "zone.tab", "CEST", "localtime", "+01:00"}) {
    EXPECT_FALSE(TimeZone::find(name)) << name;
  }
}

TEST(TimeZone, ShowsWinterAndSummer) {
  const struct {
    const char* zone;
    const char* time;
    const char* shown;
  } rows[] = {
      {"Europe/Berlin", "2026-03-29T00:59:59Z", "2026-03-29T01:59"},
      {"Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29T03:00"},
      {"Europe/Berlin", "2026-10-25T00:59:59Z", "2026-10-25T02:59"},
      {"Europe/Berlin", "2026-10-25T01:00:00Z", "2026-10-25T02:00"},
      {"Europe/London", "2026-03-29T01:00:00Z", "2026-03-29T02:00"},
      {"America/New_York", "2026-03-08T06:59:59Z", "2026-03-08T01:59"},
      {"America/New_York", "2026-03-08T07:00:00Z", "2026-03-08T03:00"},
      {"America/New_York", "2026-11-01T06:00:00Z", "2026-11-01T01:00"},
      {"America/Toronto", "2026-11-24T10:00:00Z", "2026-11-24T05:00"},
      {"Asia/Tokyo", "2026-07-01T15:00:00Z", "2026-07-02T00:00"},
      {"Australia/Lord_Howe", "2026-10-03T15:30:00Z", "2026-10-04T02:30"},  // By half an hour.
      {"Asia/Kathmandu", "2026-01-01T00:00:00Z", "2026-01-01T05:45"},
      {"Europe/Berlin", "2037-07-01T12:00:00Z", "2037-07-01T14:00"},
  };
  for (const auto& row : rows) EXPECT_EQ(shown(row.zone, row.time), row.shown) << row.zone;
}

TEST(TimeZone, SaysWhenTheClocksShowATime) {
  const struct {
    const char* zone;
    const char* clock;
    const char* first;
    const char* last;
  } rows[] = {
      {"Europe/Berlin", "2026-12-24T08:00", "2026-12-24T07:00:00Z", "2026-12-24T07:00:00Z"},
      {"Europe/Berlin", "2026-07-24T08:00", "2026-07-24T06:00:00Z", "2026-07-24T06:00:00Z"},
      // Skipped: the moment of the change.
      {"Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"},
      // Twice.
      {"Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"},
      {"America/New_York", "2026-11-01T01:30", "2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"},
      // There is no midnight where summer begins at midnight.
      {"America/Santiago", "2026-09-06T00:00", "2026-09-06T04:00:00Z", "2026-09-06T04:00:00Z"},
  };
  for (const auto& row : rows) {
    const auto zone = TimeZone::find(row.zone);
    EXPECT_EQ(format_rfc3339(zone->first(clock(row.clock))), row.first) << row.clock;
    EXPECT_EQ(format_rfc3339(zone->last(clock(row.clock))), row.last) << row.clock;
  }
}

}  // namespace
}  // namespace till
