// Calendar: the days somebody works: days of the week without holidays. Pure.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace till::commerce {

// When else a holiday that falls on a free day is kept. The day itself stays one.
enum class Substitute {
  none,
  nearest,       // From Saturday on Friday before, from Sunday on Monday after.
  next_weekday,  // From Saturday or Sunday on the next day that is neither, nor a holiday.
  after_sunday   // From Sunday on the next day that is no holiday.
};

// A day, or a day of each year, found in one of four ways.
struct Holiday {
  enum class Found { once, each_year, weekday_from, easter };
  Found found = Found::once;
  std::chrono::year year{0};          // once
  std::chrono::month_day day{};       // once, each_year; the first day that weekday_from may be
  std::chrono::weekday weekday{};     // weekday_from
  std::chrono::days after_easter{0};  // easter, of the western churches
  Substitute substitute = Substitute::none;
};

// A plain value. It knows the years 2000 to 2100, of which others are not known to be worked in.
class Calendar {
 public:
  using Days = std::array<bool, 7>;  // From Sunday on.
  Calendar(std::string id, Days days, std::vector<Holiday> holidays);

  const std::string& id() const { return id_; }
  const Days& working_days() const { return days_; }
  const std::vector<Holiday>& holidays() const { return holidays_; }

  bool works_on(std::chrono::local_days day) const;
  // The first working day from `day` on, and then as many more; nothing when one of them is more
  // than a year after the one before.
  std::optional<std::chrono::local_days> from(std::chrono::local_days day, std::int64_t more) const;

 private:
  std::string id_;
  Days days_;
  std::vector<Holiday> holidays_;
  std::vector<std::chrono::local_days> closed_;  // In order.
};

// The holidays of a span of years with their substitutes, in order.
std::vector<std::chrono::local_days> days_of(const std::vector<Holiday>& holidays,
                                             std::chrono::year first, std::chrono::year last);

// Easter Sunday of the western churches.
std::chrono::local_days easter_of(std::chrono::year year);

}  // namespace till::commerce
