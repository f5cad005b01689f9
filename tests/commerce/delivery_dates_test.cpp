// When orders arrive, by the holidays of six countries, the hours of their clocks and the changes
// of these, each row worked out on a calendar.
#include "commerce/embedded/delivery_dates.h"

#include <gtest/gtest.h>

#include "commerce/embedded/catalog.h"
#include "commerce/public_holidays.h"

namespace till::commerce {
namespace {

struct SendingShop {
  const char* zone = "Europe/Berlin";
  const char* holidays = holidays::kGermany;
  const char* cut_off = "14:00";
  int handling_days = 0;
  int from = 1;
  int until = 2;
  const char* hours = R"({"from":"08:00","until":"18:00"})";
  const char* more = "";  // Members of the delivery.
};

// The shop works from Monday to Friday, the carrier on Saturday as well.
std::string window_of(const SendingShop& shop, const char* now) {
  const auto catalog = parse_catalog(
      R"({"currency":"usd","calendars":[
           {"id":"shop","working_days":["mon","tue","wed","thu","fri"],"holidays":)" +
      std::string(shop.holidays) +
      R"(},{"id":"carrier","working_days":["mon","tue","wed","thu","fri","sat"],"holidays":)" +
      shop.holidays + R"(}],"dispatch":{"calendar":"shop","time_zone":")" + shop.zone +
      R"(","cut_off":")" + shop.cut_off + R"(","handling_days":)" +
      std::to_string(shop.handling_days) +
      R"(},"shipping":[{"id":"s","title":"S","amount":0,"countries":["US"],
          "delivery":{"calendar":"carrier","days":{"from":)" +
      std::to_string(shop.from) + R"(,"until":)" + std::to_string(shop.until) + R"(},"hours":)" +
      shop.hours + shop.more + "}}]}");
  EXPECT_TRUE(catalog) << catalog.error().text();
  const auto window =
      arrival(*catalog->dispatch, catalog->calendars[0], *catalog->shipping[0].delivery,
              catalog->calendars[1], *parse_rfc3339(now));
  if (!window) return "never";
  return format_rfc3339(window->from) + " " + format_rfc3339(window->until);
}

struct Ordered {
  const char* now;
  const char* window;
};

void expect_windows(const SendingShop& shop, std::initializer_list<Ordered> rows) {
  for (const Ordered& row : rows) EXPECT_EQ(window_of(shop, row.now), row.window) << row.now;
}

TEST(DeliveryDates, BeginOnTheDayOfTheOrderUntilTheCutOff) {
  expect_windows({},
                 {// Tuesday, 13:59:59 and 14:00 in Berlin.
                  {"2026-11-24T12:59:59Z", "2026-11-25T07:00:00Z 2026-11-26T17:00:00Z"},
                  {"2026-11-24T13:00:00Z", "2026-11-26T07:00:00Z 2026-11-27T17:00:00Z"},
                  // Friday before it: the carrier comes on Saturday. And after it: sent on Monday.
                  {"2026-11-27T12:00:00Z", "2026-11-28T07:00:00Z 2026-11-30T17:00:00Z"},
                  {"2026-11-27T14:00:00Z", "2026-12-01T07:00:00Z 2026-12-02T17:00:00Z"},
                  {"2026-11-28T08:00:00Z", "2026-12-01T07:00:00Z 2026-12-02T17:00:00Z"},
                  // Monday in Berlin while it is Sunday in UTC.
                  {"2026-11-29T23:30:00Z", "2026-12-01T07:00:00Z 2026-12-02T17:00:00Z"},
                  // Christmas: sent on Thursday, the 24th, or on Monday, the 28th.
                  {"2026-12-24T12:00:00Z", "2026-12-28T07:00:00Z 2026-12-29T17:00:00Z"},
                  {"2026-12-24T13:00:00Z", "2026-12-29T07:00:00Z 2026-12-30T17:00:00Z"},
                  // Easter: Good Friday and Monday, but the carrier comes on Saturday.
                  {"2026-04-02T10:00:00Z", "2026-04-04T06:00:00Z 2026-04-07T16:00:00Z"}});
}

TEST(DeliveryDates, ComeLaterByTheDaysOfHandling) {
  expect_windows({.handling_days = 2},
                 {// Tuesday: Thursday to the carrier, there on Friday.
                  {"2026-11-24T10:00:00Z", "2026-11-27T07:00:00Z 2026-11-28T17:00:00Z"},
                  // Thursday: Monday to the carrier.
                  {"2026-11-26T10:00:00Z", "2026-12-01T07:00:00Z 2026-12-02T17:00:00Z"},
                  // Sunday counts as Monday: Wednesday to the carrier.
                  {"2026-11-29T10:00:00Z", "2026-12-03T07:00:00Z 2026-12-04T17:00:00Z"}});
}

TEST(DeliveryDates, FollowTheClocksOfTheShopWhenTheyChange) {
  // From summer to winter on Sunday, the 25th of October, and back on the 28th of March.
  expect_windows({.from = 1, .until = 4},
                 {{"2026-10-22T10:00:00Z", "2026-10-23T06:00:00Z 2026-10-27T17:00:00Z"},
                  {"2026-10-26T10:00:00Z", "2026-10-27T07:00:00Z 2026-10-30T17:00:00Z"},
                  {"2027-03-23T10:00:00Z", "2027-03-24T07:00:00Z 2027-03-30T16:00:00Z"},
                  // 14:00 is 12:00 in UTC in summer, and 13:00 in winter.
                  {"2026-10-23T11:59:59Z", "2026-10-24T06:00:00Z 2026-10-28T17:00:00Z"},
                  {"2026-10-23T12:00:00Z", "2026-10-27T07:00:00Z 2026-10-30T17:00:00Z"},
                  {"2026-10-26T12:59:59Z", "2026-10-27T07:00:00Z 2026-10-30T17:00:00Z"},
                  {"2026-10-26T13:00:00Z", "2026-10-28T07:00:00Z 2026-10-31T17:00:00Z"}});
}

TEST(DeliveryDates, KnowTheDaysOfSixCountries) {
  // The 3rd of July 2026 is kept for the 4th; Thanksgiving is the 26th of November.
  expect_windows({.zone = "America/New_York", .holidays = holidays::kUnitedStates},
                 {{"2026-07-02T17:59:59Z", "2026-07-06T12:00:00Z 2026-07-07T22:00:00Z"},
                  {"2026-07-02T18:00:00Z", "2026-07-07T12:00:00Z 2026-07-08T22:00:00Z"},
                  {"2026-11-25T18:00:00Z", "2026-11-27T13:00:00Z 2026-11-28T23:00:00Z"},
                  // Clocks change on Sunday, the 8th of March.
                  {"2026-03-06T18:59:59Z", "2026-03-07T13:00:00Z 2026-03-09T22:00:00Z"}});
  // Truth and Reconciliation is a Wednesday; Boxing Day is kept on Monday.
  expect_windows({.zone = "America/Toronto", .holidays = holidays::kCanada},
                 {{"2026-09-29T17:00:00Z", "2026-10-01T12:00:00Z 2026-10-02T22:00:00Z"},
                  {"2026-12-24T15:00:00Z", "2026-12-29T13:00:00Z 2026-12-30T23:00:00Z"}});
  // Ascension is Thursday, the 14th of May.
  expect_windows({}, {{"2026-05-13T13:00:00Z", "2026-05-16T06:00:00Z 2026-05-18T16:00:00Z"}});
  // The 14th of July is a Tuesday.
  expect_windows({.zone = "Europe/Paris", .holidays = holidays::kFrance},
                 {{"2026-07-13T09:00:00Z", "2026-07-15T06:00:00Z 2026-07-16T16:00:00Z"},
                  {"2026-07-13T12:00:00Z", "2026-07-16T06:00:00Z 2026-07-17T16:00:00Z"}});
  expect_windows({.zone = "Europe/London", .holidays = holidays::kEngland},
                 {{"2026-12-24T13:59:59Z", "2026-12-29T08:00:00Z 2026-12-30T18:00:00Z"},
                  // The last Monday of August is the 31st.
                  {"2026-08-28T12:59:59Z", "2026-08-29T07:00:00Z 2026-09-01T17:00:00Z"},
                  {"2026-08-28T13:00:00Z", "2026-09-02T07:00:00Z 2026-09-03T17:00:00Z"}});
  // Golden Week: the 3rd to the 6th of May; the 1st is a Friday.
  expect_windows({.zone = "Asia/Tokyo", .holidays = holidays::kJapan},
                 {{"2026-05-01T04:59:59Z", "2026-05-01T23:00:00Z 2026-05-07T09:00:00Z"},
                  {"2026-05-01T05:00:00Z", "2026-05-07T23:00:00Z 2026-05-09T09:00:00Z"},
                  {"2026-09-18T05:00:00Z", "2026-09-24T23:00:00Z 2026-09-26T09:00:00Z"}});
}

TEST(DeliveryDates, MayHaveACutOffAndHandlingOfTheirOwn) {
  expect_windows({.handling_days = 3, .more = R"(,"cut_off":"16:30","handling_days":0)"},
                 {{"2026-11-24T15:29:59Z", "2026-11-25T07:00:00Z 2026-11-26T17:00:00Z"},
                  {"2026-11-24T15:30:00Z", "2026-11-26T07:00:00Z 2026-11-27T17:00:00Z"}});
}

TEST(DeliveryDates, MayBeTheDayOfTheOrder) {
  const SendingShop shop{
      .cut_off = "12:00", .from = 0, .until = 0, .hours = R"({"from":"17:00","until":"24:00"})"};
  expect_windows(shop, {{"2026-11-24T10:59:59Z", "2026-11-24T16:00:00Z 2026-11-24T23:00:00Z"},
                        {"2026-11-24T11:00:00Z", "2026-11-25T16:00:00Z 2026-11-25T23:00:00Z"}});
}

TEST(DeliveryDates, EndWithTheYearsThatAreKnown) {
  expect_windows({}, {{"2100-12-31T20:00:00Z", "never"}, {"1999-01-01T00:00:00Z", "never"}});
}

}  // namespace
}  // namespace till::commerce
