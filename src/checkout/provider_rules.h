// What the payment provider that has the money of an order can do about it. Pure.
#pragma once

#include <optional>

#include "checkout/charge_limits.h"
#include "checkout/order_rules.h"

namespace till::checkout {

// Why the change cannot be carried out: provider_not_configured when nobody can be asked who has
// the money, amount_not_payable for a refund of an amount that the provider does not move.
// `at_hand` is what the provider that has the money moves of the order's currency; nothing when it
// is not configured any more.
std::optional<OrderRefusal> objection(const OrderCommand& command, const OrderChange& change,
                                      const std::optional<ChargeLimits>& at_hand);

}  // namespace till::checkout
