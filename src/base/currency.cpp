#include "base/currency.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace till {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::array kWithoutDecimals{"bif"sv, "clp"sv, "djf"sv, "gnf"sv, "isk"sv, "jpy"sv,
                                      "kmf"sv, "krw"sv, "pyg"sv, "rwf"sv, "ugx"sv, "uyi"sv,
                                      "vnd"sv, "vuv"sv, "xaf"sv, "xof"sv, "xpf"sv};
constexpr std::array kWithThreeDecimals{"bhd"sv, "iqd"sv, "jod"sv, "kwd"sv,
                                        "lyd"sv, "omr"sv, "tnd"sv};
constexpr std::array kWithFourDecimals{"clf"sv, "uyw"sv};

template <class Codes>
bool holds(const Codes& codes, std::string_view currency) {
  return std::find(codes.begin(), codes.end(), currency) != codes.end();
}

}  // namespace

int minor_unit_digits(std::string_view currency) {
  if (holds(kWithoutDecimals, currency)) return 0;
  if (holds(kWithThreeDecimals, currency)) return 3;
  if (holds(kWithFourDecimals, currency)) return 4;
  return 2;
}

std::string decimal_text(Amount amount, std::string_view currency) {
  const int digits = minor_unit_digits(currency);
  if (digits == 0) return std::to_string(amount.minor);
  std::int64_t unit = 1;
  for (int i = 0; i < digits; ++i) unit *= 10;
  const std::int64_t rest = amount.minor % unit;
  const char* sign = amount.minor < 0 && amount.minor > -unit ? "-" : "";
  return fmt::format("{}{}.{:0{}}", sign, amount.minor / unit, rest < 0 ? -rest : rest, digits);
}

}  // namespace till
