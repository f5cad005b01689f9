// The commands that move goods, each on an order whose state allows it, and what an order's state
// is read from. Private to checkout.
#pragma once

#include <optional>
#include <string>

#include "checkout/order_rules.h"

namespace till::checkout {

using OrderStep = Result<OrderChange, OrderRefusal>;

inline auto refuse(OrderRefusalCode code, Text text) {
  return refused(OrderRefusal{code, std::move(text)});
}

// Nothing is open any more.
bool everything_left(const Order& order);
// OD-04, OD-05: shipped once everything has left, completed once everything has arrived.
OrderStatus status_of(const Order& order);

// Adds a refund that the payment provider is still to be asked for.
RefundDue add_refund(Order& order, Amount amount, const std::optional<std::string>& reason,
                     const Circumstances& circumstances);

OrderStep ship_order(const Order& order, const ShipOrder& command,
                     const Circumstances& circumstances);
OrderStep ready_order(const Order& order, const ReadyOrder& command,
                      const Circumstances& circumstances);
OrderStep deliver_order(const Order& order, const DeliverOrder& command,
                        const Circumstances& circumstances);

}  // namespace till::checkout
