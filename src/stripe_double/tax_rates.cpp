#include "stripe_double/tax_rates.h"

#include <algorithm>
#include <array>

namespace till::stripe_double {
namespace {

constexpr std::int64_t kMillion = 1'000'000;
constexpr std::string_view kReducedCode = "txcd_10302000";
constexpr std::string_view kHome = "DE";

struct ZipRange {
  std::string_view state;
  int from;
  int until;  // The first three digits, both ends included.
  std::int64_t parts_per_million;
  bool on_shipping;
};
constexpr std::array kStates{
    ZipRange{"CA", 900, 961, 72'500, false}, ZipRange{"NY", 100, 149, 88'750, true},
    ZipRange{"TX", 750, 799, 62'500, true}, ZipRange{"WA", 980, 994, 65'000, true}};

struct CountryRate {
  std::string_view country;
  std::int64_t parts_per_million;
  std::int64_t reduced;
  std::string_view type;
};
constexpr std::array kCountries{
    CountryRate{"AT", 200'000, 100'000, "vat"}, CountryRate{"DE", 190'000, 70'000, "vat"},
    CountryRate{"FR", 200'000, 55'000, "vat"},  CountryRate{"GB", 200'000, 0, "vat"},
    CountryRate{"IT", 220'000, 40'000, "vat"},  CountryRate{"JP", 100'000, 100'000, "jct"}};

constexpr std::array<std::string_view, 27> kUnion{
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

// Five digits, or nine with a hyphen.
bool is_zip(std::string_view code) {
  const bool nine = code.size() == 10 && code[5] == '-' && all_digits(code.substr(6));
  return (code.size() == 5 || nine) && all_digits(code.substr(0, 5));
}

std::optional<PlaceTax> tax_in_states(const TaxAddress& address) {
  if (!is_zip(address.postal_code)) return std::nullopt;
  const int zip = std::stoi(address.postal_code.substr(0, 3));
  for (const ZipRange& range : kStates) {
    if (zip < range.from || zip > range.until) continue;
    return PlaceTax{range.parts_per_million,  range.parts_per_million,
                    range.on_shipping,        true,
                    std::string(range.state), "sales_tax"};
  }
  return PlaceTax{};
}

std::optional<PlaceTax> tax_in_canada(const TaxAddress& address) {
  if (address.postal_code.empty() && address.state.empty()) return std::nullopt;
  const bool quebec = address.state == "QC" || address.postal_code.starts_with('H');
  const std::int64_t rate = quebec ? 149'750 : 50'000;
  return PlaceTax{rate, rate, true, true, quebec ? "QC" : "", "gst"};
}

}  // namespace

std::optional<PlaceTax> tax_at(const TaxAddress& address) {
  if (address.country == "US") return tax_in_states(address);
  if (address.country == "CA") return tax_in_canada(address);
  for (const CountryRate& rate : kCountries) {
    if (rate.country != address.country) continue;
    return PlaceTax{rate.parts_per_million, rate.reduced, true, true, "", rate.type};
  }
  return PlaceTax{};
}

bool is_tax_code(std::string_view code) {
  constexpr std::string_view kPrefix = "txcd_";
  return code.size() == kPrefix.size() + 8 && code.starts_with(kPrefix) &&
         all_digits(code.substr(kPrefix.size()));
}

bool is_reduced(std::string_view code) { return code == kReducedCode; }

bool in_union(std::string_view country) {
  return std::find(kUnion.begin(), kUnion.end(), country) != kUnion.end();
}

bool is_tax_id(std::string_view type, std::string_view value) {
  const bool plain = std::all_of(value.begin(), value.end(),
                                 [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); });
  if (!plain || value.size() < 8 || value.size() > 14) return false;
  const std::string_view prefix = value.substr(0, 2);
  if (type == "eu_vat") return in_union(prefix) || prefix == "EL" || prefix == "XI";
  return type == "gb_vat" && prefix == "GB" && all_digits(value.substr(2));
}

bool is_reverse_charge(const TaxAddress& address, std::string_view type, std::string_view value) {
  return type == "eu_vat" && in_union(address.country) && address.country != kHome &&
         !value.starts_with(kHome);
}

std::int64_t tax_on(std::int64_t amount, std::int64_t parts_per_million, bool inclusive) {
  const std::int64_t whole = inclusive ? kMillion + parts_per_million : kMillion;
  return (amount * parts_per_million + whole / 2) / whole;
}

}  // namespace till::stripe_double
