#include "base/locale_text.h"

#include <fmt/format.h>

#include <array>

#include "base/currency.h"

namespace till {
namespace {

using Months = std::array<std::string_view, 12>;

constexpr Months kEnglish{"January", "February", "March",     "April",   "May",      "June",
                          "July",    "August",   "September", "October", "November", "December"};
constexpr Months kFrench{"janvier", "février", "mars",      "avril",   "mai",      "juin",
                         "juillet", "août",    "septembre", "octobre", "novembre", "décembre"};
constexpr Months kGerman{"Januar", "Februar", "März",      "April",   "Mai",      "Juni",
                         "Juli",   "August",  "September", "Oktober", "November", "Dezember"};
constexpr Months kSpanish{"enero", "febrero", "marzo",      "abril",   "mayo",      "junio",
                          "julio", "agosto",  "septiembre", "octubre", "noviembre", "diciembre"};

struct Conventions {
  std::string_view group;      // Between thousands.
  std::size_t least_grouped;   // Fewer digits stand together.
  char point = '.';            // Before what is less than one.
  bool currency_last = false;  // "14,50 €".
};

Conventions conventions_of(Language language) {
  switch (language) {
    case Language::fr: return {"\u202F", 4, ',', true};
    case Language::de: return {".", 4, ',', true};
    case Language::es: return {".", 5, ',', true};
    case Language::en:
    case Language::ja: break;
  }
  return {",", 4, '.', false};
}

// The sign by which people know the currency, or its code in upper case.
std::string sign_of(std::string_view currency, Language language) {
  if (currency == "usd") return "$";
  if (currency == "eur") return "€";
  if (currency == "gbp") return "£";
  if (currency == "jpy") return language == Language::ja ? "￥" : "¥";
  std::string code(currency);
  for (char& c : code) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return code;
}

bool is_code(std::string_view sign) { return sign.front() >= 'A' && sign.front() <= 'Z'; }

std::string grouped(std::string digits, const Conventions& conventions) {
  if (digits.size() < conventions.least_grouped) return digits;
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, conventions.group);
  }
  return digits;
}

// What decimal_text writes, which stands without a sign here.
std::string number_text(Amount amount, std::string_view currency, const Conventions& conventions) {
  const std::string plain = decimal_text(amount, currency);
  const std::size_t point = plain.find('.');
  std::string text = grouped(plain.substr(0, point), conventions);
  if (point != std::string::npos) text += conventions.point + plain.substr(point + 1);
  return text;
}

// The parts of an RFC 3339 text in UTC.
struct Day {
  std::string year;
  std::size_t month;  // From 1.
  std::size_t day;
  std::string minute;
};

Day day_of(Timestamp time) {
  const std::string text = format_rfc3339(time);
  const auto two = [&text](std::size_t at) {
    return static_cast<std::size_t>((text[at] - '0') * 10 + (text[at + 1] - '0'));
  };
  return {text.substr(0, 4), two(5), two(8), text.substr(11, 5)};
}

}  // namespace

std::string money_text(Amount amount, std::string_view currency, Language language) {
  const Conventions conventions = conventions_of(language);
  const std::string minus = amount.minor < 0 ? "−" : "";
  const Amount magnitude{amount.minor < 0 ? -amount.minor : amount.minor};
  const std::string number = number_text(magnitude, currency, conventions);
  if (currency.empty()) return minus + number;
  const std::string sign = sign_of(currency, language);
  if (conventions.currency_last) return minus + number + " " + sign;
  return minus + sign + (is_code(sign) ? " " : "") + number;
}

std::string moment_text(Timestamp time, Language language) {
  const Day at = day_of(time);
  const std::size_t month = at.month - 1;
  switch (language) {
    case Language::fr:
      return fmt::format("{}{} {} {} à {} UTC", at.day, at.day == 1 ? "er" : "", kFrench.at(month),
                         at.year, at.minute);
    case Language::de:
      return fmt::format("{}. {} {}, {} UTC", at.day, kGerman.at(month), at.year, at.minute);
    case Language::es:
      return fmt::format("{} de {} de {}, {} UTC", at.day, kSpanish.at(month), at.year, at.minute);
    case Language::ja:
      return fmt::format("{}年{}月{}日 {} UTC", at.year, at.month, at.day, at.minute);
    case Language::en: break;
  }
  return fmt::format("{} {}, {}, {} UTC", kEnglish.at(month), at.day, at.year, at.minute);
}

}  // namespace till
