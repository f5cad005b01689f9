// Which days are worked on, by the public holidays of six countries.
#include "commerce/embedded/working_days.h"

#include <gtest/gtest.h>

#include "commerce/embedded/catalog.h"
#include "commerce/public_holidays.h"

namespace till::commerce {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::year;

std::string date_of(local_days day) {
  const auto instant = std::chrono::sys_days(day.time_since_epoch());
  return format_rfc3339(
             {std::chrono::duration_cast<Milliseconds>(instant.time_since_epoch()).count()})
      .substr(0, 10);
}

local_days day_at(const char* text) {
  const auto instant = parse_rfc3339(std::string(text) + "T00:00:00Z");
  return local_days(std::chrono::floor<days>(Milliseconds(instant->ms)));
}

Calendar calendar_of(const std::string& holidays,
                     const std::string& working_days = R"(["mon","tue","wed","thu","fri"])") {
  const auto catalog = parse_catalog(R"({"currency":"usd","calendars":[{"id":"c","working_days":)" +
                                     working_days + R"(,"holidays":)" + holidays + "}]}");
  EXPECT_TRUE(catalog) << catalog.error().text();
  return catalog->calendars.front();
}

// Month and day of each holiday of the year.
std::string holidays_of(const char* holidays, int in) {
  std::string all;
  for (const local_days day : days_of(calendar_of(holidays).holidays(), year(in), year(in))) {
    all += (all.empty() ? "" : " ") + date_of(day).substr(5);
  }
  return all;
}

TEST(WorkingDays, LeaveOutThePublicHolidaysOfACountry) {
  const struct {
    const char* holidays;
    int year;
    const char* days;
  } rows[] = {
      // The 4th of July is a Saturday, and kept on Friday, too.
      {holidays::kUnitedStates, 2026,
       "01-01 01-19 02-16 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25"},
      // So are the 19th of June, Christmas and the New Year of 2028; the 4th of July is a Sunday.
      {holidays::kUnitedStates, 2027,
       "01-01 01-18 02-15 05-31 06-18 06-19 07-04 07-05 09-06 10-11 11-11 11-25 12-24 12-25 12-31"},
      {holidays::kCanada, 2026,
       "01-01 04-03 05-18 07-01 09-07 09-30 10-12 11-11 12-25 12-26 12-28"},
      {holidays::kCanada, 2027,
       "01-01 03-26 05-24 07-01 09-06 09-30 10-11 11-11 12-25 12-26 12-27 12-28"},
      {holidays::kGermany, 2026, "01-01 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26"},
      {holidays::kGermany, 2027, "01-01 03-26 03-29 05-01 05-06 05-17 10-03 12-25 12-26"},
      {holidays::kFrance, 2026,
       "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25"},
      {holidays::kEngland, 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28"},
      {holidays::kEngland, 2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-25 12-26 12-27 12-28"},
      // The New Year is a Saturday, and kept on Monday, too.
      {holidays::kEngland, 2028, "01-01 01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26"},
      // Christmas is a Sunday, and the day after it a holiday of its own.
      {holidays::kEngland, 2033, "01-01 01-03 04-15 04-18 05-02 05-30 08-29 12-25 12-26 12-27"},
      // The 3rd of May is a Sunday, and the two days after it are holidays of their own.
      {holidays::kJapan, 2026,
       "01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 "
       "10-12 11-03 11-23"},
      {holidays::kJapan, 2027,
       "01-01 01-11 02-11 02-23 03-21 03-22 04-29 05-03 05-04 05-05 07-19 08-11 09-20 09-23 10-11 "
       "11-03 11-23"},
  };
  for (const auto& row : rows) EXPECT_EQ(holidays_of(row.holidays, row.year), row.days);
}

// From the tables of Meeus, Astronomical Algorithms, chapter 8, and of the Book of Common Prayer:
// the 22nd of March and the 25th of April are the ends.
TEST(WorkingDays, KnowEaster) {
  for (const char* row : {"1818-03-22", "1943-04-25", "1954-04-18", "1991-03-31", "2000-04-23",
                          "2008-03-23", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28",
                          "2028-04-16", "2038-04-25", "2049-04-18", "2076-04-19", "2100-03-28"}) {
    EXPECT_EQ(date_of(easter_of(std::chrono::year_month_day(day_at(row)).year())), row);
  }
}

TEST(WorkingDays, AreCountedFromTheFirstOneOn) {
  const Calendar german = calendar_of(holidays::kGermany);
  const struct {
    const char* from;
    int more;
    const char* day;
  } rows[] = {{"2026-11-27", 0, "2026-11-27"},  // A Friday.
              {"2026-11-27", 1, "2026-11-30"}, {"2026-11-28", 0, "2026-11-30"},
              {"2026-11-28", 1, "2026-12-01"}, {"2026-12-24", 1, "2026-12-28"},
              {"2026-12-31", 1, "2027-01-04"}, {"2026-04-02", 1, "2026-04-07"}};
  for (const auto& row : rows) {
    const auto day = german.from(day_at(row.from), row.more);
    ASSERT_TRUE(day) << row.from;
    EXPECT_EQ(date_of(*day), row.day) << row.from << " and " << row.more;
  }
}

TEST(WorkingDays, HaveAnEnd) {
  std::string mondays;
  for (const char* month :
       {"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"}) {
    for (const char* day : {"01", "08", "15", "22", "25"}) {
      mondays += std::string(mondays.empty() ? "[" : ",") + R"({"weekday":"mon","from":")" + month +
                 "-" + day + "\"}";
    }
  }
  const Calendar never = calendar_of(mondays + "]", R"(["mon"])");
  EXPECT_FALSE(never.from(day_at("2026-11-24"), 0));
  const Calendar always = calendar_of("[]", R"(["mon","tue","wed","thu","fri","sat","sun"])");
  EXPECT_TRUE(always.works_on(day_at("2000-01-01")));
  EXPECT_TRUE(always.works_on(day_at("2100-12-31")));
  EXPECT_FALSE(always.works_on(day_at("1999-12-31")));
  EXPECT_FALSE(always.from(day_at("2100-12-31"), 1));
}

TEST(WorkingDays, LeaveOutALeapDayWhereThereIsOne) {
  EXPECT_EQ(holidays_of(R"([{"date":"02-29"}])", 2028), "02-29");
  EXPECT_EQ(holidays_of(R"([{"date":"02-29"}])", 2026), "");
}

}  // namespace
}  // namespace till::commerce
