// Orders that tests of an order's life start from, and commands in short.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "checkout/builders.h"
#include "checkout/order_rules.h"

namespace till::checkout {

struct LineOf {
  const char* item;
  std::int64_t quantity;
  FulfillmentType type;
};

inline const std::vector<LineOf> kMugsAndBook{{"mug", 3, FulfillmentType::shipping},
                                              {"book", 1, FulfillmentType::digital}};

// Each piece costs 1000; nothing is added.
inline Order order_of(const std::vector<LineOf>& lines = kMugsAndBook) {
  CountingIds ids;
  Order order;
  order.id = ids.make<OrderId>();
  order.checkout_session_id = ids.make<SessionId>();
  order.currency = "usd";
  order.destination = address_in();
  order.created_at = kNow;
  for (const LineOf& each : lines) {
    OrderLine line;
    line.id = ids.make<LineItemId>();
    line.item_id = each.item;
    line.ordered = line.current = each.quantity;
    line.fulfillment = each.type;
    line.total = Amount{1000 * each.quantity};
    order.totals.total.minor += line.total.minor;
    order.lines.push_back(std::move(line));
  }
  return order;
}

inline OrderCommand ship(std::vector<PiecesWanted> pieces = {}) {
  return ShipOrder{std::move(pieces), {}, {}, {}};
}
inline OrderCommand ready(std::vector<PiecesWanted> pieces = {}) {
  return ReadyOrder{std::move(pieces)};
}
inline OrderCommand deliver() { return DeliverOrder{}; }
inline OrderCommand refund() { return RefundOrder{}; }
inline OrderCommand refund(std::int64_t amount) { return RefundOrder{Amount{amount}, {}}; }
inline OrderCommand cancel() { return CancelOrder{}; }
inline OrderCommand hold() { return HoldOrder{}; }
inline OrderCommand approve() { return ApproveOrder{}; }

// Carries commands out one after the other; a refund comes to its end at once.
class OrderLife {
 public:
  explicit OrderLife(Order start = order_of()) : order(std::move(start)) {}

  Result<OrderChange, OrderRefusal> attempt(const OrderCommand& command) {
    return change_order(order, command, {kNow, ids_});
  }
  OrderLife& then(const OrderCommand& command, bool given_back = true) {
    auto change = attempt(command);
    EXPECT_TRUE(change.has_value()) << (change ? 0 : static_cast<int>(change.error().text.id));
    if (!change) return *this;
    order = change->order;
    for (const StockMove& move : change->stock) moves.push_back(move);
    if (!change->refund) return *this;
    auto settled = settle_refund(order, change->refund->adjustment, given_back, kNow);
    EXPECT_TRUE(settled.has_value());
    if (settled) order = *settled;
    return *this;
  }

  Order order;
  std::vector<StockMove> moves;

 private:
  CountingIds ids_;
};

// "3/2/1 …": ordered, current and fulfilled of each line.
inline std::string quantities(const Order& order) {
  std::string text;
  for (const OrderLine& line : order.lines) {
    if (!text.empty()) text += " ";
    text += std::to_string(line.ordered) + "/" + std::to_string(line.current) + "/" +
            std::to_string(line.fulfilled);
  }
  return text;
}

}  // namespace till::checkout
