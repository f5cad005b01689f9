#include "stripe_double/values.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace till::stripe_double {
namespace {

using Least = std::pair<std::string_view, std::int64_t>;

constexpr std::array<std::string_view, 2> kWholeOnly{"isk", "ugx"};
constexpr std::array<std::string_view, 5> kThousandths{"bhd", "jod", "kwd", "omr", "tnd"};
constexpr std::array kLeast{Least{"aed", 200},    Least{"bgn", 100},  Least{"czk", 1500},
                            Least{"dkk", 250},    Least{"gbp", 30},   Least{"hkd", 400},
                            Least{"huf", 17'500}, Least{"mxn", 1000}, Least{"myr", 200},
                            Least{"nok", 300},    Least{"pln", 200},  Least{"ron", 200},
                            Least{"sek", 300},    Least{"thb", 1000}};
// Stripe states a least amount for these. For any other currency it is what they are worth, which
// nobody can say without an exchange rate.
constexpr std::array<std::string_view, 16> kLikeDollars{"ars", "aud", "brl", "cad", "chf", "cop",
                                                        "eur", "idr", "ils", "inr", "jpy", "krw",
                                                        "nzd", "sgd", "usd", "zar"};

template <class Names>
bool holds(const Names& names, std::string_view currency) {
  return std::find(names.begin(), names.end(), currency) != names.end();
}

std::int64_t least_amount(std::string_view currency) {
  for (const auto& [known, least] : kLeast) {
    if (known == currency) return least;
  }
  return holds(kLikeDollars, currency) ? 50 : 1;
}

std::int64_t greatest_amount(std::string_view currency) {
  if (currency == "idr") return 999'999'999'999;
  if (currency == "lbp") return 99'999'999'999;
  if (currency == "cop" || currency == "huf" || currency == "jpy") return 9'999'999'999;
  return currency == "inr" ? 999'999'999 : 99'999'999;
}

}  // namespace

std::optional<Answer> objection_to_part(std::int64_t amount, std::string_view currency,
                                        std::string_view param) {
  if (holds(kWholeOnly, currency) && amount % 100 != 0) {
    const std::string message = "Invalid amount. The currency " + std::string(currency) +
                                " has no parts any more: the amount must be divisible by 100.";
    return invalid({.message = message, .param = param});
  }
  if (holds(kThousandths, currency) && amount % 10 != 0) {
    return invalid({.message = "Invalid amount: the last digit must be 0.", .param = param});
  }
  return std::nullopt;
}

std::optional<Answer> objection_to_charge(std::int64_t amount, std::string_view currency) {
  if (amount < least_amount(currency)) {
    return invalid({.code = "amount_too_small",
                    .message = "The amount must be greater than or equal to the minimum charge "
                               "amount allowed for your account and the currency set.",
                    .param = "amount"});
  }
  if (amount > greatest_amount(currency)) {
    return invalid({.code = "amount_too_large",
                    .message = "The amount has more digits than the currency allows.",
                    .param = "amount"});
  }
  return objection_to_part(amount, currency, "amount");
}

std::optional<Answer> objection_to_receipt(std::string_view address) {
  const std::size_t at = address.find('@');
  const bool ascii = std::all_of(address.begin(), address.end(), [](char c) {
    return c > ' ' && c < '\x7f' && c != ',' && c != '<';
  });
  const bool whole =
      at != std::string_view::npos && at > 0 && address.find('@', at + 1) == std::string_view::npos;
  const std::string_view domain = whole ? address.substr(at + 1) : "";
  const std::size_t dot = domain.find('.');
  const bool dotted = dot != std::string_view::npos && dot > 0 && !domain.ends_with('.');
  if (address.empty() || (ascii && dotted)) return std::nullopt;
  const std::string message = "Invalid email address: " + std::string(address);
  return invalid({.code = "email_invalid", .message = message, .param = "receipt_email"});
}

}  // namespace till::stripe_double
