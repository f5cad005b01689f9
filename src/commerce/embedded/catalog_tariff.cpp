#include "commerce/embedded/catalog_tariff.h"

#include <algorithm>
#include <string>

#include "base/limits.h"
#include "commerce/embedded/catalog_choice.h"
#include "products/product.h"

namespace till::commerce {
namespace {

constexpr std::int64_t kMostMeasure = 1'000'000'000'000;

bool holds(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

// Zero somewhere would be no bound at all.
Prices read_bound(const Place& place, const char* member, const std::string& currency) {
  Prices bound = place.prices(member, currency);
  const auto& amounts = bound.by_currency();
  const bool zero = std::any_of(amounts.begin(), amounts.end(),
                                [](const auto& amount) { return amount.second == Amount{0}; });
  if (amounts.empty() || zero) place.fault(member, "more than 0");
  return bound;
}

// Whether one bound is more than the other in each of the same currencies.
bool is_more(const Prices& bound, const Prices& before) {
  const auto& amounts = bound.by_currency();
  return amounts.size() == before.by_currency().size() &&
         std::all_of(amounts.begin(), amounts.end(), [&before](const auto& amount) {
           const auto less = before.in(amount.first);
           return less && *less < amount.second;
         });
}

void read_units(const Place& place, const Catalog& catalog, TariffBy by, TariffStep& step) {
  const auto per = place.optional_object("per");
  if (!per) return;
  if (by == TariffBy::price) place.fault("per", "left out of a tariff by price");
  step.units = per->whole("units", 1, kMostMeasure);
  step.more = per->prices("amount", catalog.currency);
  per->end();
}

TariffStep read_step(const Place& place, const Catalog& catalog, TariffBy by) {
  TariffStep step;
  step.open = place.is_text("up_to");
  if (step.open) {
    if (place.text("up_to") != "any") place.fault("up_to", "a number, or any in the last step");
  } else if (by == TariffBy::price) {
    step.up_to_price = read_bound(place, "up_to", catalog.currency);
  } else {
    step.up_to = place.whole("up_to", 1, kMostMeasure);
  }
  step.amount = place.prices("amount", catalog.currency);
  read_units(place, catalog, by, step);
  place.end();
  return step;
}

// Each step is beyond the one before, and nothing is beyond any.
void check_order(const Place& place, const TariffStep& step, const TariffStep& before,
                 TariffBy by) {
  if (before.open) {
    place.fault("up_to", "more than in the step before, which takes any");
  } else if (!step.open && by != TariffBy::price && step.up_to <= before.up_to) {
    place.fault("up_to", "more than in the step before");
  } else if (!step.open && by == TariffBy::price &&
             !is_more(step.up_to_price, before.up_to_price)) {
    place.fault("up_to", "more than in the step before, in the same currencies");
  }
}

Tariff read_tariff(const Place& place, const Catalog& catalog) {
  Tariff tariff;
  tariff.by =
      read_word<TariffBy>(
          place, "by",
          {{"weight", TariffBy::weight}, {"price", TariffBy::price}, {"pieces", TariffBy::pieces}})
          .value_or(TariffBy::pieces);
  for (const Place& entry : place.list("steps")) {
    TariffStep step = read_step(entry, catalog, tariff.by);
    if (!tariff.steps.empty()) check_order(entry, step, tariff.steps.back(), tariff.by);
    tariff.steps.push_back(std::move(step));
  }
  if (tariff.steps.empty()) place.fault("steps", "a list of at least one step");
  place.end();
  return tariff;
}

ClassRule read_class_rule(const Place& place, const Catalog& catalog) {
  ClassRule rule;
  rule.name = place.text("class");
  if (!rule.name.empty() && !holds(catalog.shipping_classes, rule.name)) {
    place.fault("class", "one of shipping_classes: " + rule.name + " is none");
  }
  rule.excluded = place.yes("excluded");
  if (rule.excluded == place.has("add")) place.fault("given exactly one of add and excluded: true");
  if (place.has("add")) {
    rule.add = place.prices("add", catalog.currency);
    rule.each_piece =
        read_word<bool>(place, "for_each", {{"piece", true}, {"shipment", false}}).value_or(false);
  }
  place.end();
  return rule;
}

std::vector<std::string> read_only(const Place& place, const Catalog& catalog,
                                   const std::vector<ClassRule>& rules) {
  if (!place.has("only_classes")) return {};
  std::vector<std::string> only = read_some(place, "only_classes");
  for (const std::string& name : only) {
    if (!holds(catalog.shipping_classes, name)) {
      place.fault("only_classes", "a list of shipping_classes: " + name + " is none");
    }
  }
  for (const ClassRule& rule : rules) {
    if (rule.excluded) {
      place.fault("only_classes", "left out, or nothing excluded: " + rule.name + " is");
    } else if (!rule.name.empty() && !holds(only, rule.name)) {
      place.fault("only_classes",
                  "a list of all classes that add something: " + rule.name + " is missing");
    }
  }
  return only;
}

// The item goes by a rate by weight, and nobody says what it weighs.
bool lacks_weight(const Catalog& catalog, const CatalogItem& item) {
  return (item.ships && needs_weight(catalog.shipping, item)) ||
         (item.delivered_locally && needs_weight(catalog.local_delivery, item));
}

void read_classes(const Place& place, const Catalog& catalog, ShippingPrice& price) {
  Unique names;
  for (const Place& entry : place.list("classes")) {
    price.classes.push_back(read_class_rule(entry, catalog));
    names.add(entry, "class", price.classes.back().name);
  }
  if (place.has("classes") && price.classes.empty()) {
    place.fault("classes", "a list of at least one class, or left out");
  }
  price.only_classes = read_only(place, catalog, price.classes);
}

}  // namespace

void read_shipping_classes(const Place& root, Catalog& catalog) {
  if (root.has("shipping_classes")) {
    catalog.shipping_classes = read_some(root, "shipping_classes");
  }
}

ShippingPrice read_shipping_price(const Place& place, const Catalog& catalog) {
  ShippingPrice price;
  if (const auto tariff = place.optional_object("tariff")) {
    price.tariff = read_tariff(*tariff, catalog);
    if (place.has("amount")) place.fault("given exactly one of amount and tariff");
  } else {
    price.amount = place.prices("amount", catalog.currency);
  }
  if (place.has("free_from")) price.free_from = read_bound(place, "free_from", catalog.currency);
  read_classes(place, catalog, price);
  return price;
}

bool needs_weight(const std::vector<Rate>& rates, const CatalogItem& item) {
  if (item.weight_grams) return false;
  const std::string* const of_class = item.shipping_class ? &*item.shipping_class : nullptr;
  return std::any_of(rates.begin(), rates.end(), [of_class](const Rate& rate) {
    return goes_by_weight(rate.price) && carries(rate.price, of_class);
  });
}

ShippingPrice read_fetched_classes(const Place& place, const Catalog& catalog) {
  ShippingPrice fetched;
  read_classes(place, catalog, fetched);
  for (const ClassRule& rule : fetched.classes) {
    if (!rule.excluded)
      place.fault("classes", "a list of excluded ones: what is fetched adds none");
  }
  return fetched;
}

void read_parcel(const Place& place, const Catalog& catalog, CatalogItem& item) {
  for (const char* member : {"shipping_class", "weight_grams"}) {
    if (item.digital && place.has(member)) place.fault(member, "left out of a digital item");
  }
  if (item.digital) return;
  item.shipping_class = place.optional_text("shipping_class");
  if (item.shipping_class && !holds(catalog.shipping_classes, *item.shipping_class)) {
    place.fault("shipping_class", "one of shipping_classes: " + *item.shipping_class + " is none");
  }
  if (place.has("weight_grams")) {
    item.weight_grams = place.whole("weight_grams", 1, products::ProductBounds::kGrams);
  } else if (lacks_weight(catalog, item)) {
    place.fault("weight_grams", "given: a rate by weight brings this item");
  }
}

}  // namespace till::commerce
