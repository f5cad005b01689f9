// Discounts and carts for tests of the rules.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "checkout/builders.h"
#include "checkout/discount_rules.h"

namespace till::checkout {

inline DiscountDefinition discount_named(std::string code) {
  DiscountDefinition definition;
  definition.id = definition.name = definition.code = std::move(code);
  return definition;
}

inline DiscountDefinition percent(std::string code, std::int64_t off, std::int64_t priority = 1) {
  DiscountDefinition definition = discount_named(std::move(code));
  definition.percent_off = off;
  definition.priority = priority;
  return definition;
}

inline DiscountDefinition amount(std::string code, std::int64_t off, std::int64_t minimum = 0,
                                 std::int64_t priority = 1) {
  DiscountDefinition definition = discount_named(std::move(code));
  definition.amount_off = Amount{off};
  definition.minimum = {minimum};
  definition.priority = priority;
  return definition;
}

inline DiscountDefinition automatic(DiscountDefinition definition) {
  definition.code.clear();
  return definition;
}

// One piece of an item of its own a line: a, b, c, …
inline DiscountCart cart_of(std::vector<std::string> codes, const std::vector<Amount>& bases,
                            bool logged_in = false) {
  DiscountCart cart;
  for (const Amount base : bases) {
    cart.lines.push_back({std::string(1, static_cast<char>('a' + cart.lines.size())), 1, base});
  }
  cart.codes = std::move(codes);
  cart.logged_in = logged_in;
  cart.now = kNow;
  return cart;
}

// So many pieces at one price each.
struct Pieces {
  std::string item;
  std::int64_t count = 1;
  std::int64_t price = 0;
};

inline DiscountCart cart_of(std::vector<std::string> codes, const std::vector<Pieces>& lines) {
  DiscountCart cart;
  for (const Pieces& line : lines) {
    cart.lines.push_back({line.item, line.count, {line.count * line.price}});
  }
  cart.codes = std::move(codes);
  cart.now = kNow;
  return cart;
}

}  // namespace till::checkout
