// ShippingPrice: what a shipment costs by what is in it. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/amount.h"
#include "commerce/embedded/prices.h"

namespace till::commerce {

// What goes in one shipment by one rate.
struct ShippingLoad {
  struct Line {
    std::int64_t pieces = 0;
    std::int64_t grams = 0;                 // Of one piece; 0 where nothing goes by weight.
    const std::string* of_class = nullptr;  // Null: of none.
  };
  std::string currency;
  std::vector<Line> lines;
  Amount value;  // Of all lines, after discounts and before a tax that is added.
};

enum class TariffBy { weight, price, pieces };

struct TariffStep {
  bool open = false;       // The last one: whatever is more than the step before.
  std::int64_t up_to = 0;  // Grams or pieces, included.
  Prices up_to_price;      // By price instead, included.
  Prices amount;
  // For each of so many units that are begun beyond the step before, `more` on top; 0: nothing.
  std::int64_t units = 0;
  Prices more;
};

// Its steps grow. What is more than the last of them does not go.
struct Tariff {
  TariffBy by = TariffBy::weight;
  std::vector<TariffStep> steps;
};

// What a class of goods means to a rate.
struct ClassRule {
  std::string name;
  bool excluded = false;  // Such goods do not go; else they cost `add`.
  Prices add;
  bool each_piece = false;  // Else once.
};

struct ShippingPrice {
  Prices amount;  // Without a tariff.
  std::optional<Tariff> tariff;
  std::optional<Prices> free_from;  // Of goods; what a class adds is paid all the same.
  std::vector<ClassRule> classes;
  std::vector<std::string> only_classes;  // Goods of others do not go; none: all go.
};

// Whether it is the amount, whatever is in the shipment.
bool is_flat(const ShippingPrice& price);

bool goes_by_weight(const ShippingPrice& price);

// Whether goods of the class go; null: goods of none.
bool carries(const ShippingPrice& price, const std::string* of_class);

// Nothing when it does not go: too much, or no price in the currency, or beyond kAmountMax. Every
// line must be of a class that the rate carries.
std::optional<Amount> price_of(const ShippingPrice& price, const ShippingLoad& load);

}  // namespace till::commerce
