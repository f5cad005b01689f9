// Discounts as a session shows them (A13).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/amount.h"
#include "base/clock.h"
#include "checkout/message.h"

namespace till::checkout {

// The id of what is taken off so that a total can be charged; it is no discount of the shop's.
inline constexpr const char* kRounding = "rounding";

// A part of a discount that fell on one line.
struct DiscountAllocation {
  std::size_t line_index = 0;
  Amount amount;
  bool operator==(const DiscountAllocation&) const = default;
};

// `percent_off` xor `amount_off` is set (DC-06). With allocations it counts in items_discount,
// without in discount (DC-08); allocations add up to `amount` (DC-07).
struct AppliedDiscount {
  std::string code;  // As the agent submitted it (DC-02); empty when applied without one (DC-05).
  std::string name;
  std::optional<std::int64_t> percent_off;
  std::optional<Amount> amount_off;
  Amount amount;
  std::int64_t priority = 1;
  std::vector<DiscountAllocation> allocations;
  std::string id;       // Of the discount; empty in sessions of an older format.
  bool across = false;  // One amount split over lines, not each line by itself (DC-11).
  std::optional<Timestamp> starts;
  std::optional<Timestamp> ends;
  bool operator==(const AppliedDiscount&) const = default;
};

// A count that an applied discount takes part in and that may not exceed `limit`: of all uses of
// the discount, or of those of one buyer.
struct DiscountUse {
  std::string key;
  std::int64_t limit = 0;
  bool operator==(const DiscountUse&) const = default;
};

struct RejectedDiscount {
  std::string code;                                         // As the agent submitted it.
  MessageCode reason = MessageCode::discount_code_invalid;  // A discount_code_* value.
  bool operator==(const RejectedDiscount&) const = default;
};

struct Discounts {
  std::vector<std::string> codes;  // As submitted, repetitions too.
  std::vector<AppliedDiscount> applied;
  std::vector<RejectedDiscount> rejected;
  // Of the applied ones. They count from the commit that begins the payment on; a payment that
  // fails gives them back.
  std::vector<DiscountUse> uses;
  bool operator==(const Discounts&) const = default;
};

}  // namespace till::checkout
