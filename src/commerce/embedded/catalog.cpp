#include "commerce/embedded/catalog.h"

#include <simdjson.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/limits.h"

namespace till::commerce {
namespace {

using simdjson::dom::element;

// The first fault of a catalogue; carried as an exception inside this file only, so that each
// member reads as one expression.
struct Fault {
  std::string sentence;
};

[[noreturn]] void fail(const std::string& path, const std::string& wanted) {
  throw Fault{path + " must be " + wanted};
}

constexpr const char* kCountryWanted = "an ISO 3166-1 code of two capital letters, like US";

bool is_country(const std::string& code) {
  return code.size() == 2 &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_currency(const std::string& code) {
  return code.size() == 3 &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// A member of an object and where it stands, for the sentence that refuses it.
struct Place {
  element value;
  std::string path;

  std::optional<Place> find(const char* name) const {
    element found;
    if (value.at_key(name).get(found) != simdjson::SUCCESS || found.is_null()) return std::nullopt;
    return Place{found, path + "." + name};
  }
  Place need(const char* name, const std::string& wanted) const {
    if (auto found = find(name)) return std::move(*found);
    fail(path + "." + name, wanted + " and is missing");
  }
  std::string text(const char* name) const {
    const Place place = need(name, "a text");
    std::string_view text;
    if (place.value.get(text) != simdjson::SUCCESS || text.empty()) fail(place.path, "a text");
    return std::string(text);
  }
  std::int64_t whole(const char* name, std::int64_t most) const {
    const std::string wanted = "a whole number from 0 to " + std::to_string(most);
    const Place place = need(name, wanted);
    std::int64_t number = 0;
    if (place.value.get(number) != simdjson::SUCCESS || number < 0 || number > most) {
      fail(place.path, wanted);
    }
    return number;
  }
  bool yes(const char* name) const {
    const auto place = find(name);
    if (!place) return false;
    bool answer = false;
    if (place->value.get(answer) != simdjson::SUCCESS) fail(place->path, "true or false");
    return answer;
  }
  // The entries of a list; none when the member is absent.
  std::vector<Place> list(const char* name) const {
    const auto place = find(name);
    if (!place) return {};
    simdjson::dom::array array;
    if (place->value.get(array) != simdjson::SUCCESS) fail(place->path, "a list");
    std::vector<Place> entries;
    for (const element entry : array) {
      entries.push_back({entry, place->path + "[" + std::to_string(entries.size()) + "]"});
    }
    return entries;
  }
  // An ISO 3166-1 alpha-2 code, spelled as addresses spell it.
  std::string country(const char* name) const {
    std::string code = text(name);
    if (!is_country(code)) fail(path + "." + name, kCountryWanted);
    return code;
  }
  std::vector<std::string> countries(const char* name) const {
    std::vector<std::string> all = texts(name);
    if (!std::all_of(all.begin(), all.end(), is_country)) {
      fail(path + "." + name, std::string("a list, each entry ") + kCountryWanted);
    }
    return all;
  }
  std::vector<std::string> texts(const char* name) const {
    std::vector<std::string> all;
    for (const Place& entry : list(name)) {
      std::string_view text;
      if (entry.value.get(text) != simdjson::SUCCESS) fail(entry.path, "a text");
      all.emplace_back(text);
    }
    return all;
  }
};

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

CatalogItem read_item(const Place& place) {
  CatalogItem item;
  item.id = place.text("id");
  item.title = place.text("title");
  if (place.find("description")) item.description = place.text("description");
  item.unit_amount = Amount{place.whole("unit_amount", kAmountMax)};
  item.digital = place.yes("digital");
  item.tax_exempt = place.yes("tax_exempt");
  if (item.digital) return item;
  item.stock = place.whole("stock", limits::kQuantity);
  read_fulfillment(place, item);
  return item;
}

Rate read_rate(const Place& place) {
  Rate rate;
  rate.id = place.text("id");
  rate.title = place.text("title");
  rate.amount = Amount{place.whole("amount", kAmountMax)};
  rate.countries = place.countries("countries");
  return rate;
}

Pickup read_pickup(const Place& place) {
  Pickup pickup;
  pickup.id = place.text("id");
  pickup.title = place.text("title");
  pickup.amount = Amount{place.whole("amount", kAmountMax)};
  const Place location = place.need("location", "an object with name and address");
  pickup.location.name = location.text("name");
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

checkout::DiscountDefinition read_discount(const Place& place) {
  checkout::DiscountDefinition discount;
  discount.code = place.text("code");
  discount.name = place.text("name");
  if (place.find("percent_off")) discount.percent_off = place.whole("percent_off", 100);
  if (place.find("amount_off")) discount.amount_off = Amount{place.whole("amount_off", kAmountMax)};
  if (discount.percent_off.has_value() == discount.amount_off.has_value()) {
    fail(place.path, "given exactly one of percent_off and amount_off");
  }
  if (place.find("minimum")) discount.minimum = Amount{place.whole("minimum", kAmountMax)};
  discount.expired = place.yes("expired");
  discount.members_only = place.yes("members_only");
  if (place.find("priority")) discount.priority = place.whole("priority", 1000);
  return discount;
}

void check_unique_codes(const std::vector<checkout::DiscountDefinition>& discounts) {
  std::vector<std::string> codes;
  codes.reserve(discounts.size());
  for (const auto& discount : discounts) codes.push_back(discount.code);
  if (checkout::distinct_codes(codes).size() != codes.size()) {
    fail("discounts: the code of each", "unique, whatever its case");
  }
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
  if (catalog.pickup) add_option(catalog.pickup->id);
  if (catalog.local_delivery) add_option(catalog.local_delivery->id);
}

PriceQuote read_quote(const Place& place, const std::vector<CatalogItem>& items) {
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
    quote.prices[id] = Amount{prices.whole(id.c_str(), kAmountMax)};
  }
  return quote;
}

Catalog read_catalog(const Place& root) {
  Catalog catalog;
  catalog.currency = root.text("currency");
  if (!is_currency(catalog.currency)) fail("$.currency", "an ISO 4217 code in lower case");
  for (const Place& place : root.list("items")) catalog.items.push_back(read_item(place));
  for (const Place& place : root.list("shipping")) catalog.shipping.push_back(read_rate(place));
  if (const auto place = root.find("pickup")) catalog.pickup = read_pickup(*place);
  if (const auto place = root.find("local_delivery")) catalog.local_delivery = read_rate(*place);
  for (const Place& place : root.list("tax")) catalog.taxes.push_back(read_tax(place));
  for (const Place& place : root.list("discounts")) {
    catalog.discounts.push_back(read_discount(place));
  }
  for (const Place& place : root.list("quotes")) {
    catalog.quotes.push_back(read_quote(place, catalog.items));
  }
  check_unique_ids(catalog);
  check_unique_codes(catalog.discounts);
  return catalog;
}

}  // namespace

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
