// Catalog: the shop of a merchant who has no pricing service: items, rates, taxes, discounts.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/amount.h"
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

// Hours from the start of a day in UTC: the present one, or the next once `from` has come.
struct WindowHours {
  std::int64_t from = 0;
  std::int64_t until = 0;
};

// A way to bring goods to the countries it names, at one price a shipment.
struct Rate {
  std::string id;
  std::string title;
  std::optional<std::string> description;
  Amount amount;
  std::vector<std::string> countries;        // ISO 3166-1 alpha-2.
  std::vector<std::string> postal_prefixes;  // Only postal codes that begin so; none: all of them.
  std::optional<std::string> carrier;
  bool taxed = false;  // The price is taxed as goods are.
  std::optional<WindowHours> window;
  std::optional<checkout::ServiceArea> service_area;
};

// A place to come to; its id is also its location_id.
struct Pickup {
  std::string id;
  std::string title;
  std::optional<std::string> description;
  Amount amount;
  checkout::PickupLocation location;
  std::optional<checkout::PickupType> type;
  bool taxed = false;
  std::optional<WindowHours> window;
};

// Parts per million of the taxable amount. Without a state it holds for the rest of the country.
struct TaxRate {
  std::string country;
  std::optional<std::string> state;
  std::int64_t parts_per_million = 0;
};

struct Catalog {
  std::string currency;
  std::vector<CatalogItem> items;
  std::vector<Rate> shipping;
  std::vector<Pickup> pickup;
  std::vector<Rate> local_delivery;
  std::vector<TaxRate> taxes;
  std::vector<checkout::DiscountDefinition> discounts;
};

// Reads catalog.json. Refused with one sentence that names the place and what to mend.
Result<Catalog, std::string> parse_catalog(std::string_view json);

}  // namespace till::commerce
