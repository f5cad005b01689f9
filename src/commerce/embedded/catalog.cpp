#include "commerce/embedded/catalog.h"

#include <simdjson.h>

#include <set>
#include <utility>

#include "base/limits.h"
#include "commerce/embedded/catalog_discounts.h"
#include "commerce/embedded/catalog_place.h"
#include "commerce/embedded/markdown.h"

namespace till::commerce {
namespace {

using simdjson::dom::element;

constexpr std::int64_t kMostHours = 60 * 24;

void read_fulfillment(const Place& place, CatalogItem& item) {
  for (const std::string& way : place.texts("fulfillment")) {
    if (way == "shipping") {
      item.ships = true;
    } else if (way == "pickup") {
      item.picked_up = true;
    } else if (way == "local_delivery") {
      item.delivered_locally = true;
    } else {
      fail(place.path + ".fulfillment", "a list of shipping, pickup and local_delivery");
    }
  }
  if (!item.ships && !item.picked_up && !item.delivered_locally) item.ships = true;
}

checkout::Disclosure read_disclosure(const Place& place) {
  checkout::Disclosure disclosure;
  const std::string type = place.text("content_type");
  if (type != "plain" && type != "markdown") {
    fail(place.path + ".content_type", "plain or markdown");
  }
  disclosure.markdown = type == "markdown";
  disclosure.content = place.text("content");
  if (disclosure.markdown && holds_raw_html(disclosure.content)) {
    fail(place.path + ".content", "Markdown without raw HTML");
  }
  return disclosure;
}

CatalogItem read_item(const Place& place, const std::string& currency) {
  CatalogItem item;
  item.id = place.text("id");
  item.title = place.text("title");
  if (place.find("description")) item.description = place.text("description");
  item.unit_amount = place.prices("unit_amount", currency);
  for (const Place& entry : place.list("disclosures")) {
    item.disclosures.push_back(read_disclosure(entry));
  }
  item.digital = place.yes("digital");
  item.tax_exempt = place.yes("tax_exempt");
  if (item.digital) return item;
  item.stock = place.whole("stock", limits::kQuantity);
  read_fulfillment(place, item);
  return item;
}

std::optional<WindowHours> read_window(const Place& place) {
  if (!place.find("window_hours")) return std::nullopt;
  const Place window = place.need("window_hours", "an object with from and until");
  WindowHours hours{window.whole("from", kMostHours), window.whole("until", kMostHours)};
  if (hours.until <= hours.from) fail(window.path, "longer: until comes after from");
  return hours;
}

std::optional<checkout::ServiceArea> read_service_area(const Place& place) {
  if (!place.find("service_area")) return std::nullopt;
  const Place given = place.need("service_area", "an object");
  checkout::ServiceArea area;
  if (given.find("radius_miles")) area.radius_miles = given.whole("radius_miles", 1000);
  area.center_postal_code = given.optional_text("center_postal_code");
  return area;
}

Rate read_rate(const Place& place, const std::string& currency) {
  Rate rate;
  rate.id = place.text("id");
  rate.title = place.text("title");
  rate.description = place.optional_text("description");
  rate.amount = place.prices("amount", currency);
  rate.countries = place.countries("countries");
  rate.postal_prefixes = place.texts("postal_prefixes");
  rate.carrier = place.optional_text("carrier");
  rate.taxed = place.yes("taxed");
  rate.window = read_window(place);
  rate.service_area = read_service_area(place);
  return rate;
}

std::optional<checkout::PickupType> read_pickup_type(const Place& place) {
  const auto type = place.optional_text("pickup_type");
  if (!type) return std::nullopt;
  if (*type == "in_store") return checkout::PickupType::in_store;
  if (*type == "curbside") return checkout::PickupType::curbside;
  if (*type == "locker") return checkout::PickupType::locker;
  fail(place.path + ".pickup_type", "in_store, curbside or locker");
}

Pickup read_pickup(const Place& place, const std::string& currency) {
  Pickup pickup;
  pickup.id = place.text("id");
  pickup.title = place.text("title");
  pickup.description = place.optional_text("description");
  pickup.amount = place.prices("amount", currency);
  pickup.type = read_pickup_type(place);
  pickup.taxed = place.yes("taxed");
  pickup.window = read_window(place);
  const Place location = place.need("location", "an object with name and address");
  pickup.location.name = location.text("name");
  pickup.location.phone = location.optional_text("phone");
  pickup.location.instructions = location.optional_text("instructions");
  const Place address = location.need("address", "an address");
  checkout::Address& to = pickup.location.address;
  to.name = address.text("name");
  to.line_one = address.text("line_one");
  to.city = address.text("city");
  to.state = address.text("state");
  to.country = address.country("country");
  to.postal_code = address.text("postal_code");
  return pickup;
}

TaxRate read_tax(const Place& place) {
  TaxRate tax;
  tax.country = place.country("country");
  if (place.find("state")) tax.state = place.text("state");
  tax.parts_per_million = place.whole("rate_ppm", 1'000'000);
  return tax;
}

void check_unique_ids(const Catalog& catalog) {
  std::set<std::string_view> seen;
  for (const CatalogItem& item : catalog.items) {
    if (!seen.insert(item.id).second) fail("items: the id " + item.id, "unique");
  }
  seen.clear();
  for (const PriceQuote& quote : catalog.quotes) {
    if (!seen.insert(quote.id).second) fail("quotes: the id " + quote.id, "unique");
  }
  seen = {"digital"};
  const auto add_option = [&seen](const std::string& id) {
    if (!seen.insert(id).second) fail("the fulfillment option id " + id, "unique");
  };
  for (const Rate& rate : catalog.shipping) add_option(rate.id);
  for (const Pickup& pickup : catalog.pickup) add_option(pickup.id);
  for (const Rate& rate : catalog.local_delivery) add_option(rate.id);
}

PriceQuote read_quote(const Place& place, const std::vector<CatalogItem>& items,
                      const std::string& currency) {
  PriceQuote quote;
  quote.id = place.text("id");
  const auto end = parse_rfc3339(place.text("expires_at"));
  if (!end) fail(place.path + ".expires_at", "an RFC 3339 date-time");
  quote.expires_at = *end;
  const Place prices = place.need("prices", "an object of item ids and their prices");
  simdjson::dom::object members;
  if (prices.value.get(members) != simdjson::SUCCESS) fail(prices.path, "an object");
  for (const auto member : members) {
    const std::string id(member.key);
    const bool known = std::any_of(items.begin(), items.end(),
                                   [&id](const CatalogItem& item) { return item.id == id; });
    if (!known) fail(prices.path + ": " + id, "the id of an item");
    quote.prices[id] = prices.prices(id.c_str(), currency);
  }
  return quote;
}

Catalog read_catalog(const Place& root) {
  Catalog catalog;
  catalog.currency = root.text("currency");
  if (!is_currency(catalog.currency)) fail("$.currency", "an ISO 4217 code in lower case");
  const std::string& currency = catalog.currency;
  for (const Place& place : root.list("items")) {
    catalog.items.push_back(read_item(place, currency));
  }
  for (const Place& place : root.list("shipping")) {
    catalog.shipping.push_back(read_rate(place, currency));
  }
  for (const Place& place : root.one_or_list("pickup")) {
    catalog.pickup.push_back(read_pickup(place, currency));
  }
  for (const Place& place : root.one_or_list("local_delivery")) {
    catalog.local_delivery.push_back(read_rate(place, currency));
  }
  for (const Place& place : root.list("tax")) catalog.taxes.push_back(read_tax(place));
  for (const Place& place : root.list("discounts")) {
    catalog.discounts.push_back(read_discount(place, currency));
  }
  for (const Place& place : root.list("quotes")) {
    catalog.quotes.push_back(read_quote(place, catalog.items, currency));
  }
  check_unique_ids(catalog);
  check_discounts(catalog);
  return catalog;
}

}  // namespace

std::vector<std::string> Catalog::currencies() const {
  std::set<std::string> others;
  for (const CatalogItem& item : items) {
    for (const auto& [code, amount] : item.unit_amount.by_currency()) others.insert(code);
  }
  others.erase(currency);
  std::vector<std::string> all{currency};
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

Result<Catalog, std::string> parse_catalog(std::string_view json) {
  simdjson::dom::parser parser;
  element root;
  if (const auto error = parser.parse(json.data(), json.size()).get(root)) {
    return refused(std::string("the catalogue is not JSON: ") + simdjson::error_message(error));
  }
  if (!root.is_object()) return refused(std::string("the catalogue must be a JSON object"));
  try {
    return read_catalog(Place{root, "$"});
  } catch (const Fault& fault) {
    return refused(fault.sentence);
  }
}

}  // namespace till::commerce
