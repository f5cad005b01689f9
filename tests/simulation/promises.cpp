#include "simulation/promises.h"

#include <algorithm>

#include "checkout/order_rules.h"
#include "simulation/shop_promises.h"
#include "wire/acp/order_json.h"

namespace till::simulation {
namespace {

using checkout::Order;

template <class T>
T now(Task<T> task) {
  std::optional<T> result;
  spawn(std::move(task), [&result](T value) { result.emplace(std::move(value)); });
  return std::move(result.value());
}

std::vector<Order> all_orders(ShopFloor& floor, Executor& line) {
  app::OrderFilter every;
  every.limit = 100'000;
  return now(floor.memory.orders(every, line)).value().orders;
}

void check_money(ShopFloor& floor, const std::vector<Order>& orders) {
  for (const auto& [reference, charge] : floor.bank.charges()) {
    const auto order = std::find_if(orders.begin(), orders.end(), [&](const Order& one) {
      return one.payment_reference == reference;
    });
    if (order == orders.end()) {
      floor.world.expect(charge.kept() == Amount{0}, "money was taken for which there is no order");
      continue;
    }
    floor.world.expect(charge.order == order->id, "a charge is of another order");
    const bool is_captured = order->payment == checkout::PaymentState::captured;
    if (!is_captured) continue;
    Amount returned;
    for (const checkout::Adjustment& adjustment : order->adjustments) {
      const bool done = adjustment.status == checkout::AdjustmentStatus::completed;
      if (done && adjustment.type == checkout::AdjustmentType::refund) {
        returned.minor += adjustment.amount.value_or(Amount{0}).minor;
      }
    }
    floor.world.expect(charge.kept().minor == order->totals.total.minor - returned.minor,
                       "the buyer paid something else than the order says");
  }
}

void check_stock(ShopFloor& floor, const std::vector<Order>& orders) {
  std::map<std::string, std::int64_t> sold;
  for (const Order& order : orders) {
    if (floor.shop->holds) break;  // Then none of Till's own stock is.
    for (const checkout::OrderLine& line : order.lines) sold[line.item_id] += line.current;
  }
  for (const auto& [item, stated] : floor.stated) {
    const std::vector<std::string> one{item};
    floor.world.expect(floor.memory.available(one).front() + sold[item] == stated,
                       "pieces of " + item + " were lost or sold twice");
  }
}

void check_events(ShopFloor& floor, const std::vector<Order>& orders, Executor& line) {
  app::EventFilter every;
  every.limit = 1'000'000;
  every.receiver = app::EventReceiver::agent;
  const auto events = now(floor.memory.events(every, line)).value();
  std::map<OrderId, std::vector<std::string>> sent;
  std::map<OrderId, app::OutboxEvent> last;
  for (const app::OutboxEvent& event : events) {
    floor.world.expect(event.state == app::EventState::delivered, "an event was not delivered");
    auto& of_order = sent[event.order];
    floor.world.expect(of_order.empty() == (event.type == app::EventType::order_create),
                       "the first event of an order, and no other, is its order_create");
    of_order.push_back(event.id.text());
    floor.world.expect(floor.received_ids.contains(event.id.text()),
                       "an event counts as delivered that nobody took");
    last[event.order] = event;
  }
  std::map<std::string, std::size_t> place;
  for (std::size_t i = 0; i < floor.received.size(); ++i) place[floor.received[i]] = i;
  for (const Order& order : orders) {
    const auto& told = sent[order.id];
    floor.world.expect(!told.empty(), "an order was not told");
    const std::string now_told = wire::acp::order_event_body(last[order.id].type, order);
    floor.world.expect(last[order.id].body == now_told, "an order is not as its agent was told");
    const bool in_order =
        std::is_sorted(told.begin(), told.end(),
                       [&](const auto& a, const auto& b) { return place[a] < place[b]; });
    floor.world.expect(in_order, "events of an order came out of order");
  }
}

// Every order was taken once, under one number, and what followed came in its order.
void check_shop(ShopFloor& floor, const std::vector<Order>& orders, Executor& line) {
  app::EventFilter every;
  every.limit = 1'000'000;
  every.receiver = app::EventReceiver::shop;
  std::map<OrderId, std::vector<EventId>> sent;
  const auto kept = now(floor.memory.events(every, line)).value();
  for (const app::OutboxEvent& event : kept) {
    if (floor.shop->refused.contains(event.order)) {
      floor.world.expect(event.state == app::EventState::dead, "a refused order is told on");
      continue;
    }
    floor.world.expect(event.state == app::EventState::delivered, "the shop was not told");
    floor.world.expect(floor.shop->taken_ids.contains(event.id),
                       "an event counts as told that the shop did not take");
    sent[event.order].push_back(event.id);
  }
  std::map<OrderId, std::vector<EventId>> came;
  for (const app::OutboxEvent& event : floor.shop->taken) {
    auto& of_order = came[event.order];
    floor.world.expect(of_order.empty() == (event.type == app::EventType::order_create),
                       "the shop was told of an order twice, or of what followed first");
    of_order.push_back(event.id);
  }
  for (const Order& order : orders) {
    if (floor.shop->refused.contains(order.id)) {
      floor.world.expect(order.shop.state == checkout::ShopState::refused,
                         "an order that the shop refused does not say so");
      continue;
    }
    floor.world.expect(came[order.id] == sent[order.id], "the shop was told out of order");
    floor.world.expect(order.shop.state == checkout::ShopState::taken &&
                           order.shop.number == floor.shop->numbers[order.id],
                       "an order is not called what its shop calls it");
    const bool canceled = order.status == checkout::OrderStatus::canceled;
    const bool told = std::any_of(floor.shop->taken.begin(), floor.shop->taken.end(),
                                  [&order](const app::OutboxEvent& event) {
                                    return event.order == order.id &&
                                           event.body.starts_with(R"({"type":"canceled")");
                                  });
    floor.world.expect(canceled == told, "the shop does not know that an order is canceled");
  }
}

}  // namespace

void check_step(ShopFloor& floor) {
  std::map<SessionId, int> paid;
  for (const auto& [reference, charge] : floor.bank.charges()) {
    if (charge.kept() > Amount{0} && ++paid[charge.session] > 1) {
      floor.world.expect(false, "a session was charged twice");
    }
  }
  for (const auto& [item, stated] : floor.stated) {
    const std::vector<std::string> one{item};
    const auto available = floor.memory.available(one).front();
    floor.world.expect(available >= 0 && available <= stated, item + " was oversold");
  }
}

void check_end(ShopFloor& floor, const std::vector<Agent>& agents, Executor& line) {
  const auto orders = all_orders(floor, line);
  floor.world.expect(now(floor.memory.open_attempts(1, line)).value().empty(),
                     "a payment stays in doubt");
  check_money(floor, orders);
  check_stock(floor, orders);
  check_events(floor, orders, line);
  check_shop(floor, orders, line);
  check_sales(floor, orders, line);
  for (const Agent& agent : agents) {
    for (const auto& [order, session] : agent.orders()) {
      const auto kept = now(floor.memory.order(order, line)).value();
      floor.world.expect(kept && kept->checkout_session_id == session,
                         "an order that an agent was told of is lost");
    }
  }
}

}  // namespace till::simulation
