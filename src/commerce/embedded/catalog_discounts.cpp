#include "commerce/embedded/catalog_discounts.h"

#include <algorithm>

#include "base/limits.h"
#include "base/utf8.h"

namespace till::commerce {
namespace {

constexpr std::int64_t kPiecesMost = 1'000'000;
constexpr std::int64_t kPriorityMost = 1000;

checkout::BuyAndGet read_buy_and_get(const Place& place) {
  checkout::BuyAndGet rule;
  rule.buy = place.whole("buy", 1, kPiecesMost);
  rule.get = place.whole("get", 1, kPiecesMost);
  if (place.has("percent_off")) rule.percent_off = place.whole("percent_off", 0, 100);
  rule.get_items = place.texts("get_items");
  place.end();
  return rule;
}

std::vector<checkout::VolumeTier> read_volume(const Place& place) {
  std::vector<checkout::VolumeTier> tiers;
  for (const Place& entry : place.list("volume")) {
    const checkout::VolumeTier tier{entry.whole("pieces", 1, limits::kQuantity),
                                    entry.whole("percent_off", 0, 100)};
    if (!tiers.empty() && tier.pieces <= tiers.back().pieces) {
      entry.fault("pieces", "more than in the tier before");
    }
    entry.end();
    tiers.push_back(tier);
  }
  return tiers;
}

// What it takes off, in exactly one of the four ways.
void read_kind(const Place& place, const std::string& currency, CatalogDiscount& discount) {
  checkout::DiscountDefinition& rule = discount.rule;
  const bool percent = place.has("percent_off");
  const bool amount = place.has("amount_off");
  if (percent) rule.percent_off = place.whole("percent_off", 0, 100);
  if (amount) discount.amount_off = place.prices("amount_off", currency);
  const auto buy = place.optional_object("buy_and_get");
  if (buy) rule.buy_and_get = read_buy_and_get(*buy);
  rule.volume = read_volume(place);
  const int kinds =
      int{percent} + int{amount} + int{place.has("buy_and_get")} + int{place.has("volume")};
  if (kinds != 1) {
    place.fault("given exactly one of percent_off, amount_off, buy_and_get and volume");
  } else if (place.has("volume") && rule.volume.empty()) {
    place.fault("volume", "a list of at least one tier");
  }
}

void read_combination(const Place& place, checkout::DiscountDefinition& rule) {
  if (!place.has("combines")) return;
  if (place.is_list("combines")) {
    rule.combines = false;
    rule.combines_with = place.texts("combines");
  } else {
    rule.combines = place.yes("combines");
  }
}

// Blanks around what buyers type are dropped, so a code that has some could never be typed.
void read_id(const Place& place, checkout::DiscountDefinition& rule) {
  const bool automatic = place.has("id");
  if (automatic == place.has("code")) {
    place.fault("given exactly one of code and, when it applies without one, id");
    return;
  }
  rule.id = place.text(automatic ? "id" : "code");
  if (automatic) return;
  rule.code = rule.id;
  std::string_view rest = rule.code;
  for (auto next = first_character(rest); next.size > 0; next = first_character(rest)) {
    if (next.code < ' ' || is_blank(next.code)) return place.fault("code", "a text without blanks");
    rest.remove_prefix(next.size);
  }
}

CatalogDiscount read_discount(const Place& place, const std::string& currency) {
  CatalogDiscount discount;
  checkout::DiscountDefinition& rule = discount.rule;
  read_id(place, rule);
  rule.name = place.text("name");
  read_kind(place, currency, discount);
  rule.items = place.texts("items");
  if (place.has("items") && rule.items.empty()) {
    place.fault("items", "a list of at least one item, or left out for all of them");
  }
  if (place.has("minimum")) discount.minimum = place.prices("minimum", currency);
  rule.expired = place.yes("expired");
  rule.starts = place.time("starts");
  rule.ends = place.time("ends");
  if (rule.starts && rule.ends && *rule.ends <= *rule.starts) {
    place.fault("ends", "later than starts");
  }
  rule.members_only = place.yes("members_only");
  if (place.has("usage_limit")) rule.usage_limit = place.whole("usage_limit", 0, kAmountMax);
  rule.once_per_buyer = place.yes("once_per_buyer");
  read_combination(place, rule);
  if (place.has("priority")) rule.priority = place.whole("priority", 1, kPriorityMost);
  place.end();
  return discount;
}

void check_items(const Place& place, const KnownItems& items,
                 const checkout::DiscountDefinition& rule) {
  const auto check = [&](const std::string& member, const std::vector<std::string>& named) {
    for (const std::string& item : named) {
      if (!items.include(item, place.path_of(member))) {
        place.fault(member, "a list of ids of items: " + item + " is none");
      }
    }
  };
  check("items", rule.items);
  if (!rule.buy_and_get) return;
  check("buy_and_get.get_items", rule.buy_and_get->get_items);
  const auto qualifies = [&rule](const std::string& item) {
    return rule.items.empty() ||
           std::find(rule.items.begin(), rule.items.end(), item) != rule.items.end();
  };
  const auto& given = rule.buy_and_get->get_items;
  if (std::any_of(given.begin(), given.end(), qualifies)) {
    place.fault("buy_and_get.get_items", "others than items");
  }
}

}  // namespace

void read_discounts(const Place& root, const KnownItems& items, Catalog& catalog) {
  const std::vector<Place> places = root.list("discounts");
  Unique ids;
  for (const Place& place : places) {
    catalog.discounts.push_back(read_discount(place, catalog.currency));
    const checkout::DiscountDefinition& rule = catalog.discounts.back().rule;
    ids.add(place, rule.code.empty() ? "id" : "code", checkout::folded_code(rule.id));
  }
  for (std::size_t i = 0; i < places.size(); ++i) {
    const checkout::DiscountDefinition& rule = catalog.discounts[i].rule;
    check_items(places[i], items, rule);
    for (const std::string& other : rule.combines_with) {
      if (ids.contains(checkout::folded_code(other))) continue;
      places[i].fault("combines", "a list of codes or ids of discounts: " + other + " is none");
    }
  }
}

std::optional<checkout::DiscountDefinition> CatalogDiscount::in(const std::string& currency) const {
  checkout::DiscountDefinition definition = rule;
  const auto least = minimum.in(currency);
  if (!least) return std::nullopt;
  definition.minimum = *least;
  if (amount_off) {
    definition.amount_off = amount_off->in(currency);
    if (!definition.amount_off) return std::nullopt;
  }
  return definition;
}

}  // namespace till::commerce
