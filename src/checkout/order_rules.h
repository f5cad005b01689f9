// The rules of an order after its sale (A22): pure functions from an order and what the operator
// wants to the next order, or a refusal that leaves everything as it was.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "checkout/decide.h"
#include "checkout/order.h"

namespace till::checkout {

// Pieces to fulfil. `id` is a line's id or an item's, which means all its lines; without a
// quantity everything that is open.
struct PiecesWanted {
  std::string id;
  std::optional<std::int64_t> quantity;
  bool operator==(const PiecesWanted&) const = default;
};

// Fulfils pieces in the way each line goes: parcels leave, pickups are ready, digital goods are on
// their way. No pieces means everything open.
struct ShipOrder {
  std::vector<PiecesWanted> pieces;
  std::optional<std::string> carrier;
  std::optional<std::string> tracking_number;
  std::optional<std::string> tracking_url;
};

// Lays pieces out for pickup; no pieces means everything open that is picked up.
struct ReadyOrder {
  std::vector<PiecesWanted> pieces;
};

// The buyer has received one fulfilment, or all that are on their way. Open digital goods need no
// shipping; a link or key means that only digital goods are delivered now.
struct DeliverOrder {
  std::optional<FulfillmentId> fulfillment;
  std::optional<std::string> access_url;
  std::optional<std::string> license_key;
};

// Gives back an amount, or what is left.
struct RefundOrder {
  std::optional<Amount> amount;
  std::optional<std::string> reason;
};

// Calls the order off before anything left: gives back what is left and restocks.
struct CancelOrder {
  std::optional<std::string> reason;
};

struct HoldOrder {};
struct ApproveOrder {};

using OrderCommand = std::variant<ShipOrder, ReadyOrder, DeliverOrder, RefundOrder, CancelOrder,
                                  HoldOrder, ApproveOrder>;

// One value per refusal, in order of precedence: of several that apply, the first is answered.
enum class OrderRefusalCode {
  order_canceled,         // Nothing follows a cancel.
  order_on_hold,          // Approve it first.
  order_not_on_hold,      // Approve without a hold.
  order_already_shipped,  // Cancel after something left, hold after everything did.
  unknown_line,           // No line of that id or item.
  unknown_fulfillment,    // Deliver names none of the order's.
  nothing_open,           // Ship or ready, and everything was fulfilled before.
  not_for_pickup,         // Ready, and the lines are not picked up.
  quantity_not_open,      // More than is open, or less than one.
  not_shipped_goods,      // Tracking for what no carrier takes.
  not_digital,            // A link or key for what is not digital.
  already_delivered,      // Everything that left has arrived.
  nothing_shipped,        // Deliver before anything left.
  amount_invalid,         // A refund of less than one minor unit.
  nothing_to_refund,      // Everything was given back.
  refund_too_large,       // More than what is left.
  refund_refused,         // The payment provider said no.
  payment_pending,        // The money is being captured or let go just now.
  payment_not_captured,   // A refund of everything before anything was charged.
  payment_lapsed,         // Goods may not leave: the provider has let the money go.
  amount_not_payable,  // A refund that the provider cannot make: it moves no such part of a unit.
  provider_not_configured,  // It was charged by a provider that is not configured any more.
};

struct OrderRefusal {
  OrderRefusalCode code = OrderRefusalCode::order_canceled;
  Text text;  // Why it makes no sense, and what to do.
  bool operator==(const OrderRefusal&) const = default;
};

// A refund that was decided and stands in the order as pending.
struct RefundDue {
  AdjustmentId adjustment;
  Amount amount;
  bool operator==(const RefundDue&) const = default;
};

// What the payment provider must be asked for is one of the last three.
struct OrderChange {
  Order order;
  std::vector<StockMove> stock = {};
  std::optional<RefundDue> refund = {};
  std::optional<Amount> capture = {};  // Of what was authorized; the rest is let go.
  bool cancel_payment = false;         // Lets go what was authorized.
};

Result<OrderChange, OrderRefusal> change_order(const Order& order, const OrderCommand& command,
                                               const Circumstances& circumstances);

// The order after the payment provider answered; nothing when the refund is not pending (any
// more).
std::optional<Order> settle_refund(const Order& order, const AdjustmentId& adjustment,
                                   bool given_back, Timestamp now,
                                   const std::string& reference = {});

// The same for a capture, which fails once the authorization has lapsed.
std::optional<Order> settle_capture(const Order& order, bool captured);

// The same for letting an authorization go. It fails when someone captured it by hand: then what
// the buyer paid is due as a refund.
std::optional<OrderChange> settle_cancel(const Order& order, bool let_go,
                                         const Circumstances& circumstances);

}  // namespace till::checkout
