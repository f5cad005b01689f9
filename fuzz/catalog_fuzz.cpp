// Any text as a catalogue: refused with a sentence, or read to a shop that can be sold from and
// that reads the same when it is written down again.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ensure.h"
#include "base/limits.h"
#include "commerce/embedded/catalog.h"
#include "json/writer.h"
#include "written_facts.h"
#include "written_shipping.h"

namespace {

using namespace till;
using namespace till::commerce;

void write_flag(json::Writer& json, std::string_view name, bool value) {
  json.key(name).boolean(value);
}

void write_item(json::Writer& json, const CatalogItem& item) {
  json.begin_object().member("id", item.id).member("title", item.title);
  if (item.description) json.member("description", *item.description);
  write_prices(json, "unit_amount", item.unit_amount);
  json.member("stock", item.stock);
  if (item.weight_grams) json.member("weight_grams", *item.weight_grams);
  if (item.shipping_class) json.member("shipping_class", *item.shipping_class);
  write_flag(json, "digital", item.digital);
  write_flag(json, "tax_exempt", item.tax_exempt);
  if (!item.tax_class.empty()) json.member("tax_class", item.tax_class);
  if (item.sale) write_sale(json, *item.sale);
  if (item.facts) write_facts(json, *item.facts);
  json.key("fulfillment").begin_array();
  if (item.ships) json.text("shipping");
  if (item.picked_up) json.text("pickup");
  if (item.delivered_locally) json.text("local_delivery");
  json.end_array().end_object();
}

void write_more(json::Writer& json, const auto& way) {
  if (way.description) json.member("description", *way.description);
  write_flag(json, "taxed", way.taxed);
  if (!way.window) return;
  json.key("window_hours").begin_object().member("from", way.window->from);
  json.member("until", way.window->until).end_object();
}

void write_rate(json::Writer& json, const Rate& rate, const Catalog& catalog) {
  json.begin_object().member("id", rate.id).member("title", rate.title);
  write_more(json, rate);
  if (rate.carrier) json.member("carrier", *rate.carrier);
  write_shipping_price(json, rate.price);
  if (rate.delivery) write_delivery(json, *rate.delivery, catalog);
  if (rate.zones.empty()) {
    write_area(json, rate.area);
  } else {
    json.key("zones").begin_array();
    for (const std::size_t zone : rate.zones) json.text(catalog.zones[zone].id);
    json.end_array();
  }
  json.end_object();
}

void write_pickup(json::Writer& json, const Pickup& pickup) {
  const checkout::Address& at = pickup.location.address;
  json.begin_object().member("id", pickup.id).member("title", pickup.title);
  write_more(json, pickup);
  write_prices(json, "amount", pickup.amount);
  json.key("location").begin_object();
  json.member("name", pickup.location.name).key("address").begin_object();
  json.member("name", at.name).member("line_one", at.line_one).member("city", at.city);
  if (!at.state.empty()) json.member("state", at.state);
  if (!at.postal_code.empty()) json.member("postal_code", at.postal_code);
  json.member("country", at.country).end_object().end_object().end_object();
}

void write_texts(json::Writer& json, std::string_view name, const std::vector<std::string>& texts) {
  json.key(name).begin_array();
  for (const std::string& text : texts) json.text(text);
  json.end_array();
}

void write_tax(json::Writer& json, const TaxRate& tax) {
  json.begin_object().member("country", tax.country);
  if (tax.state) json.member("state", *tax.state);
  json.member("rate_ppm", tax.parts_per_million).member("priority", tax.priority);
  std::vector<std::string> codes;
  for (const PostalPattern& pattern : tax.postal_codes) codes.push_back(pattern.text());
  if (!codes.empty()) write_texts(json, "postal_codes", codes);
  if (!tax.cities.empty()) write_texts(json, "cities", tax.cities);
  if (!tax.tax_class.empty()) json.member("tax_class", tax.tax_class);
  if (!tax.name.empty()) json.member("name", tax.name);
  write_flag(json, "compound", tax.compound);
  write_flag(json, "shipping", tax.shipping);
  json.end_object();
}

void write_settings(json::Writer& json, const TaxSettings& settings) {
  if (settings.home) {
    json.key("home").begin_object().member("country", settings.home->country);
    if (!settings.home->state.empty()) json.member("state", settings.home->state);
    if (!settings.home->postal_code.empty()) {
      json.member("postal_code", settings.home->postal_code);
    }
    if (!settings.home->city.empty()) json.member("city", settings.home->city);
    json.end_object();
  }
  write_flag(json, "reverse_charge", settings.reverse_charge);
  if (settings.tax_in_prices.empty()) {
    write_flag(json, "prices_include_tax", settings.tax_in_prices_everywhere);
  } else {
    write_texts(json, "prices_include_tax",
                {settings.tax_in_prices.begin(), settings.tax_in_prices.end()});
  }
}

void write_kind(json::Writer& json, const CatalogDiscount& discount) {
  const checkout::DiscountDefinition& rule = discount.rule;
  if (rule.percent_off) json.member("percent_off", *rule.percent_off);
  if (discount.amount_off) write_prices(json, "amount_off", *discount.amount_off);
  if (rule.buy_and_get) {
    json.key("buy_and_get").begin_object().member("buy", rule.buy_and_get->buy);
    json.member("get", rule.buy_and_get->get);
    json.member("percent_off", rule.buy_and_get->percent_off);
    write_texts(json, "get_items", rule.buy_and_get->get_items);
    json.end_object();
  }
  if (rule.volume.empty()) return;
  json.key("volume").begin_array();
  for (const checkout::VolumeTier& tier : rule.volume) {
    json.begin_object().member("pieces", tier.pieces).member("percent_off", tier.percent_off);
    json.end_object();
  }
  json.end_array();
}

void write_discount(json::Writer& json, const CatalogDiscount& discount) {
  const checkout::DiscountDefinition& rule = discount.rule;
  json.begin_object().member(rule.code.empty() ? "id" : "code", rule.id).member("name", rule.name);
  write_kind(json, discount);
  if (!rule.items.empty()) write_texts(json, "items", rule.items);
  write_prices(json, "minimum", discount.minimum);
  json.member("priority", rule.priority);
  write_flag(json, "expired", rule.expired);
  write_flag(json, "members_only", rule.members_only);
  write_flag(json, "once_per_buyer", rule.once_per_buyer);
  if (rule.usage_limit) json.member("usage_limit", *rule.usage_limit);
  if (rule.combines || rule.combines_with.empty()) {
    write_flag(json, "combines", rule.combines);
  } else {
    write_texts(json, "combines", rule.combines_with);
  }
  json.end_object();
}

std::string write(const Catalog& catalog) {
  std::string text;
  json::Writer json(text);
  json.begin_object().member("currency", catalog.currency);
  write_shipping_terms(json, catalog);
  json.key("items").begin_array();
  for (const CatalogItem& item : catalog.items) write_item(json, item);
  json.end_array().key("shipping").begin_array();
  for (const Rate& rate : catalog.shipping) write_rate(json, rate, catalog);
  json.end_array().key("tax").begin_array();
  for (const TaxRate& tax : catalog.taxes) write_tax(json, tax);
  json.end_array();
  write_settings(json, catalog.tax_settings);
  json.key("discounts").begin_array();
  for (const auto& discount : catalog.discounts) write_discount(json, discount);
  json.end_array();
  json.key("pickup").begin_array();
  for (const Pickup& pickup : catalog.pickup) write_pickup(json, pickup);
  json.end_array().key("local_delivery").begin_array();
  for (const Rate& rate : catalog.local_delivery) write_rate(json, rate, catalog);
  json.end_array();
  json.end_object();
  return text;
}

bool sound(const Prices& prices) {
  return std::all_of(prices.by_currency().begin(), prices.by_currency().end(),
                     [](const auto& price) {
                       return price.first.size() == 3 && price.second.minor >= 0 &&
                              price.second.minor <= kAmountMax;
                     });
}

bool sound(const std::optional<WindowHours>& window) {
  return !window || (window->from >= 0 && window->from < window->until);
}

bool is_country(const std::string& text) {
  return text.size() == 2 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

void check_rate(const Rate& rate) {
  TILL_ENSURE(!rate.id.empty() && !rate.title.empty() && sound(rate.price.amount));
  TILL_ENSURE(sound(rate.window) && !(rate.window && rate.delivery));
  const auto& countries = rate.area.countries;
  TILL_ENSURE(std::all_of(countries.begin(), countries.end(), is_country));
}

void check_discounts(const Catalog& catalog) {
  for (const CatalogDiscount& one : catalog.discounts) {
    const checkout::DiscountDefinition& rule = one.rule;
    const int kinds = int{rule.percent_off.has_value()} + int{one.amount_off.has_value()} +
                      int{rule.buy_and_get.has_value()} + int{!rule.volume.empty()};
    TILL_ENSURE(kinds == 1 && rule.priority >= 1);
    TILL_ENSURE(rule.percent_off.value_or(0) >= 0 && rule.percent_off.value_or(0) <= 100);
    TILL_ENSURE(!one.amount_off || sound(*one.amount_off));
    TILL_ENSURE(sound(one.minimum));
    const auto same = [&rule](const auto& other) {
      return checkout::same_code(rule.id, other.rule.id);
    };
    TILL_ENSURE(std::count_if(catalog.discounts.begin(), catalog.discounts.end(), same) == 1);
  }
}

void check(const Catalog& catalog) {
  TILL_ENSURE(catalog.currency.size() == 3);
  for (const char c : catalog.currency) TILL_ENSURE(c >= 'a' && c <= 'z');
  for (const CatalogItem& item : catalog.items) {
    TILL_ENSURE(!item.id.empty() && !item.title.empty() && sound(item.unit_amount));
    TILL_ENSURE(item.stock >= 0 && item.stock <= limits::kQuantity);
    const bool carried = item.ships || item.picked_up || item.delivered_locally;
    TILL_ENSURE(item.digital != carried);
  }
  for (const Rate& rate : catalog.shipping) check_rate(rate);
  for (const Rate& rate : catalog.local_delivery) check_rate(rate);
  for (const Pickup& pickup : catalog.pickup) {
    TILL_ENSURE(sound(pickup.amount) && sound(pickup.window));
    TILL_ENSURE(is_country(pickup.location.address.country));
  }
  for (const TaxRate& tax : catalog.taxes) {
    TILL_ENSURE(tax.parts_per_million >= 0 && tax.parts_per_million <= 1'000'000);
    TILL_ENSURE(is_country(tax.country));
  }
  check_discounts(catalog);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto catalog = parse_catalog({reinterpret_cast<const char*>(data), size});
  if (!catalog) {
    TILL_ENSURE(!catalog.error().empty());
    return 0;
  }
  check(*catalog);
  const std::string written = write(*catalog);
  const auto again = parse_catalog(written);
  TILL_ENSURE(again.has_value());
  TILL_ENSURE(write(*again) == written);
  return 0;
}
