// What the payment provider at hand can do about the money of an order. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "checkout/charge_limits.h"
#include "checkout/order_rules.h"

namespace till::checkout {

// The provider that is configured: what orders remember it by, and what it moves of a currency.
struct ProviderAtHand {
  std::string name;
  ChargeLimits limits;
};

// Can `configured` be asked about a payment that was begun at `provider`? An empty one is of an
// older format, or nobody was asked.
bool is_at_hand(std::string_view provider, std::string_view configured);

// Why the change cannot be carried out: provider_not_configured when another provider has the
// money, amount_not_payable for a refund of an amount that the provider does not move.
std::optional<OrderRefusal> objection(const OrderCommand& command, const OrderChange& change,
                                      const ProviderAtHand& at_hand);

}  // namespace till::checkout
