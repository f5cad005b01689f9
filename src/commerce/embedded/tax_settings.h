// TaxSettings: whose prices hold their tax, and where the shop is. Plain values.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "checkout/party.h"

namespace till::commerce {

struct TaxSettings {
  // Where the shop is at home: its tax is in prices that hold tax there, and goods are sent abroad
  // from its country.
  std::optional<checkout::Address> home;
  bool tax_in_prices_everywhere = false;
  std::set<std::string> tax_in_prices;       // Buyers in these countries pay the price as stated.
  bool reverse_charge = false;               // A business abroad in the EU pays the net price.
  bool asked_elsewhere = false;              // Of a tax service: rates are none of the catalogue's.
  std::map<std::string, std::string> codes;  // What the service calls a class that is no code.

  // Without a home nobody knows what is in a price, unless a service says so.
  bool any_tax_in_prices() const {
    return (home || asked_elsewhere) && (tax_in_prices_everywhere || !tax_in_prices.empty());
  }
  bool holds_tax_in(const std::string& country) const {
    return tax_in_prices_everywhere || tax_in_prices.contains(country);
  }
};

}  // namespace till::commerce
