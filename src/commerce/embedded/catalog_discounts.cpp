#include "commerce/embedded/catalog_discounts.h"

#include <set>

#include "base/limits.h"

namespace till::commerce {
namespace {

constexpr std::int64_t kPiecesMost = 1'000'000;
constexpr std::int64_t kPriorityMost = 1000;

std::int64_t positive(const Place& place, const char* name, std::int64_t most) {
  const std::int64_t number = place.whole(name, most);
  if (number == 0) {
    fail(place.path + "." + name, "a whole number from 1 to " + std::to_string(most));
  }
  return number;
}

checkout::BuyAndGet read_buy_and_get(const Place& place) {
  checkout::BuyAndGet rule;
  rule.buy = positive(place, "buy", kPiecesMost);
  rule.get = positive(place, "get", kPiecesMost);
  if (place.find("percent_off")) rule.percent_off = place.whole("percent_off", 100);
  rule.get_items = place.texts("get_items");
  return rule;
}

std::vector<checkout::VolumeTier> read_volume(const Place& place) {
  std::vector<checkout::VolumeTier> tiers;
  for (const Place& entry : place.list("volume")) {
    const checkout::VolumeTier tier{positive(entry, "pieces", limits::kQuantity),
                                    entry.whole("percent_off", 100)};
    if (!tiers.empty() && tier.pieces <= tiers.back().pieces) {
      fail(entry.path + ".pieces", "more than in the tier before");
    }
    tiers.push_back(tier);
  }
  return tiers;
}

// What it takes off, in exactly one of the four ways.
void read_kind(const Place& place, const std::string& currency, CatalogDiscount& discount) {
  checkout::DiscountDefinition& rule = discount.rule;
  if (place.find("percent_off")) rule.percent_off = place.whole("percent_off", 100);
  if (place.find("amount_off")) discount.amount_off = place.prices("amount_off", currency);
  if (const auto buy = place.find("buy_and_get")) rule.buy_and_get = read_buy_and_get(*buy);
  rule.volume = read_volume(place);
  const int kinds = int{rule.percent_off.has_value()} + int{discount.amount_off.has_value()} +
                    int{rule.buy_and_get.has_value()} + int{!rule.volume.empty()};
  if (kinds != 1) {
    fail(place.path, "given exactly one of percent_off, amount_off, buy_and_get and volume");
  }
}

void read_combination(const Place& place, checkout::DiscountDefinition& rule) {
  const auto combines = place.find("combines");
  if (!combines) return;
  if (!combines->value.is_array()) {
    rule.combines = place.yes("combines");
    return;
  }
  rule.combines = false;
  rule.combines_with = place.texts("combines");
}

}  // namespace

CatalogDiscount read_discount(const Place& place, const std::string& currency) {
  CatalogDiscount discount;
  checkout::DiscountDefinition& rule = discount.rule;
  const bool automatic = place.find("id").has_value();
  if (automatic == place.find("code").has_value()) {
    fail(place.path, "given exactly one of code and, when it applies without one, id");
  }
  rule.id = place.text(automatic ? "id" : "code");
  if (!automatic) rule.code = rule.id;
  rule.name = place.text("name");
  read_kind(place, currency, discount);
  rule.items = place.texts("items");
  if (place.find("minimum")) discount.minimum = place.prices("minimum", currency);
  rule.expired = place.yes("expired");
  rule.starts = place.time("starts");
  rule.ends = place.time("ends");
  if (rule.starts && rule.ends && *rule.ends <= *rule.starts) {
    fail(place.path + ".ends", "later than starts");
  }
  rule.members_only = place.yes("members_only");
  if (place.find("usage_limit")) rule.usage_limit = place.whole("usage_limit", kAmountMax);
  rule.once_per_buyer = place.yes("once_per_buyer");
  read_combination(place, rule);
  if (place.find("priority")) rule.priority = positive(place, "priority", kPriorityMost);
  return discount;
}

namespace {

using Names = std::set<std::string, std::less<>>;

void check_items(const checkout::DiscountDefinition& rule, const Names& items) {
  const auto check = [&](const std::vector<std::string>& named) {
    for (const std::string& item : named) {
      if (!items.contains(item)) {
        fail("the discount " + rule.id + ": the item " + item, "in items");
      }
    }
  };
  check(rule.items);
  if (!rule.buy_and_get) return;
  check(rule.buy_and_get->get_items);
  const Names qualifying(rule.items.begin(), rule.items.end());
  for (const std::string& item : rule.buy_and_get->get_items) {
    if (qualifying.empty() || qualifying.contains(item)) {
      fail("the discount " + rule.id + ": get_items", "others than items");
    }
  }
}

}  // namespace

void check_discounts(const Catalog& catalog) {
  Names ids;
  for (const CatalogDiscount& discount : catalog.discounts) {
    if (ids.insert(checkout::folded_code(discount.rule.id)).second) continue;
    fail("discounts: the code of each", "unique, whatever its case");
  }
  Names items;
  for (const CatalogItem& item : catalog.items) items.insert(item.id);
  for (const CatalogDiscount& discount : catalog.discounts) {
    check_items(discount.rule, items);
    for (const std::string& other : discount.rule.combines_with) {
      if (ids.contains(checkout::folded_code(other))) continue;
      fail("the discount " + discount.rule.id + ": " + other, "the code or id of a discount");
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
