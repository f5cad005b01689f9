#include "checkout/discount_amounts.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/ensure.h"

namespace till::checkout {
namespace {

__extension__ using Wide = __int128;  // The product of two int64 values always fits.

bool names(const std::vector<std::string>& items, const std::string& item) {
  return std::find(items.begin(), items.end(), item) != items.end();
}

Amount sum_of(const std::vector<Amount>& amounts) {
  CheckedSum sum;
  for (const Amount amount : amounts) sum.add(amount);
  return sum.result().value_or(Amount{0});
}

// Splits `amount` by the weights, which add up to at least as much: no part exceeds its weight.
// What rounding down leaves goes to the largest remainders (LT-18).
std::vector<Amount> split(Amount amount, const std::vector<Amount>& weights) {
  const Amount whole = sum_of(weights);
  TILL_ENSURE(amount <= whole);
  std::vector<Amount> parts(weights.size());
  if (amount.minor == 0) return parts;
  std::vector<std::int64_t> remainders(weights.size());
  std::int64_t left = amount.minor;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const Wide product = static_cast<Wide>(amount.minor) * weights[i].minor;
    parts[i].minor = static_cast<std::int64_t>(product / whole.minor);
    remainders[i] = static_cast<std::int64_t>(product % whole.minor);
    left -= parts[i].minor;
  }
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&remainders](std::size_t one, std::size_t other) {
    return remainders[one] > remainders[other];
  });
  for (const std::size_t i : order) {
    if (left == 0) break;
    ++parts[i].minor;
    --left;
  }
  return parts;
}

// Lines may be reduced in this order: the cheapest pieces first.
std::vector<std::size_t> cheapest_first(const DiscountCart& cart) {
  std::vector<std::size_t> order(cart.lines.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&cart](std::size_t one, std::size_t other) {
    const auto& left = cart.lines[one];
    const auto& right = cart.lines[other];
    return static_cast<Wide>(left.base.minor) * right.pieces <
           static_cast<Wide>(right.base.minor) * left.pieces;
  });
  return order;
}

class Taking {
 public:
  Taking(const DiscountCart& cart, DiscountOutcome& outcome) : cart_(cart), outcome_(outcome) {
    for (const DiscountCart::Line& line : cart.lines) left_.push_back(line.base);
  }

  // Discounts of one priority: those of lines, then those of the order, which all look at the
  // amounts as they stand now.
  void take_group(const std::vector<AcceptedDiscount>& group) {
    const std::vector<Amount> start = left_;
    for (const AcceptedDiscount& one : group) {
      if (!one.definition->amount_off) take_from_lines(one, start);
    }
    for (const AcceptedDiscount& one : group) {
      if (one.definition->amount_off) take_amount(one);
    }
  }

 private:
  static AppliedDiscount begin(const AcceptedDiscount& accepted) {
    const DiscountDefinition& definition = *accepted.definition;
    AppliedDiscount applied;
    applied.id = definition.id;
    applied.code = accepted.code;
    applied.name = definition.name;
    applied.amount_off = definition.amount_off;
    applied.priority = definition.priority;
    applied.starts = definition.starts;
    applied.ends = definition.ends;
    return applied;
  }

  void allot(std::size_t line, Amount part, AppliedDiscount& applied) {
    left_[line].minor -= part.minor;
    outcome_.line_discounts[line].minor += part.minor;
    applied.amount.minor += part.minor;
    if (part.minor != 0) applied.allocations.push_back({line, part});
  }

  // Each line by itself, rounded half up there, at most what the line still costs.
  void take_from_lines(const AcceptedDiscount& accepted, const std::vector<Amount>& start) {
    const DiscountDefinition& definition = *accepted.definition;
    AppliedDiscount applied = begin(accepted);
    std::vector<std::int64_t> pieces;
    pieces.reserve(cart_.lines.size());
    for (const auto& line : cart_.lines) {
      pieces.push_back(qualifies(definition, line) ? line.pieces : 0);
    }
    if (definition.buy_and_get) {
      pieces = reduced_pieces(definition, cart_);
      applied.percent_off = definition.buy_and_get->percent_off;
    } else if (definition.percent_off) {
      applied.percent_off = definition.percent_off;
    } else {
      applied.percent_off = reached_tier(definition, qualifying_pieces(definition, cart_));
    }
    for (std::size_t i = 0; i < start.size(); ++i) {
      const Amount wanted = fraction_half_up(start[i], pieces[i] * applied.percent_off.value_or(0),
                                             cart_.lines[i].pieces * 100);
      allot(i, std::min(wanted, left_[i]), applied);
    }
    outcome_.applied.push_back(std::move(applied));
  }

  // One amount, off the lines that the discount names or off the order as a whole. The order's is
  // spread over the lines too, so that what is taken later looks at what is left of them.
  void take_amount(const AcceptedDiscount& accepted) {
    const DiscountDefinition& definition = *accepted.definition;
    AppliedDiscount applied = begin(accepted);
    applied.across = true;
    std::vector<Amount> weights = left_;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      if (!qualifies(definition, cart_.lines[i])) weights[i] = {};
    }
    const Amount whole = std::min(*definition.amount_off, sum_of(weights));
    const std::vector<Amount> parts = split(whole, weights);
    if (definition.items.empty()) {
      applied.amount = whole;
      outcome_.order_discount.minor += whole.minor;
      for (std::size_t i = 0; i < parts.size(); ++i) left_[i].minor -= parts[i].minor;
    } else {
      for (std::size_t i = 0; i < parts.size(); ++i) allot(i, parts[i], applied);
    }
    outcome_.applied.push_back(std::move(applied));
  }

  const DiscountCart& cart_;
  DiscountOutcome& outcome_;
  std::vector<Amount> left_;  // Of each line, after every discount taken so far.
};

}  // namespace

bool qualifies(const DiscountDefinition& definition, const DiscountCart::Line& line) {
  if (line.item_id.empty()) return false;
  return definition.items.empty() || names(definition.items, line.item_id);
}

Amount qualifying_amount(const DiscountDefinition& definition, const DiscountCart& cart) {
  Amount amount;
  for (const auto& line : cart.lines) {
    if (qualifies(definition, line)) amount.minor += line.base.minor;
  }
  return amount;
}

std::int64_t qualifying_pieces(const DiscountDefinition& definition, const DiscountCart& cart) {
  std::int64_t pieces = 0;
  for (const auto& line : cart.lines) {
    if (qualifies(definition, line)) pieces += line.pieces;
  }
  return pieces;
}

std::optional<std::int64_t> reached_tier(const DiscountDefinition& definition,
                                         std::int64_t pieces) {
  std::optional<std::int64_t> percent;
  for (const VolumeTier& tier : definition.volume) {
    if (tier.pieces <= pieces) percent = tier.percent_off;
  }
  return percent;
}

std::vector<std::int64_t> reduced_pieces(const DiscountDefinition& definition,
                                         const DiscountCart& cart) {
  const BuyAndGet& rule = *definition.buy_and_get;
  const bool others = !rule.get_items.empty();
  const std::int64_t bought = qualifying_pieces(definition, cart);
  std::int64_t open = bought / (others ? rule.buy : rule.buy + rule.get) * rule.get;
  std::vector<std::int64_t> reduced(cart.lines.size(), 0);
  for (const std::size_t i : cheapest_first(cart)) {
    const auto& line = cart.lines[i];
    const bool fits = others ? names(rule.get_items, line.item_id) : qualifies(definition, line);
    if (!fits) continue;
    reduced[i] = std::min(open, line.pieces);
    open -= reduced[i];
  }
  return reduced;
}

void take_amounts(std::vector<AcceptedDiscount> accepted, const DiscountCart& cart,
                  DiscountOutcome& outcome) {
  const auto priority = [](const AcceptedDiscount& one) { return one.definition->priority; };
  std::stable_sort(accepted.begin(), accepted.end(), [&](const auto& left, const auto& right) {
    return priority(left) < priority(right);
  });
  Taking taking(cart, outcome);
  for (auto first = accepted.begin(); first != accepted.end();) {
    const auto last = std::find_if(
        first, accepted.end(), [&](const auto& one) { return priority(one) != priority(*first); });
    taking.take_group({first, last});
    first = last;
  }
}

}  // namespace till::checkout
