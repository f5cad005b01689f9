// What an operator sends about an order or a payment, as commands. Strict, unlike what agents send:
// a member that is unknown or null is refused by its name.
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

// A request that says all in its path takes no member.
Result<void, checkout::Refusal> expect_no_members(const Body& body);

// Refused in the same way.
Result<checkout::PaymentVerdict, checkout::Refusal> decode_payment_verdict(const Body& body);

}  // namespace till::wire
