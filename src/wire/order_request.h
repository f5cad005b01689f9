// What an operator sends about an order or a payment, as commands. Unknown members are ignored.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "checkout/command.h"
#include "checkout/order_rules.h"
#include "checkout/refusal.h"
#include "wire/body.h"

namespace till::wire {

enum class OrderAction { ship, ready, deliver, refund, cancel, hold, approve };

// The action of that name, which is also the last part of its path.
std::optional<OrderAction> order_action(std::string_view name);

// Refused with `missing` or `invalid`, the param as a JSONPath and a detail that says what to send.
Result<checkout::OrderCommand, checkout::Refusal> decode_order_command(OrderAction action,
                                                                       const Body& body);

// Refused in the same way.
Result<checkout::PaymentVerdict, checkout::Refusal> decode_payment_verdict(const Body& body);

}  // namespace till::wire
