#include "products/feeds/feed_numbers.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.h"
#include "base/blanks.h"
#include "base/currency.h"
#include "products/feeds/feed_text.h"

namespace till::products {
namespace {

constexpr std::size_t kMostDigits = 15;  // Within kAmountMax.

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A number as digits and how many of them are decimals.
struct Decimal {
  std::int64_t digits = 0;
  int decimals = 0;
  bool negative = false;
  bool unsure = false;  // 1,234 or 1.234: a group of thousands, or decimals?
  bool comma = false;   // The separator in question.
};

// Digits and separators of a number, with blanks and apostrophes between thousands left out.
struct Figures {
  std::string text;
  std::size_t points = 0;
  std::size_t commas = 0;
};

std::optional<Figures> figures_of(std::string_view text) {
  Figures found;
  while (!text.empty()) {
    // A blank, also one that does not break, or an apostrophe between digits.
    const std::size_t blank = text.starts_with("\xC2\xA0")                  ? 2
                              : text.starts_with("\xE2\x80\xAF")            ? 3
                              : text.front() == ' ' || text.front() == '\'' ? 1
                                                                            : 0;
    if (blank > 0) {
      text.remove_prefix(blank);
      continue;
    }
    const char c = text.front();
    if (!is_digit(c) && c != '.' && c != ',') return std::nullopt;
    found.points += c == '.' ? 1 : 0;
    found.commas += c == ',' ? 1 : 0;
    found.text += c;
    text.remove_prefix(1);
  }
  return found;
}

// Is each group behind such a separator of three digits?
bool in_thousands(std::string_view text, char separator) {
  std::size_t at = text.find(separator);
  if (at == 0 || at > 3) return false;
  while (at != std::string_view::npos) {
    const std::size_t next = text.find(separator, at + 1);
    if ((next == std::string_view::npos ? text.size() : next) - at != 4) return false;
    at = next;
  }
  return true;
}

// Which character of the figures begins the decimals; nothing where they are no number.
std::optional<char> decimal_separator(const Figures& figures, bool& unsure) {
  const std::string& text = figures.text;
  if (figures.points > 0 && figures.commas > 0) {
    const char last = text.find_last_of('.') > text.find_last_of(',') ? '.' : ',';
    const char other = last == '.' ? ',' : '.';
    if (std::count(text.begin(), text.end(), last) > 1) return std::nullopt;
    if (!in_thousands(std::string_view(text).substr(0, text.find(last)), other)) {
      return std::nullopt;
    }
    return last;
  }
  const char only = figures.points > 0 ? '.' : ',';
  const std::size_t times = figures.points + figures.commas;
  if (times == 0) return '.';
  if (times > 1)
    return in_thousands(text, only) ? std::optional<char>(only == '.' ? ',' : '.') : std::nullopt;
  unsure = in_thousands(text, only) && text.front() != '0';
  return only;
}

std::optional<Decimal> decimal_of(std::string_view text) {
  Decimal found;
  text = trimmed(text);
  if (text.starts_with('-') || text.starts_with('+')) {
    found.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  const auto figures = figures_of(trimmed(text));
  if (!figures || figures->text.empty()) return std::nullopt;
  const auto separator = decimal_separator(*figures, found.unsure);
  if (!separator) return std::nullopt;
  found.comma = *separator == ',';
  const std::size_t point = figures->text.find(*separator);
  std::size_t count = 0;
  for (std::size_t at = 0; at < figures->text.size(); ++at) {
    const char c = figures->text[at];
    if (!is_digit(c)) continue;
    ++count;
    if (count > kMostDigits) return std::nullopt;
    found.digits = found.digits * 10 + (c - '0');
    if (point != std::string::npos && at > point) ++found.decimals;
  }
  return count == 0 ? std::nullopt : std::optional<Decimal>(found);
}

void drop_zeros(Decimal& number, int least) {
  while (number.decimals > least && number.digits % 10 == 0) {
    number.digits /= 10;
    --number.decimals;
  }
}

Sentence example(std::string_view currency) {
  const std::string code = currency.empty() ? "usd" : lower_text(currency);
  constexpr std::int64_t kFifteen[] = {1500, 150, 1500, 15'000, 150'000};
  const Amount amount{kFifteen[minor_unit_digits(code)]};
  return "Write " + decimal_text(amount, code) + " " + upper(code) + ".";
}

// Takes the currency out of the text.
std::optional<std::string> currency_in(std::string_view& text) {
  const auto letter = [](char c) { return lower(c) >= 'a' && lower(c) <= 'z'; };
  if (text.size() < 3) return std::nullopt;
  const std::string_view first = text.substr(0, 3), last = text.substr(text.size() - 3);
  if (std::all_of(last.begin(), last.end(), letter)) {
    text.remove_suffix(3);
    return lower_text(last);
  }
  if (std::all_of(first.begin(), first.end(), letter)) {
    text.remove_prefix(3);
    return lower_text(first);
  }
  return std::nullopt;
}

// In minor units; refused where the currency has no such decimals.
Result<Amount, Sentence> minor_units(Decimal number, const std::string& currency) {
  const int digits = minor_unit_digits(currency);
  // Yen have no decimals, and hardly anything writes thousands of a comma otherwise.
  if (number.unsure && digits == 0 && number.comma) {
    number.decimals = 0;
  } else if (number.unsure) {
    return refused(Sentence("This may be thousands or decimals. " + example(currency)));
  }
  drop_zeros(number, digits);
  if (number.decimals > digits) {
    return refused("The price has more decimals than " + upper(currency) + ". " +
                   example(currency));
  }
  for (; number.decimals < digits; ++number.decimals) {
    if (number.digits > kAmountMax / 10) return refused(Sentence("The price is too high."));
    number.digits *= 10;
  }
  return Amount{number.digits};
}

struct Unit {
  std::string_view name;
  std::int64_t times;  // Of a billionth of a gram or a millimetre.
};
constexpr std::int64_t kBillion = 1'000'000'000;
constexpr std::array<Unit, 15> kWeights{{{"g", kBillion},
                                         {"gr", kBillion},
                                         {"gram", kBillion},
                                         {"grams", kBillion},
                                         {"kg", 1000 * kBillion},
                                         {"kgs", 1000 * kBillion},
                                         {"kilogram", 1000 * kBillion},
                                         {"kilograms", 1000 * kBillion},
                                         {"mg", kBillion / 1000},
                                         {"lb", 453'592'370'000},
                                         {"lbs", 453'592'370'000},
                                         {"pound", 453'592'370'000},
                                         {"pounds", 453'592'370'000},
                                         {"oz", 28'349'523'125},
                                         {"ounces", 28'349'523'125}}};
constexpr std::array<Unit, 11> kLengths{{{"mm", kBillion},
                                         {"cm", 10 * kBillion},
                                         {"m", 1000 * kBillion},
                                         {"in", 25'400'000'000},
                                         {"inch", 25'400'000'000},
                                         {"inches", 25'400'000'000},
                                         {"\"", 25'400'000'000},
                                         {"ft", 304'800'000'000},
                                         {"feet", 304'800'000'000},
                                         {"yd", 914'400'000'000},
                                         {"yards", 914'400'000'000}}};
constexpr std::int64_t kMostMeasure = 1'000'000'000;  // A thousand tons, a thousand kilometres.

template <std::size_t kSize>
Result<std::int64_t, Sentence> measured(std::string_view text, std::string_view unit,
                                        const std::array<Unit, kSize>& units,
                                        std::string_view cure) {
  text = trimmed(text);
  const std::size_t end = text.find_last_of("0123456789") + 1;  // 0 where there is none.
  const std::string_view own = trimmed(text.substr(end));
  const std::string name = lower_text(own.empty() ? unit : own);
  const auto* const found =
      std::find_if(units.begin(), units.end(), [&](const Unit& one) { return one.name == name; });
  auto number = decimal_of(text.substr(0, end));
  const bool point = text.find(',') == std::string_view::npos;
  if (found == units.end() || !number || number->negative || (number->unsure && !point)) {
    return refused(Sentence("This is no measure with a unit. Write " + std::string(cure) + "."));
  }
  drop_zeros(*number, 0);
  __extension__ using Wide = __int128;
  const Wide scaled = static_cast<Wide>(number->digits) * found->times;
  Wide part = kBillion;
  for (int i = 0; i < number->decimals; ++i) part *= 10;
  const Wide rounded = (scaled + part / 2) / part;
  if (rounded > kMostMeasure) return refused(Sentence("This is too much to be true."));
  return static_cast<std::int64_t>(rounded);
}

// "0800" or "08:00" behind a sign.
std::string offset_text(std::string_view text) {
  if (text.size() == 5 && text[3] != ':') {
    return std::string(text.substr(0, 3)) + ":" + std::string(text.substr(3));
  }
  if (text.size() == 3) return std::string(text) + ":00";
  return std::string(text);
}

}  // namespace

Result<Money, Sentence> money_of(std::string_view text, std::string_view currency) {
  text = trimmed(text);
  std::string code(currency);
  if (std::none_of(text.begin(), text.end(), is_digit)) {
    return refused("This is no price. " + example(code));
  }
  if (const auto own = currency_in(text)) {
    if (!is_currency(*own)) {
      return refused(upper(*own) + " is no currency. " + example(currency));
    }
    code = *own;
  }
  const auto number = decimal_of(text);
  if (!number) return refused("This is no price. " + example(code));
  if (code.empty()) return refused("The price has no currency. " + example(code));
  if (number->negative) return refused(Sentence("The price is below zero. " + example(code)));
  const auto amount = minor_units(*number, code);
  if (!amount) return refused(amount.error());
  return Money{*amount, code};
}

Result<std::int64_t, Sentence> grams_of(std::string_view text, std::string_view unit) {
  return measured(text, unit, kWeights, "1.5 kg, 350 g, 2 lb or 12 oz");
}

Result<std::int64_t, Sentence> millimetres_of(std::string_view text, std::string_view unit) {
  return measured(text, unit, kLengths, "20 cm, 200 mm or 8 in");
}

std::optional<std::int64_t> whole_of(std::string_view text) {
  auto number = decimal_of(text);
  if (!number) return std::nullopt;
  if (number->unsure) {  // Pieces have no decimals: these are thousands.
    number->decimals = 0;
  }
  drop_zeros(*number, 0);
  if (number->decimals > 0) return std::nullopt;
  return number->negative ? -number->digits : number->digits;
}

std::optional<bool> flag_of(std::string_view text) {
  text = trimmed(text);
  for (const std::string_view yes : {"true", "yes", "1", "y", "t"}) {
    if (equal_ignoring_case(text, yes)) return true;
  }
  for (const std::string_view no : {"false", "no", "0", "n", "f"}) {
    if (equal_ignoring_case(text, no)) return false;
  }
  return std::nullopt;
}

std::optional<Timestamp> moment_of(std::string_view text, Day day) {
  text = trimmed(text);
  if (text.size() == 10) {
    const auto begin = parse_rfc3339(std::string(text) + "T00:00:00Z");
    constexpr Milliseconds kDay(86'400'000);
    return begin && day == Day::end ? *begin + kDay : begin;
  }
  if (text.size() < 16 || (text[10] != 'T' && text[10] != 't' && text[10] != ' ')) {
    return std::nullopt;
  }
  std::string_view rest = text.substr(16);
  std::string whole = std::string(text.substr(0, 10)) + "T" + std::string(text.substr(11, 5));
  const std::size_t zone = std::min(rest.find_first_of("Zz+-"), rest.size());
  const std::string_view seconds = trimmed(rest.substr(0, zone));
  whole += seconds.empty() ? ":00" : std::string(seconds);
  whole += zone == rest.size() ? "Z" : offset_text(rest.substr(zone));
  return parse_rfc3339(whole);
}

Result<std::string, Sentence> gtin_of(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (is_digit(c))
      digits += c;
    else if (c != ' ' && c != '-') {
      return refused(Sentence("A GTIN has digits alone. Write it as text, not as a number."));
    }
  }
  if (digits.size() != 8 && (digits.size() < 12 || digits.size() > 14)) {
    return refused(Sentence("A GTIN has 8, 12, 13 or 14 digits. Write it with its zeros."));
  }
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    sum += (digits[digits.size() - 1 - i] - '0') * (i % 2 == 1 ? 3 : 1);
  }
  if (sum % 10 != 0) {
    return refused(Sentence("The last digit of the GTIN is wrong. Compare it with the package."));
  }
  return digits;
}

}  // namespace till::products
