// Money and permission: refund, cancel, hold, approve, and what an order's status is (A22).
#include "checkout/order_rules.h"

#include <algorithm>
#include <map>

#include "base/currency.h"

#include "checkout/order_steps.h"

namespace till::checkout {
namespace {

// With `all` also what is under way and what the buyer's bank disputes.
Amount sum_of_refunds(const Order& order, bool all) {
  CheckedSum sum;
  for (const Adjustment& adjustment : order.adjustments) {
    const bool completed = adjustment.status == AdjustmentStatus::completed;
    const bool pending = adjustment.status == AdjustmentStatus::pending;
    const bool counts =
        all ? completed || pending : completed && adjustment.type == AdjustmentType::refund;
    if (counts && adjustment.amount) sum.add(*adjustment.amount);
  }
  return sum.result().value_or(order.totals.total);
}

bool anything_left(const Order& order) {
  return std::any_of(order.lines.begin(), order.lines.end(),
                     [](const OrderLine& line) { return line.fulfilled > 0; });
}

OrderStep refund_order(const Order& order, const RefundOrder& command,
                       const Circumstances& circumstances) {
  const Amount left = amount_refundable(order);
  if (command.amount && *command.amount <= Amount{0}) {
    return refuse(OrderRefusalCode::amount_invalid, TextId::refund_too_small);
  }
  if (left == Amount{0}) {
    return refuse(OrderRefusalCode::nothing_to_refund, TextId::nothing_to_refund);
  }
  const Amount amount = command.amount.value_or(left);
  if (amount > left) {
    return refuse(
        OrderRefusalCode::refund_too_large,
        {TextId::refund_too_large,
         {decimal_text(left, order.currency), decimal_text(order.totals.total, order.currency)}});
  }
  OrderChange change{order};
  change.refund = add_refund(change.order, amount, command.reason, circumstances);
  if (order.payment != PaymentState::authorized) return change;
  if (amount == left) {
    return refuse(OrderRefusalCode::payment_not_captured, TextId::nothing_charged_yet);
  }
  // That much less is captured later: there is nothing to ask for.
  change.order.adjustments.back().status = AdjustmentStatus::completed;
  change.order.adjustments.back().reference = kNeverCharged;
  change.refund.reset();
  return change;
}

OrderStep cancel_order(const Order& order, const CancelOrder& command,
                       const Circumstances& circumstances) {
  if (anything_left(order)) {
    return refuse(OrderRefusalCode::order_already_shipped, TextId::order_left_in_part);
  }
  OrderChange change{order};
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
  if (order.payment == PaymentState::authorized) {
    next.payment = PaymentState::canceling;
    change.cancel_payment = true;
  } else if (left > Amount{0}) {
    change.refund = add_refund(next, left, command.reason, circumstances);
  }
  return change;
}

OrderStep hold_order(const Order& order) {
  if (order.held) {
    return refuse(OrderRefusalCode::order_on_hold, TextId::order_on_hold_already);
  }
  if (everything_left(order)) {
    return refuse(OrderRefusalCode::order_already_shipped, TextId::order_left_whole);
  }
  OrderChange change{order};
  change.order.held = true;
  return change;
}

OrderStep approve_order(const Order& order) {
  if (!is_held(order)) {
    return refuse(OrderRefusalCode::order_not_on_hold, TextId::order_not_on_hold);
  }
  OrderChange change{order};
  change.order.held = change.order.review = false;
  return change;
}

// What forbids a command whatever its details. A refund is left to a canceled order whose own
// refund the provider refused.
std::optional<OrderRefusal> check_state(const Order& order, const OrderCommand& command) {
  const bool refund = std::holds_alternative<RefundOrder>(command);
  if (order.status == OrderStatus::canceled && !(refund && amount_refundable(order) > Amount{0})) {
    return OrderRefusal{OrderRefusalCode::order_canceled, TextId::order_canceled};
  }
  const bool sends = std::holds_alternative<ShipOrder>(command) ||
                     std::holds_alternative<ReadyOrder>(command) ||
                     std::holds_alternative<DeliverOrder>(command);
  if (is_held(order) && sends) {
    return OrderRefusal{OrderRefusalCode::order_on_hold, TextId::order_on_hold};
  }
  const bool under_way =
      order.payment == PaymentState::capturing || order.payment == PaymentState::canceling;
  if (refund && under_way) {
    return OrderRefusal{OrderRefusalCode::payment_pending, TextId::money_not_settled};
  }
  if (sends && order.payment == PaymentState::lapsed) {
    return OrderRefusal{OrderRefusalCode::payment_lapsed, TextId::money_lapsed};
  }
  return std::nullopt;
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

bool everything_left(const Order& order) {
  return std::all_of(order.lines.begin(), order.lines.end(),
                     [](const OrderLine& line) { return line.fulfilled == line.current; });
}

OrderStatus status_of(const Order& order) {
  if (order.status == OrderStatus::canceled) return OrderStatus::canceled;
  if (is_held(order) || order.payment == PaymentState::lapsed) return OrderStatus::manual_review;
  if (!anything_left(order)) return OrderStatus::confirmed;
  if (!everything_left(order)) return OrderStatus::processing;
  const bool arrived = std::all_of(
      order.fulfillments.begin(), order.fulfillments.end(),
      [](const OrderFulfillment& each) { return each.status == FulfillmentStatus::delivered; });
  return arrived ? OrderStatus::completed : OrderStatus::shipped;
}

bool is_held(const Order& order) { return order.held || order.review; }

bool stands_still(const Order& order) {
  return is_held(order) || order.payment == PaymentState::lapsed;
}

Amount amount_refunded(const Order& order) { return sum_of_refunds(order, false); }

Amount amount_refundable(const Order& order) {
  const bool gone_for_good =
      order.payment == PaymentState::canceled || order.payment == PaymentState::lapsed;
  if (gone_for_good) return Amount{0};
  const Amount gone = sum_of_refunds(order, true);
  return gone < order.totals.total ? Amount{order.totals.total.minor - gone.minor} : Amount{0};
}

OrderStep change_order(const Order& order, const OrderCommand& command,
                       const Circumstances& circumstances) {
  if (auto refusal = check_state(order, command)) return refused(std::move(*refusal));
  OrderStep step = std::visit(Decide{order, circumstances}, command);
  if (!step) return step;
  Order& next = step->order;
  const bool canceled = next.status == OrderStatus::canceled;
  // Captured once, with the final amount (partial shipments).
  if (next.payment == PaymentState::authorized && !canceled && everything_left(next)) {
    next.payment = PaymentState::capturing;
    step->capture = amount_refundable(next);
  }
  next.status = status_of(next);
  return step;
}

std::optional<Order> settle_capture(const Order& order, bool captured) {
  if (order.payment != PaymentState::capturing) return std::nullopt;
  Order next = order;
  next.payment = captured ? PaymentState::captured : PaymentState::lapsed;
  next.status = status_of(next);
  return next;
}

std::optional<OrderChange> settle_cancel(const Order& order, bool let_go,
                                         const Circumstances& circumstances) {
  if (order.payment != PaymentState::canceling) return std::nullopt;
  OrderChange change{order};
  change.order.payment = let_go ? PaymentState::canceled : PaymentState::captured;
  const Amount left = amount_refundable(change.order);
  if (left > Amount{0}) change.refund = add_refund(change.order, left, {}, circumstances);
  return change;
}

std::optional<Order> settle_refund(const Order& order, const AdjustmentId& adjustment,
                                   bool given_back, Timestamp now, const std::string& reference) {
  Order next = order;
  for (Adjustment& each : next.adjustments) {
    if (each.id != adjustment || each.status != AdjustmentStatus::pending) continue;
    each.status = given_back ? AdjustmentStatus::completed : AdjustmentStatus::failed;
    each.occurred_at = now;
    each.reference = reference;
    return next;
  }
  return std::nullopt;
}

}  // namespace till::checkout
