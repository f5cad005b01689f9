// Catalog: the shop of a merchant who has no pricing service: items, rates, taxes, discounts.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/amount.h"
#include "base/clock.h"
#include "base/result.h"
#include "checkout/discount_rules.h"
#include "checkout/fulfillment.h"
#include "checkout/item_facts.h"
#include "checkout/message.h"
#include "checkout/web_links.h"
#include "commerce/embedded/catalog_faults.h"
#include "commerce/embedded/delivery_dates.h"
#include "commerce/embedded/prices.h"
#include "commerce/embedded/shipping_tariff.h"
#include "commerce/embedded/shipping_zones.h"
#include "commerce/embedded/tax_rate.h"
#include "commerce/embedded/tax_settings.h"
#include "commerce/embedded/working_days.h"

namespace till::commerce {

// A price for a while; an end that is not told is open.
struct ItemSale {
  Prices prices;
  std::optional<Timestamp> from;
  std::optional<Timestamp> until;
  bool operator==(const ItemSale&) const = default;
};

struct CatalogItem {
  std::string id;
  std::string title;
  std::optional<std::string> description;
  Prices unit_amount;
  bool digital = false;
  bool tax_exempt = false;
  std::string tax_class;   // folded_class(); empty is the standard one.
  std::int64_t stock = 0;  // Of goods; a digital item needs none.
  std::optional<std::int64_t> max_per_order;
  bool ships = false;
  bool picked_up = false;
  bool delivered_locally = false;
  std::optional<std::int64_t> weight_grams;   // Of one piece.
  std::optional<std::string> shipping_class;  // One of the catalogue's.
  std::vector<checkout::Disclosure> disclosures;
  checkout::WebLinks links;
  std::optional<ItemSale> sale;
  checkout::SharedFacts facts;
  bool operator==(const CatalogItem&) const = default;
};

// Hours from the start of a day in UTC: the present one, or the next once `from` has come.
struct WindowHours {
  std::int64_t from = 0;
  std::int64_t until = 0;
};

// A way to bring goods where it goes: to its zones if it has some, else to its area. Not offered in
// a currency that it has no price in, nor when it has no day of delivery.
struct Rate {
  std::string id;
  std::string title;
  std::optional<std::string> description;
  ShippingPrice price;
  Area area;
  std::vector<std::size_t> zones;  // Indices into the catalogue's.
  std::optional<std::string> carrier;
  bool taxed = false;  // The price is taxed as goods are.
  std::optional<WindowHours> window;
  std::optional<DeliveryDays> delivery;  // Instead of `window`.
  std::optional<checkout::ServiceArea> service_area;
};

// A place to come to; its id is also its location_id.
struct Pickup {
  std::string id;
  std::string title;
  std::optional<std::string> description;
  Prices amount;
  checkout::PickupLocation location;
  std::optional<checkout::PickupType> type;
  ShippingPrice goods;  // Which goods may be fetched there; without a price.
  bool taxed = false;
  std::optional<WindowHours> window;
};

// A discount with its amounts in every currency: those of the rule are left empty.
struct CatalogDiscount {
  checkout::DiscountDefinition rule;
  std::optional<Prices> amount_off;
  Prices minimum = Prices::nothing();
  // As a cart in that currency sees it; nothing when an amount is missing in it.
  std::optional<checkout::DiscountDefinition> in(const std::string& currency) const;
};

// Whom a quote is for: those it names, or anyone when the seller says so.
struct QuoteParties {
  bool anyone = false;
  std::set<std::string> names;
  bool include(const std::string& name) const { return anyone || names.contains(name); }
};

// Prices agreed on: an order of one of its agents for one of its buyers pays them until it ends or
// was used as often as it may be.
struct PriceQuote {
  std::string id;
  Timestamp expires_at;
  std::map<std::string, Prices> prices;  // By item; other items cost what they cost everyone.
  QuoteParties agents;
  QuoteParties buyers;  // Their mailbox_of().
  std::int64_t uses = 1;
};

// An item that a discount or a quote names and the catalogue does not have.
struct NamedItem {
  std::string place;  // Where it is named.
  std::string id;
};

// Whether there are items beside the catalogue's: those that were imported.
enum class OtherItems { none, imported };

struct Catalog {
  std::string currency;  // That of amounts given without one.
  std::vector<CatalogItem> items;
  std::vector<std::string> shipping_classes;
  std::vector<Zone> zones;
  std::vector<Calendar> calendars;
  std::optional<Dispatch> dispatch;
  std::vector<Rate> shipping;
  std::vector<Pickup> pickup;
  std::vector<Rate> local_delivery;
  std::vector<TaxRate> taxes;
  TaxSettings tax_settings;
  std::vector<CatalogDiscount> discounts;
  std::vector<PriceQuote> quotes;
  std::vector<NamedItem> named_elsewhere;  // None where there are no other items.

  // Those that anything is sold in, `currency` first.
  std::vector<std::string> currencies() const;
};

// The text of a file that the catalogue names; nothing when it cannot be read.
using FilesBeside = std::function<std::optional<std::string>(const std::string& name)>;

// Whose rates hold: those of the catalogue, or a tax service's, and then it must have none.
enum class TaxSource { catalogue, service };

// Reads catalog.json. Refused with every fault, each a sentence that names the place and what to
// mend: members that Till does not know, ids that stand twice, countries that are none. Without
// `files` none can be read. Without other items whatever is named must be an item of it.
Result<Catalog, CatalogFaults> parse_catalog(std::string_view json, const FilesBeside& files = {},
                                             OtherItems others = OtherItems::none,
                                             TaxSource source = TaxSource::catalogue);

}  // namespace till::commerce
