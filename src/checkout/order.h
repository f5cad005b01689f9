// Order: what a completed checkout session became (A22).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/amount.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/language.h"
#include "checkout/dialect_id.h"
#include "checkout/fulfillment.h"
#include "checkout/item_facts.h"

namespace till::checkout {

enum class OrderStatus {
  created,
  confirmed,
  manual_review,
  processing,
  shipped,
  completed,
  canceled
};

// `ordered` never changes; `current` is what is still wanted, `fulfilled` what went out (OD-02).
struct OrderLine {
  LineItemId id;
  std::string item_id;
  std::string title;
  std::int64_t ordered = 0;
  std::int64_t current = 0;
  std::int64_t fulfilled = 0;
  Amount unit_price;
  Amount subtotal;
  Amount tax;  // Added to the price.
  Amount total;
  FulfillmentType fulfillment = FulfillmentType::shipping;
  std::optional<Address> destination;         // Its group's own address; else the order's.
  std::optional<PickupLocation> pickup;       // Where it is picked up; nothing before format 6.
  Amount included_tax = {};                   // The part of the subtotal that is tax.
  std::optional<std::string> image_url = {};  // The first picture of its item.
  std::optional<std::string> page_url = {};   // The page of its item in the shop.
  std::vector<ItemOption> options = {};       // Which variant it is.
  bool operator==(const OrderLine&) const = default;
};

// What was charged, by kind; `total` never changes afterwards (OD-11).
struct OrderTotals {
  Amount items_base_amount;
  Amount items_discount;
  Amount subtotal;
  Amount discount;
  Amount fulfillment;
  Amount tax;  // Added to the prices.
  Amount total;
  Amount included_tax = {};  // The part of the prices that is tax, those of deliveries too.
  bool operator==(const OrderTotals&) const = default;
};

// Is the same paid for the same things? How much of it is tax counts with nothing.
inline bool is_same_price(OrderTotals left, const OrderTotals& right) {
  left.included_tax = right.included_tax;
  return left == right;
}

// Some pieces of one line.
struct LineQuantity {
  LineItemId line;
  std::int64_t quantity = 0;
  bool operator==(const LineQuantity&) const = default;
};

// How far a fulfilment is; each step is a progress event of the same name (OD-07, OD-08).
enum class FulfillmentStatus { processing, shipped, ready_for_pickup, delivered };

struct Progress {
  ProgressId id;
  FulfillmentStatus reached = FulfillmentStatus::processing;
  Timestamp occurred_at;
  bool operator==(const Progress&) const = default;
};

// Pieces that left together in one way. Progress is only ever appended (OD-08).
struct OrderFulfillment {
  FulfillmentId id;
  FulfillmentType type = FulfillmentType::shipping;
  FulfillmentStatus status = FulfillmentStatus::processing;
  std::vector<LineQuantity> lines;
  std::optional<std::string> carrier;  // The three of tracking: shipped goods only.
  std::optional<std::string> tracking_number;
  std::optional<std::string> tracking_url;
  std::optional<Address> destination;     // Shipped goods only.
  std::optional<std::string> access_url;  // Digital goods only, like the key.
  std::optional<std::string> license_key;
  std::vector<Progress> progress;
  bool operator==(const OrderFulfillment&) const = default;
};

// The reference of a refund from before the capture, which then takes that much less.
inline constexpr const char* kNeverCharged = "never_charged";

enum class AdjustmentType { refund, cancellation, dispute };
// Pending: the payment provider has not said whether the money went back.
enum class AdjustmentStatus { pending, completed, failed };

// Something that happened to the order afterwards. A refund and a dispute have an amount, a
// cancellation the pieces it took away (OD-09, OD-10).
struct Adjustment {
  AdjustmentId id;
  AdjustmentType type = AdjustmentType::refund;
  AdjustmentStatus status = AdjustmentStatus::pending;
  std::optional<Amount> amount;
  std::vector<LineQuantity> lines;
  std::optional<std::string> reason;  // The operator's words.
  Timestamp occurred_at;
  std::string reference;  // The payment provider's refund or dispute; not shown to agents.
  bool by_shop = false;   // The shop's own backend asked for it, hence knows of it.
  bool operator==(const Adjustment&) const = default;
};

// Where the money is. What is only authorized is captured once everything has left, let go by a
// cancel, or lapses when the provider lets it go by itself.
enum class PaymentState { captured, authorized, capturing, canceling, canceled, lapsed };

// Does the shop's own backend have the order? Once it has said no it hears nothing more of it.
enum class ShopState { not_told, told, taken, refused };

struct AtShop {
  ShopState state = ShopState::not_told;
  std::string number;                        // The shop's own; empty: it has given none.
  std::optional<std::string> permalink_url;  // The shop's own page of the order.
  bool operator==(const AtShop&) const = default;
};

// A sale as the tax service keeps it: one for each of the order's calculations.
struct TaxSale {
  std::string id;  // The service's; empty: it has the sale, and nobody knows under which name.
  Amount total;    // With its tax.
  bool operator==(const TaxSale&) const = default;
};

// What was taken back of a sale.
struct TaxReversal {
  std::size_t sale = 0;     // Its index.
  AdjustmentId adjustment;  // The refund that it is for; empty: the money was never taken.
  Amount amount;            // With its tax.
  bool operator==(const TaxReversal&) const = default;
};

// What the tax service has of an order; nothing when none was asked.
struct AtTaxService {
  std::vector<TaxSale> sales;
  std::vector<TaxReversal> reversals;
  bool operator==(const AtTaxService&) const = default;
};

struct Order {
  OrderId id;
  SessionId checkout_session_id;
  std::string agent;  // Which agent bought, hence who hears of it.
  std::string permalink_url;
  OrderStatus status = OrderStatus::confirmed;
  std::string currency;
  std::string payment_reference;  // The gateway's charge; not shown to agents.
  std::vector<OrderLine> lines;
  OrderTotals totals;
  std::optional<Address> destination;
  Timestamp created_at;
  bool held = false;  // The operator looks at it before anything may leave.
  std::vector<OrderFulfillment> fulfillments;
  std::vector<Adjustment> adjustments;
  Language language = Language::en;  // Of what the buyer reads.
  std::optional<std::string> notes;  // The buyer's, shown with the confirmation (SE-08).
  PaymentState payment = PaymentState::captured;
  bool review = false;   // The payment provider's risk rules want a person to look at it first.
  std::string provider;  // Who charged it; empty in an older format: whoever is configured.
  std::optional<Timestamp> erased_at;             // Since then nothing here tells who bought.
  DialectId dialect = DialectId::acp_2026_04_17;  // In which it was bought, and is told of.
  AtShop shop;
  AtTaxService taxes = {};
  bool operator==(const Order&) const = default;
};

// Nothing may leave: somebody has to look at it first.
bool is_held(const Order& order);
// The shop must send nothing of it: it is held, or its money was never taken and is gone.
bool stands_still(const Order& order);

// What went back to the buyer, and what may still: what is under way or disputed counts as gone
// (OD-11). What is refunded before the capture is never charged.
Amount amount_refunded(const Order& order);
Amount amount_refundable(const Order& order);

}  // namespace till::checkout
