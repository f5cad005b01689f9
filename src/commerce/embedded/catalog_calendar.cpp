#include "commerce/embedded/catalog_calendar.h"

#include <array>
#include <chrono>
#include <string_view>

#include "commerce/embedded/catalog_choice.h"

namespace till::commerce {
namespace {

using std::chrono::minutes;

constexpr std::size_t kMostCalendars = 50;
constexpr std::size_t kMostHolidays = 400;
constexpr std::int64_t kMostDays = 90;
constexpr std::int64_t kFarthestFromEaster = 200;
constexpr std::array<std::string_view, 7> kDays{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
constexpr const char* kDayWanted = "one of sun, mon, tue, wed, thu, fri, sat";

std::optional<unsigned> day_named(std::string_view name) {
  for (unsigned i = 0; i < kDays.size(); ++i) {
    if (kDays[i] == name) return i;
  }
  return std::nullopt;
}

// Two digits.
std::optional<unsigned> two(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.size() != 2 || !digit(text[0]) || !digit(text[1])) return std::nullopt;
  return static_cast<unsigned>((text[0] - '0') * 10 + (text[1] - '0'));
}

// 14:00; 24:00 is the end of a day.
std::optional<minutes> read_hour(const Place& place, const char* member) {
  const std::string text = place.text(member);
  if (text.empty()) return std::nullopt;
  const bool formed = text.size() == 5 && text[2] == ':';
  const auto hour = formed ? two(std::string_view(text).substr(0, 2)) : std::nullopt;
  const auto minute = formed ? two(std::string_view(text).substr(3)) : std::nullopt;
  if (!hour || !minute || *minute > 59 || *hour * 60 + *minute > 24 * 60) {
    place.fault(member, "an hour of the day, like 14:00");
    return std::nullopt;
  }
  return minutes(*hour * 60 + *minute);
}

// 12-25, in a year that has a 29th of February.
std::optional<std::chrono::month_day> month_day_of(std::string_view text) {
  if (text.size() != 5 || text[2] != '-') return std::nullopt;
  const auto month = two(text.substr(0, 2));
  const auto day = two(text.substr(3));
  if (!month || !day) return std::nullopt;
  const std::chrono::month_day date{std::chrono::month(*month), std::chrono::day(*day)};
  return date.ok() ? std::optional(date) : std::nullopt;
}

// 12-25 of each year, or 2026-12-24.
std::optional<Holiday> holiday_on(std::string_view text) {
  Holiday holiday;
  const bool once = text.size() == 10 && text[4] == '-';
  const auto day = month_day_of(once ? text.substr(5) : text);
  if (!day) return std::nullopt;
  holiday.day = *day;
  holiday.found = once ? Holiday::Found::once : Holiday::Found::each_year;
  if (!once) return holiday;
  const auto century = two(text.substr(0, 2));
  const auto rest = two(text.substr(2, 2));
  if (!century || !rest) return std::nullopt;
  holiday.year = std::chrono::year(static_cast<int>(*century * 100 + *rest));
  return (holiday.year / holiday.day).ok() ? std::optional(holiday) : std::nullopt;
}

Holiday read_date(const Place& place) {
  const std::string text = place.text("date");
  const auto holiday = holiday_on(text);
  if (!holiday && !text.empty()) place.fault("date", "a date like 12-25 or 2026-12-24");
  return holiday.value_or(Holiday());
}

// The first such day of the week from a day of the year on.
Holiday read_weekday(const Place& place) {
  Holiday holiday;
  holiday.found = Holiday::Found::weekday_from;
  const auto day = day_named(place.text("weekday"));
  if (day) holiday.weekday = std::chrono::weekday(*day);
  if (!day && place.has("weekday")) place.fault("weekday", kDayWanted);
  const std::string from = place.text("from");
  const auto first = month_day_of(from);
  // Where most years have no such day, the day after it is meant.
  if (first && *first != std::chrono::February / 29) {
    holiday.day = *first;
  } else if (!from.empty()) {
    place.fault("from", "a day of every year, like 11-22");
  }
  return holiday;
}

Holiday read_easter(const Place& place) {
  Holiday holiday;
  holiday.found = Holiday::Found::easter;
  holiday.after_easter =
      std::chrono::days(place.whole("easter", -kFarthestFromEaster, kFarthestFromEaster));
  return holiday;
}

Holiday read_holiday(const Place& place) {
  const int ways = int{place.has("date")} + int{place.has("weekday")} + int{place.has("easter")};
  if (ways != 1) place.fault("given exactly one of date, weekday and easter");
  Holiday holiday;
  if (place.has("date")) holiday = read_date(place);
  if (place.has("weekday")) holiday = read_weekday(place);
  if (place.has("easter")) holiday = read_easter(place);
  if (place.has("substitute")) {
    holiday.substitute = read_word<Substitute>(place, "substitute",
                                               {{"nearest", Substitute::nearest},
                                                {"next_weekday", Substitute::next_weekday},
                                                {"after_sunday", Substitute::after_sunday}})
                             .value_or(Substitute::none);
  }
  place.end();
  return holiday;
}

std::vector<Holiday> read_holidays(const Place& place) {
  std::vector<Holiday> holidays;
  for (const Place& entry : place.list("holidays")) holidays.push_back(read_holiday(entry));
  if (!place.has("holidays")) place.fault("holidays", "a list and is missing: [] when it has none");
  if (holidays.size() > kMostHolidays) {
    place.fault("holidays", "a list of at most " + std::to_string(kMostHolidays));
    holidays.clear();
  }
  return holidays;
}

Calendar read_calendar(const Place& place) {
  std::string id = place.text("id");
  Calendar::Days days{};
  for (const std::string& name : read_some(place, "working_days")) {
    const auto day = day_named(name);
    if (day) days[*day] = true;
    if (!day) place.fault("working_days", "a list of sun to sat: " + name + " is none");
  }
  std::vector<Holiday> holidays = read_holidays(place);
  place.end();
  return {std::move(id), days, std::move(holidays)};
}

std::size_t read_calendar_of(const Place& place, const Catalog& catalog) {
  const std::string id = place.text("calendar");
  const auto index = index_of(catalog.calendars, id, &Calendar::id);
  if (!index && !id.empty()) place.fault("calendar", "the id of a calendar: " + id + " is none");
  return index.value_or(0);
}

std::optional<TimeZone> read_zone_name(const Place& place) {
  const std::string name = place.text("time_zone");
  if (name.empty()) return std::nullopt;
  auto zone = TimeZone::find(name);
  if (!zone) place.fault("time_zone", "a zone of the tz database, like Europe/Berlin");
  return zone;
}

void read_days(const Place& place, DeliveryDays& delivery) {
  const auto days = place.object("days");
  if (!days) return;
  delivery.from = days->whole("from", 0, kMostDays);
  delivery.until = days->whole("until", 0, kMostDays);
  if (delivery.until < delivery.from) days->fault("until", "no less than from");
  days->end();
}

void read_hours(const Place& place, DeliveryDays& delivery) {
  const auto hours = place.object("hours");
  if (!hours) return;
  const auto from = read_hour(*hours, "from");
  const auto until = read_hour(*hours, "until");
  if (from && until && *until <= *from) hours->fault("longer: until comes after from");
  delivery.opens = from.value_or(minutes(0));
  delivery.closes = until.value_or(minutes(0));
  hours->end();
}

// Whoever may come on the day of the order comes after the last order of that day.
void check_same_day(const Place& place, const Dispatch& dispatch, const DeliveryDays& delivery) {
  if (!place.has("days") || !place.has("hours") || delivery.from != 0) return;
  if (delivery.handling_days.value_or(dispatch.handling_days) != 0) return;
  if (delivery.opens >= delivery.cut_off.value_or(dispatch.cut_off)) return;
  place.fault("hours", "from cut_off on, when days and handling_days may be 0");
}

}  // namespace

void read_dispatch(const Place& root, Catalog& catalog) {
  Unique ids;
  const std::vector<Place> places = root.list("calendars");
  if (places.size() > kMostCalendars) {
    root.fault("calendars", "a list of at most " + std::to_string(kMostCalendars));
    return;
  }
  for (const Place& place : places) {
    catalog.calendars.push_back(read_calendar(place));
    ids.add(place, "id", catalog.calendars.back().id());
  }
  const auto place = root.optional_object("dispatch");
  if (!place) return;
  const auto zone = read_zone_name(*place);
  const std::size_t calendar = read_calendar_of(*place, catalog);
  const auto cut_off = read_hour(*place, "cut_off");
  const std::int64_t handling = place->whole("handling_days", 0, kMostDays);
  place->end();
  if (zone && cut_off) catalog.dispatch = Dispatch{*zone, calendar, *cut_off, handling};
}

std::optional<DeliveryDays> read_delivery(const Place& place, const Catalog& catalog) {
  const auto given = place.optional_object("delivery");
  if (!given) return std::nullopt;
  DeliveryDays delivery;
  delivery.calendar = read_calendar_of(*given, catalog);
  read_days(*given, delivery);
  read_hours(*given, delivery);
  if (given->has("cut_off")) delivery.cut_off = read_hour(*given, "cut_off");
  if (given->has("handling_days")) {
    delivery.handling_days = given->whole("handling_days", 0, kMostDays);
  }
  if (catalog.dispatch) check_same_day(*given, *catalog.dispatch, delivery);
  given->end();
  if (place.has("window_hours")) place.fault("delivery", "left out where window_hours is given");
  return delivery;
}

}  // namespace till::commerce
