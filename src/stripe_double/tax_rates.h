// Tax rates of the double: what its shop has to collect where, and of what. Pure, and its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace till::stripe_double {

struct TaxAddress {
  std::string line1;
  std::string line2;
  std::string city;
  std::string state;
  std::string postal_code;
  std::string country;
};

// The tax of one place.
struct PlaceTax {
  std::int64_t parts_per_million = 0;
  std::int64_t reduced = 0;  // Of what is taxed less there.
  bool on_shipping = true;
  bool collected = false;  // False: the shop is not registered there.
  std::string state;       // Empty: of the whole country.
  std::string_view type;   // "vat", "sales_tax", "gst" or "jct".
};

// Nothing when the address does not tell where its buyer is: one in the United States needs a
// postal code, one in Canada that or a province.
std::optional<PlaceTax> tax_at(const TaxAddress& address);

inline constexpr std::string_view kNontaxable = "txcd_00000000";
inline constexpr std::string_view kShippingCode = "txcd_92010001";
inline constexpr std::string_view kGeneralCode = "txcd_99999999";
// "txcd_" and eight digits.
bool is_tax_code(std::string_view code);
// Digital books, the one that is reduced here.
bool is_reduced(std::string_view code);

// Is the country a member of the European Union, where VAT numbers are of?
bool in_union(std::string_view country);
// May a tax id of the type read so? Types that the double does not know are none.
bool is_tax_id(std::string_view type, std::string_view value);
// Does the buyer owe the tax? With a VAT number of a member other than the shop's, which is DE.
bool is_reverse_charge(const TaxAddress& address, std::string_view type, std::string_view value);

// Half up.
std::int64_t tax_on(std::int64_t amount, std::int64_t parts_per_million, bool inclusive);

}  // namespace till::stripe_double
