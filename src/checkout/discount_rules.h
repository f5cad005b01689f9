// Discount rules: which codes apply to a cart and by how much (A13). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkout/discount.h"

namespace till::checkout {

// A discount a shop knows. Exactly one of percent_off and amount_off is set (DC-06).
struct DiscountDefinition {
  std::string code;
  std::string name;
  std::optional<std::int64_t> percent_off;  // 0 to 100, of every line.
  std::optional<Amount> amount_off;         // Of the order as a whole.
  Amount minimum;                           // Of the undiscounted items.
  bool expired = false;
  bool members_only = false;
  std::int64_t priority = 1;
};

struct DiscountOutcome {
  std::vector<AppliedDiscount> applied;    // By priority; of one priority, percentages first.
  std::vector<RejectedDiscount> rejected;  // As submitted.
  std::vector<Amount> line_discounts;      // One a line; never more than the line.
  Amount order_discount;                   // Never more than what the lines still cost.
};

// Every discount looks at the undiscounted items, so that their order does not matter; what would
// push a line or the order below zero is cut off (DC-14). The bases must add up to at most
// kAmountMax, else no code applies and the caller's own sum refuses the cart.
DiscountOutcome apply_discounts(const std::vector<DiscountDefinition>& known,
                                const std::vector<std::string>& codes,
                                std::span<const Amount> line_base_amounts, bool logged_in);

// Compares codes as buyers type them: ASCII case does not matter (DC-02).
bool same_code(std::string_view left, std::string_view right);

// The codes without repetitions, first spelling kept (DC-02).
std::vector<std::string> distinct_codes(const std::vector<std::string>& codes);

}  // namespace till::checkout
