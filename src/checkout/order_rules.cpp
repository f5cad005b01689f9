// Money and permission: refund, cancel, hold, approve, and what an order's status is (A22).
#include "checkout/order_rules.h"

#include <algorithm>
#include <map>

#include "base/currency.h"

#include "checkout/order_steps.h"

namespace till::checkout {
namespace {

Amount sum_of_refunds(const Order& order, bool with_pending) {
  CheckedSum sum;
  for (const Adjustment& adjustment : order.adjustments) {
    const bool counts = adjustment.status == AdjustmentStatus::completed ||
                        (with_pending && adjustment.status == AdjustmentStatus::pending);
    if (counts && adjustment.amount) sum.add(*adjustment.amount);
  }
  return sum.result().value_or(order.totals.total);
}

bool anything_left(const Order& order) {
  return std::any_of(order.lines.begin(), order.lines.end(),
                     [](const OrderLine& line) { return line.fulfilled > 0; });
}

bool everything_left(const Order& order) {
  return std::all_of(order.lines.begin(), order.lines.end(),
                     [](const OrderLine& line) { return line.fulfilled == line.current; });
}

RefundDue add_refund(Order& order, Amount amount, const std::optional<std::string>& reason,
                     const Circumstances& circumstances) {
  Adjustment refund;
  refund.id = circumstances.ids.make<AdjustmentId>();
  refund.amount = amount;
  refund.reason = reason;
  refund.occurred_at = circumstances.now;
  order.adjustments.push_back(refund);
  return {refund.id, amount};
}

OrderStep refund_order(const Order& order, const RefundOrder& command,
                       const Circumstances& circumstances) {
  const Amount left = amount_refundable(order);
  if (command.amount && *command.amount <= Amount{0}) {
    return refuse(OrderRefusalCode::amount_invalid, "Give back at least one minor unit.");
  }
  if (left == Amount{0}) {
    return refuse(OrderRefusalCode::nothing_to_refund,
                  "Everything that was charged has been given back or is on its way back.");
  }
  const Amount amount = command.amount.value_or(left);
  if (amount > left) {
    return refuse(OrderRefusalCode::refund_too_large,
                  "Only " + decimal_text(left, order.currency) + " of the " +
                      decimal_text(order.totals.total, order.currency) +
                      " that were charged can still be given back. Ask for at most that.");
  }
  OrderChange change{order, {}, {}};
  change.refund = add_refund(change.order, amount, command.reason, circumstances);
  return change;
}

OrderStep cancel_order(const Order& order, const CancelOrder& command,
                       const Circumstances& circumstances) {
  if (anything_left(order)) {
    return refuse(OrderRefusalCode::order_already_shipped,
                  "Part of the order has left and cannot be called back. Refund it instead.");
  }
  OrderChange change{order, {}, {}};
  Order& next = change.order;
  Adjustment cancellation;
  cancellation.id = circumstances.ids.make<AdjustmentId>();
  cancellation.type = AdjustmentType::cancellation;
  cancellation.status = AdjustmentStatus::completed;
  cancellation.reason = command.reason;
  cancellation.occurred_at = circumstances.now;
  std::map<std::string, std::int64_t> restocked;
  for (OrderLine& line : next.lines) {
    cancellation.lines.push_back({line.id, line.current});
    if (line.fulfillment != FulfillmentType::digital) restocked[line.item_id] += line.current;
    line.current = 0;
  }
  for (const auto& [item, quantity] : restocked) change.stock.push_back({item, -quantity});
  next.adjustments.push_back(std::move(cancellation));
  next.status = OrderStatus::canceled;
  next.held = false;
  const Amount left = amount_refundable(order);
  if (left > Amount{0}) {
    change.refund = add_refund(next, left, command.reason, circumstances);
  }
  return change;
}

OrderStep hold_order(const Order& order) {
  if (order.held) {
    return refuse(OrderRefusalCode::order_on_hold, "The order is on hold already. Approve it.");
  }
  if (everything_left(order)) {
    return refuse(OrderRefusalCode::order_already_shipped,
                  "Everything of the order has left; there is nothing to hold back.");
  }
  OrderChange change{order, {}, {}};
  change.order.held = true;
  return change;
}

OrderStep approve_order(const Order& order) {
  if (!order.held) {
    return refuse(OrderRefusalCode::order_not_on_hold,
                  "The order is not on hold, so there is nothing to approve.");
  }
  OrderChange change{order, {}, {}};
  change.order.held = false;
  return change;
}

// What forbids a command whatever its details. A refund is left to a canceled order whose own
// refund the provider refused.
std::optional<OrderRefusal> check_state(const Order& order, const OrderCommand& command) {
  const bool refund = std::holds_alternative<RefundOrder>(command);
  if (order.status == OrderStatus::canceled && !(refund && amount_refundable(order) > Amount{0})) {
    return OrderRefusal{OrderRefusalCode::order_canceled,
                        "The order is canceled and cannot change any more."};
  }
  const bool sends = std::holds_alternative<ShipOrder>(command) ||
                     std::holds_alternative<ReadyOrder>(command) ||
                     std::holds_alternative<DeliverOrder>(command);
  if (order.held && sends) {
    return OrderRefusal{OrderRefusalCode::order_on_hold, "The order is on hold. Approve it first."};
  }
  return std::nullopt;
}

// OD-04, OD-05: shipped once everything has left, completed once everything has arrived.
OrderStatus status_of(const Order& order) {
  if (order.status == OrderStatus::canceled) return OrderStatus::canceled;
  if (order.held) return OrderStatus::manual_review;
  if (!anything_left(order)) return OrderStatus::confirmed;
  if (!everything_left(order)) return OrderStatus::processing;
  const bool arrived = std::all_of(
      order.fulfillments.begin(), order.fulfillments.end(),
      [](const OrderFulfillment& each) { return each.status == FulfillmentStatus::delivered; });
  return arrived ? OrderStatus::completed : OrderStatus::shipped;
}

struct Decide {
  const Order& order;
  const Circumstances& circumstances;
  OrderStep operator()(const ShipOrder& c) const { return ship_order(order, c, circumstances); }
  OrderStep operator()(const ReadyOrder& c) const { return ready_order(order, c, circumstances); }
  OrderStep operator()(const DeliverOrder& c) const {
    return deliver_order(order, c, circumstances);
  }
  OrderStep operator()(const RefundOrder& c) const { return refund_order(order, c, circumstances); }
  OrderStep operator()(const CancelOrder& c) const { return cancel_order(order, c, circumstances); }
  OrderStep operator()(const HoldOrder&) const { return hold_order(order); }
  OrderStep operator()(const ApproveOrder&) const { return approve_order(order); }
};

}  // namespace

Amount amount_refunded(const Order& order) { return sum_of_refunds(order, false); }

Amount amount_refundable(const Order& order) {
  const Amount gone = sum_of_refunds(order, true);
  return gone < order.totals.total ? Amount{order.totals.total.minor - gone.minor} : Amount{0};
}

OrderStep change_order(const Order& order, const OrderCommand& command,
                       const Circumstances& circumstances) {
  if (auto refusal = check_state(order, command)) return refused(std::move(*refusal));
  OrderStep step = std::visit(Decide{order, circumstances}, command);
  if (step) step->order.status = status_of(step->order);
  return step;
}

std::optional<Order> settle_refund(const Order& order, const AdjustmentId& adjustment,
                                   bool given_back, Timestamp now) {
  Order next = order;
  for (Adjustment& each : next.adjustments) {
    if (each.id != adjustment || each.status != AdjustmentStatus::pending) continue;
    each.status = given_back ? AdjustmentStatus::completed : AdjustmentStatus::failed;
    each.occurred_at = now;
    return next;
  }
  return std::nullopt;
}

}  // namespace till::checkout
