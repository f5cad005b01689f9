#include "base/clock.h"

namespace till {
namespace {

// Reads exactly `width` digits at `at`; nothing when they are not all digits.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t width) {
  if (at + width > text.size()) return std::nullopt;
  int value = 0;
  for (std::size_t i = at; i < at + width; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

// Milliseconds of a fraction that begins at `at` with its point; moves `at` past it.
std::optional<int> fraction_ms(std::string_view text, std::size_t& at) {
  if (at >= text.size() || text[at] != '.') return 0;
  int value = 0;
  int weight = 100;
  const std::size_t first = ++at;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
    value += (text[at] - '0') * weight;
    weight /= 10;
  }
  return at == first ? std::nullopt : std::optional<int>(value);
}

// The offset from UTC in minutes that ends the text; nothing when it is malformed.
std::optional<int> offset_minutes(std::string_view text, std::size_t at) {
  if (at >= text.size()) return std::nullopt;
  if (text[at] == 'Z' || text[at] == 'z') {
    return at + 1 == text.size() ? std::optional<int>(0) : std::nullopt;
  }
  if ((text[at] != '+' && text[at] != '-') || text.size() != at + 6 || text[at + 3] != ':') {
    return std::nullopt;
  }
  const auto hours = digits(text, at + 1, 2);
  const auto minutes = digits(text, at + 4, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const int total = *hours * 60 + *minutes;
  return text[at] == '-' ? -total : total;
}

// Whole seconds since the epoch of the civil time that begins the text.
std::optional<std::int64_t> civil_seconds(std::string_view text) {
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':' ||
      (text[10] != 'T' && text[10] != 't')) {
    return std::nullopt;
  }
  const auto year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
  const auto hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const auto days = std::chrono::sys_days(date).time_since_epoch().count();
  return days * 86400LL + *hour * 3600 + *minute * 60 + *second;
}

// Every answer and every line of the log shows times, so they are not left to printf.
void put_digits(std::string& text, std::size_t at, std::size_t width, unsigned value) {
  for (std::size_t i = at + width; i > at; --i, value /= 10) {
    text[i - 1] = static_cast<char>('0' + value % 10);
  }
}

}  // namespace

Timestamp SystemClock::now() const {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<Milliseconds>(since_epoch).count()};
}

std::string format_rfc3339(Timestamp time) {
  const auto instant = std::chrono::sys_time<Milliseconds>(Milliseconds(time.ms));
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(instant - day));
  std::string text = "0000-00-00T00:00:00Z";
  put_digits(text, 0, 4, static_cast<unsigned>(static_cast<int>(date.year())));
  put_digits(text, 5, 2, static_cast<unsigned>(date.month()));
  put_digits(text, 8, 2, static_cast<unsigned>(date.day()));
  put_digits(text, 11, 2, static_cast<unsigned>(clock.hours().count()));
  put_digits(text, 14, 2, static_cast<unsigned>(clock.minutes().count()));
  put_digits(text, 17, 2, static_cast<unsigned>(clock.seconds().count()));
  return text;
}

std::optional<Timestamp> parse_rfc3339(std::string_view text) {
  const auto seconds = civil_seconds(text);
  if (!seconds) return std::nullopt;
  std::size_t at = 19;
  const auto fraction = fraction_ms(text, at);
  const auto offset = offset_minutes(text, at);
  if (!fraction || !offset) return std::nullopt;
  return Timestamp{(*seconds - *offset * 60LL) * 1000 + *fraction};
}

}  // namespace till
