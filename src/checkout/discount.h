// Discounts as a session shows them (A13).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/amount.h"
#include "checkout/message.h"

namespace till::checkout {

// A part of a discount that fell on one line.
struct DiscountAllocation {
  std::size_t line_index = 0;
  Amount amount;
  bool operator==(const DiscountAllocation&) const = default;
};

// `percent_off` xor `amount_off` is set (DC-06). With allocations it counts in items_discount,
// without in discount (DC-08); allocations add up to `amount` (DC-07).
struct AppliedDiscount {
  std::string code;  // As the agent submitted it (DC-02).
  std::string name;
  std::optional<std::int64_t> percent_off;
  std::optional<Amount> amount_off;
  Amount amount;
  std::int64_t priority = 1;
  std::vector<DiscountAllocation> allocations;
  bool operator==(const AppliedDiscount&) const = default;
};

struct RejectedDiscount {
  std::string code;                                         // As the agent submitted it.
  MessageCode reason = MessageCode::discount_code_invalid;  // A discount_code_* value.
  bool operator==(const RejectedDiscount&) const = default;
};

struct Discounts {
  std::vector<std::string> codes;
  std::vector<AppliedDiscount> applied;
  std::vector<RejectedDiscount> rejected;
  bool operator==(const Discounts&) const = default;
};

}  // namespace till::checkout
