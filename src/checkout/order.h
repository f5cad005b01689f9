// Order: what a completed checkout session became (A22).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/amount.h"
#include "base/clock.h"
#include "base/id.h"
#include "checkout/fulfillment.h"

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
  Amount tax;
  Amount total;
  FulfillmentType fulfillment = FulfillmentType::shipping;
  bool operator==(const OrderLine&) const = default;
};

// What was charged, by kind; `total` never changes afterwards (OD-11).
struct OrderTotals {
  Amount items_base_amount;
  Amount items_discount;
  Amount subtotal;
  Amount discount;
  Amount fulfillment;
  Amount tax;
  Amount total;
  bool operator==(const OrderTotals&) const = default;
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
  bool operator==(const Order&) const = default;
};

}  // namespace till::checkout
