// Catalog: the shop of a merchant who has no pricing service: items, rates, taxes, discounts.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/amount.h"
#include "base/clock.h"
#include "base/result.h"
#include "checkout/discount_rules.h"
#include "checkout/fulfillment.h"

namespace till::commerce {

struct CatalogItem {
  std::string id;
  std::string title;
  std::optional<std::string> description;
  Amount unit_amount;
  bool digital = false;
  bool tax_exempt = false;
  std::int64_t stock = 0;  // Of goods; a digital item needs none.
  bool ships = false;
  bool picked_up = false;
  bool delivered_locally = false;
};

// A way to bring goods to the countries it names, at one price a purchase.
struct Rate {
  std::string id;
  std::string title;
  Amount amount;
  std::vector<std::string> countries;  // ISO 3166-1 alpha-2.
};

struct Pickup {
  std::string id;
  std::string title;
  Amount amount;
  checkout::PickupLocation location;
};

// Parts per million of the taxable amount. Without a state it holds for the rest of the country.
struct TaxRate {
  std::string country;
  std::optional<std::string> state;
  std::int64_t parts_per_million = 0;
};

// Prices agreed on with someone: whoever names it pays them until it ends.
struct PriceQuote {
  std::string id;
  Timestamp expires_at;
  std::map<std::string, Amount> prices;  // By item; other items cost what they cost everyone.
};

struct Catalog {
  std::string currency;
  std::vector<CatalogItem> items;
  std::vector<Rate> shipping;
  std::optional<Pickup> pickup;
  std::optional<Rate> local_delivery;
  std::vector<TaxRate> taxes;
  std::vector<checkout::DiscountDefinition> discounts;
  std::vector<PriceQuote> quotes;
};

// Reads catalog.json. Refused with one sentence that names the place and what to mend.
Result<Catalog, std::string> parse_catalog(std::string_view json);

}  // namespace till::commerce
