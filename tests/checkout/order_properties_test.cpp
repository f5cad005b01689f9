// What holds for every order, whatever the operator asks and the payment provider answers.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>

#include "checkout/orders.h"

namespace till::checkout {
namespace {

std::int64_t any_of(std::int64_t low, std::int64_t high) {
  return *rc::gen::inRange<std::int64_t>(low, high + 1);
}

std::vector<LineOf> any_lines() {
  static constexpr const char* kItems[] = {"mug", "book", "desk"};
  std::vector<LineOf> lines;
  for (std::int64_t count = any_of(1, 4); count > 0; --count) {
    lines.push_back({kItems[any_of(0, 2)], any_of(1, 5), FulfillmentType(any_of(0, 3))});
  }
  return lines;
}

std::vector<PiecesWanted> any_pieces() {
  static constexpr const char* kItems[] = {"mug", "book", "desk", "cup"};
  std::vector<PiecesWanted> pieces;
  for (std::int64_t count = any_of(0, 2); count > 0; --count) {
    PiecesWanted wanted{kItems[any_of(0, 3)], {}};
    if (any_of(0, 2) > 0) wanted.quantity = any_of(-1, 6);
    pieces.push_back(std::move(wanted));
  }
  return pieces;
}

OrderCommand any_command() {
  switch (any_of(0, 8)) {
    case 0: return ship();
    case 1:
    case 2: return ship(any_pieces());
    case 3: return ready(any_pieces());
    case 4: return deliver();
    case 5: return refund();
    case 6: return refund(any_of(-10, 9000));
    case 7: return any_of(0, 3) == 0 ? cancel() : hold();
    default: return approve();
  }
}

std::map<LineItemId, std::int64_t> sent_pieces(const Order& order) {
  std::map<LineItemId, std::int64_t> sent;
  for (const OrderFulfillment& each : order.fulfillments) {
    for (const LineQuantity& line : each.lines) sent[line.line] += line.quantity;
  }
  return sent;
}

void expect_sound(const Order& order, const Order& sold) {
  RC_ASSERT(order.totals == sold.totals);  // OD-11
  RC_ASSERT(amount_refunded(order) <= order.totals.total);
  RC_ASSERT(amount_refunded(order).minor + amount_refundable(order).minor <=
            order.totals.total.minor);
  auto sent = sent_pieces(order);
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    const OrderLine& line = order.lines[i];
    RC_ASSERT(line.ordered == sold.lines[i].ordered);  // OD-02
    RC_ASSERT(line.ordered >= line.current);
    RC_ASSERT(line.current >= line.fulfilled);
    RC_ASSERT(line.fulfilled >= 0);
    RC_ASSERT(sent[line.id] == line.fulfilled);
  }
  for (const OrderFulfillment& each : order.fulfillments) {
    RC_ASSERT(!each.lines.empty() && !each.progress.empty());
    RC_ASSERT(each.progress.back().reached == each.status);
    for (const LineQuantity& line : each.lines) RC_ASSERT(line.quantity >= 1);
  }
}

TEST(OrderProperties, NothingIsGivenBackOrSentTwice) {
  EXPECT_TRUE(rc::check("ordered >= current >= fulfilled, refunded <= charged", [] {
    const Order sold = order_of(any_lines());
    OrderLife life(sold);
    std::vector<AdjustmentId> open;
    std::int64_t restocked = 0;
    for (std::int64_t steps = any_of(1, 12); steps > 0; --steps) {
      if (!open.empty() && any_of(0, 2) == 0) {
        if (auto next = settle_refund(life.order, open.back(), any_of(0, 2) > 0, kNow)) {
          life.order = *next;
        }
        open.pop_back();
      } else if (auto change = life.attempt(any_command())) {
        // What was reached stays reached, and what was written stays written.
        RC_ASSERT(change->order.adjustments.size() >= life.order.adjustments.size());
        RC_ASSERT(change->order.fulfillments.size() >= life.order.fulfillments.size());
        life.order = change->order;
        if (change->refund) open.push_back(change->refund->adjustment);
        for (const StockMove& move : change->stock) restocked -= move.taken;
      }
      expect_sound(life.order, sold);
    }
    std::int64_t called_off = 0;
    for (const OrderLine& line : life.order.lines) {
      if (line.fulfillment != FulfillmentType::digital) called_off += line.ordered - line.current;
    }
    RC_ASSERT(restocked == called_off);
  }));
}

}  // namespace
}  // namespace till::checkout
