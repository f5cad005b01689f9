#include "payments/stripe/units.h"

#include <algorithm>
#include <array>

#include "base/currency.h"
#include "payments/stripe/options.h"

namespace till::payments::stripe {
namespace {

// What Stripe says of a currency at docs.stripe.com/currencies: under "Zero-decimal currencies",
// "Three-decimal currencies", "Special cases" and "Minimum and maximum charge amounts". The least
// amount is that of an account which is paid out in the currency; where the page has none it is 0.
struct CurrencyRow {
  std::string_view currency;
  int decimals = 2;
  std::int64_t multiple = 1;  // Every amount is one of it.
  std::int64_t least = 0;     // In Stripe's unit.
  int digits = kAmountDigits;
};

constexpr std::array kCurrencies{
    CurrencyRow{"aed", 2, 1, 200},
    CurrencyRow{"ars", 2, 1, 50},
    CurrencyRow{"aud", 2, 1, 50},
    CurrencyRow{"bgn", 2, 1, 100},
    CurrencyRow{"bhd", 3, 10},
    CurrencyRow{"bif", 0},
    CurrencyRow{"brl", 2, 1, 50},
    CurrencyRow{"cad", 2, 1, 50},
    CurrencyRow{"chf", 2, 1, 50},
    CurrencyRow{"clp", 0},
    CurrencyRow{"cop", 2, 1, 50, 10},
    CurrencyRow{"czk", 2, 1, 1500},
    CurrencyRow{"djf", 0},
    CurrencyRow{"dkk", 2, 1, 250},
    CurrencyRow{"eur", 2, 1, 50},
    CurrencyRow{"gbp", 2, 1, 30},
    CurrencyRow{"gnf", 0},
    CurrencyRow{"hkd", 2, 1, 400},
    CurrencyRow{"huf", 2, 1, 17'500, 10},
    CurrencyRow{"idr", 2, 1, 50, 12},
    CurrencyRow{"ils", 2, 1, 50},
    CurrencyRow{"inr", 2, 1, 50, 9},
    CurrencyRow{"isk", 2, 100},
    CurrencyRow{"jod", 3, 10},
    CurrencyRow{"jpy", 0, 1, 50, 10},
    CurrencyRow{"kmf", 0},
    CurrencyRow{"krw", 0, 1, 50},
    CurrencyRow{"kwd", 3, 10},
    CurrencyRow{"lbp", 2, 1, 0, 11},
    CurrencyRow{"mga", 0},
    CurrencyRow{"mxn", 2, 1, 1000},
    CurrencyRow{"myr", 2, 1, 200},
    CurrencyRow{"nok", 2, 1, 300},
    CurrencyRow{"nzd", 2, 1, 50},
    CurrencyRow{"omr", 3, 10},
    CurrencyRow{"php", 2, 1, 50},
    CurrencyRow{"pln", 2, 1, 200},
    CurrencyRow{"pyg", 0},
    CurrencyRow{"ron", 2, 1, 200},
    CurrencyRow{"rub", 2, 1, 50},
    CurrencyRow{"rwf", 0},
    CurrencyRow{"sek", 2, 1, 300},
    CurrencyRow{"sgd", 2, 1, 50},
    CurrencyRow{"thb", 2, 1, 1000},
    CurrencyRow{"tnd", 3, 10},
    CurrencyRow{"ugx", 2, 100},
    CurrencyRow{"usd", 2, 1, 50},
    CurrencyRow{"vnd", 0},
    CurrencyRow{"vuv", 0},
    CurrencyRow{"xaf", 0},
    CurrencyRow{"xof", 0},
    CurrencyRow{"xpf", 0},
    CurrencyRow{"zar", 2, 1, 50},
};
static_assert(std::is_sorted(kCurrencies.begin(), kCurrencies.end(),
                             [](const CurrencyRow& a, const CurrencyRow& b) {
                               return a.currency < b.currency;
                             }));

// "Currencies are two-decimal unless otherwise specified."
CurrencyRow row_of(std::string_view currency) {
  const auto found = std::lower_bound(
      kCurrencies.begin(), kCurrencies.end(), currency,
      [](const CurrencyRow& row, std::string_view code) { return row.currency < code; });
  const bool known = found != kCurrencies.end() && found->currency == currency;
  return known ? *found : CurrencyRow{currency};
}

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

// Stripe's amount is ours times `times` over `over`; one of the two is 1.
struct Scale {
  std::int64_t times = 1;
  std::int64_t over = 1;
};

Scale scale_of(const CurrencyRow& row) {
  const int more = row.decimals - minor_unit_digits(row.currency);
  return {power_of_ten(std::max(more, 0)), power_of_ten(std::max(-more, 0))};
}

// The least amount of ours that Stripe takes; all others are multiples of it.
std::int64_t step_of(const CurrencyRow& row) {
  const Scale scale = scale_of(row);
  return std::max<std::int64_t>(row.multiple / scale.times, 1) * scale.over;
}

}  // namespace

std::optional<std::int64_t> to_stripe(Amount amount, std::string_view currency) {
  const CurrencyRow row = row_of(currency);
  const Scale scale = scale_of(row);
  std::int64_t scaled = 0;
  if (amount.minor % step_of(row) != 0) return std::nullopt;
  if (__builtin_mul_overflow(amount.minor / scale.over, scale.times, &scaled)) return std::nullopt;
  return scaled;
}

std::int64_t to_stripe_at_least(Amount amount, std::string_view currency) {
  const std::int64_t step = step_of(row_of(currency));
  const std::int64_t over = amount.minor % step;
  const Amount fitting{over == 0 ? amount.minor : amount.minor - over + step};
  return to_stripe(fitting, currency).value_or(INT64_MAX);
}

Amount from_stripe(std::int64_t amount, std::string_view currency) {
  const Scale scale = scale_of(row_of(currency));
  std::int64_t scaled = 0;
  if (amount % scale.times != 0) return {-1};
  if (__builtin_mul_overflow(amount / scale.times, scale.over, &scaled)) return {kAmountMax};
  return {std::min(scaled, kAmountMax)};
}

Amount limit_from_stripe(std::int64_t amount, std::string_view currency) {
  return from_stripe(amount - amount % scale_of(row_of(currency)).times, currency);
}

checkout::ChargeLimits charge_limits(std::string_view currency, int digits) {
  const CurrencyRow row = row_of(currency);
  const Scale scale = scale_of(row);
  const std::int64_t most = power_of_ten(std::max(digits, row.digits)) - 1;
  checkout::ChargeLimits limits;
  limits.step = step_of(row);
  limits.least = {row.least / scale.times * scale.over};
  const std::int64_t whole = std::min(most / scale.times * scale.over, kAmountMax);
  limits.most = Amount{whole - whole % limits.step};
  return limits;
}

}  // namespace till::payments::stripe
