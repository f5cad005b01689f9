#include "commerce/embedded/shipping_tariff.h"

#include <algorithm>

namespace till::commerce {
namespace {

using Line = ShippingLoad::Line;

// What the tariff goes by; of a price in minor units.
std::int64_t measure(TariffBy by, const ShippingLoad& load) {
  if (by == TariffBy::price) return load.value.minor;
  std::int64_t sum = 0;
  for (const Line& line : load.lines) {
    sum += by == TariffBy::weight ? line.pieces * line.grams : line.pieces;
  }
  return sum;
}

// Where the step ends; nothing when it has no end in the currency.
std::optional<std::int64_t> end_of(TariffBy by, const TariffStep& step,
                                   const std::string& currency) {
  if (by != TariffBy::price) return step.up_to;
  const auto amount = step.up_to_price.in(currency);
  return amount ? std::optional(amount->minor) : std::nullopt;
}

std::optional<Amount> price_in(const TariffStep& step, std::int64_t beyond,
                               const std::string& currency) {
  const auto amount = step.amount.in(currency);
  if (!amount || step.units == 0) return amount;
  const auto more = step.more.in(currency);
  if (!more) return std::nullopt;
  const auto begun = checked_product(*more, (beyond + step.units - 1) / step.units);
  if (!begun) return std::nullopt;
  return CheckedSum().add(*amount).add(*begun).result();
}

std::optional<Amount> price_by(const Tariff& tariff, const ShippingLoad& load) {
  const std::int64_t value = measure(tariff.by, load);
  std::int64_t before = 0;
  for (const TariffStep& step : tariff.steps) {
    if (step.open) return price_in(step, value - before, load.currency);
    const auto end = end_of(tariff.by, step, load.currency);
    if (!end) return std::nullopt;
    if (value <= *end) return price_in(step, value - before, load.currency);
    before = *end;
  }
  return std::nullopt;
}

bool is_free(const ShippingPrice& price, const ShippingLoad& load) {
  if (!price.free_from) return false;
  const auto from = price.free_from->in(load.currency);
  return from && load.value >= *from;
}

// What the goods of one class add.
std::optional<Amount> added_by(const ClassRule& rule, const ShippingLoad& load) {
  std::int64_t pieces = 0;
  for (const Line& line : load.lines) {
    if (line.of_class != nullptr && *line.of_class == rule.name) pieces += line.pieces;
  }
  if (pieces == 0) return Amount{0};
  const auto add = rule.add.in(load.currency);
  if (!add) return std::nullopt;
  return checked_product(*add, rule.each_piece ? pieces : 1);
}

}  // namespace

bool is_flat(const ShippingPrice& price) {
  return !price.tariff && !price.free_from && price.classes.empty();
}

bool goes_by_weight(const ShippingPrice& price) {
  return price.tariff && price.tariff->by == TariffBy::weight;
}

bool carries(const ShippingPrice& price, const std::string* of_class) {
  const auto& only = price.only_classes;
  if (of_class == nullptr) return only.empty();
  if (!only.empty() && std::find(only.begin(), only.end(), *of_class) == only.end()) return false;
  return std::none_of(
      price.classes.begin(), price.classes.end(),
      [of_class](const ClassRule& rule) { return rule.excluded && rule.name == *of_class; });
}

std::optional<Amount> price_of(const ShippingPrice& price, const ShippingLoad& load) {
  auto base = price.tariff ? price_by(*price.tariff, load) : price.amount.in(load.currency);
  if (!base) return std::nullopt;
  if (is_free(price, load)) base = Amount{0};
  CheckedSum sum;
  sum.add(*base);
  for (const ClassRule& rule : price.classes) {
    const auto added = added_by(rule, load);
    if (!added) return std::nullopt;
    sum.add(*added);
  }
  return sum.result();
}

}  // namespace till::commerce
