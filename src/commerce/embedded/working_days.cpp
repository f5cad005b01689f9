#include "commerce/embedded/working_days.h"

#include <algorithm>
#include <set>
#include <utility>

namespace till::commerce {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::Saturday;
using std::chrono::Sunday;
using std::chrono::weekday;
using std::chrono::year;

constexpr year kFirst{2000};
constexpr year kLast{2100};
constexpr days kLongest{366};

local_days day_in(year of, std::chrono::month_day day) { return local_days(of / day); }

// In that year; nothing on the 29th of February of most, or when it is a day of another year.
std::optional<local_days> day_of(const Holiday& holiday, year in) {
  switch (holiday.found) {
    case Holiday::Found::once:
      if (in != holiday.year) return std::nullopt;
      return day_in(in, holiday.day);
    case Holiday::Found::each_year:
      if (!(in / holiday.day).ok()) return std::nullopt;
      return day_in(in, holiday.day);
    case Holiday::Found::weekday_from: {
      const local_days first = day_in(in, holiday.day);
      return first + (holiday.weekday - weekday(first));
    }
    case Holiday::Found::easter: break;
  }
  return easter_of(in) + holiday.after_easter;
}

bool is_weekend(local_days day) { return weekday(day) == Saturday || weekday(day) == Sunday; }

// Where else the holiday is kept, besides the days that are kept already.
std::optional<local_days> substitute_of(Substitute kind, local_days day,
                                        const std::set<local_days>& kept) {
  const bool sunday = weekday(day) == Sunday;
  if (!is_weekend(day) || (kind == Substitute::after_sunday && !sunday)) return std::nullopt;
  switch (kind) {
    case Substitute::none: return std::nullopt;
    case Substitute::nearest: return sunday ? day + days(1) : day - days(1);
    case Substitute::next_weekday:
      while (is_weekend(day) || kept.contains(day)) day += days(1);
      return day;
    case Substitute::after_sunday: break;
  }
  while (kept.contains(day)) day += days(1);
  return day;
}

}  // namespace

// The rule of the calendar reform in the anonymous form of 1876, printed in Meeus, Astronomical
// Algorithms, chapter 8.
local_days easter_of(year of) {
  const int y = static_cast<int>(of);
  const int golden = y % 19, century = y / 100, rest = y % 100;
  const int skipped = (century - (century + 8) / 25 + 1) / 3;
  const int epact = (19 * golden + century - century / 4 - skipped + 15) % 30;
  const int sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
  const int late = (golden + 11 * epact + 22 * sunday) / 451;
  const int sum = epact + sunday - 7 * late + 114;
  return local_days(of / std::chrono::month(static_cast<unsigned>(sum / 31)) /
                    std::chrono::day(static_cast<unsigned>(sum % 31 + 1)));
}

std::vector<local_days> days_of(const std::vector<Holiday>& holidays, year first, year last) {
  std::set<local_days> kept;
  std::vector<std::pair<local_days, Substitute>> moved;
  // A substitute may lie in the year before or after that of its holiday.
  for (year in = first - std::chrono::years(1); in <= last + std::chrono::years(1); ++in) {
    for (const Holiday& holiday : holidays) {
      const auto day = day_of(holiday, in);
      if (!day) continue;
      kept.insert(*day);
      if (holiday.substitute != Substitute::none) moved.emplace_back(*day, holiday.substitute);
    }
  }
  std::stable_sort(moved.begin(), moved.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [day, kind] : moved) {
    if (const auto substitute = substitute_of(kind, day, kept)) kept.insert(*substitute);
  }
  return {kept.lower_bound(local_days(first / std::chrono::January / 1)),
          kept.upper_bound(local_days(last / std::chrono::December / 31))};
}

Calendar::Calendar(std::string id, Days days, std::vector<Holiday> holidays)
    : id_(std::move(id)),
      days_(days),
      holidays_(std::move(holidays)),
      closed_(days_of(holidays_, kFirst, kLast)) {}

bool Calendar::works_on(local_days day) const {
  const std::chrono::year in = std::chrono::year_month_day(day).year();
  return in >= kFirst && in <= kLast && days_[weekday(day).c_encoding()] &&
         !std::binary_search(closed_.begin(), closed_.end(), day);
}

std::optional<local_days> Calendar::from(local_days day, std::int64_t more) const {
  while (true) {
    const local_days latest = day + kLongest;
    while (!works_on(day)) {
      if (day >= latest) return std::nullopt;
      day += days(1);
    }
    if (more-- == 0) return day;
    day += days(1);
  }
}

}  // namespace till::commerce
