#include "simulation/shop_promises.h"

#include <algorithm>
#include <set>

#include "json/value.h"

namespace till::simulation {
namespace {

using checkout::Order;

// Is the order that the shop was told the one that Till has?
bool is_told_as_sold(const std::string& told, const Order& order) {
  json::Document document;
  const auto body = document.parse(told);
  if (!body || body->at("payment").at("reference").text() != order.payment_reference) return false;
  if (body->at("payment").at("amount").whole() != order.totals.total.minor) return false;
  const auto lines = body->at("lines").entries();
  if (lines.size() != order.lines.size()) return false;
  std::size_t at = 0;
  for (const json::Value line : lines) {
    const checkout::OrderLine& sold = order.lines[at++];
    if (line.at("item_id").text() != sold.item_id) return false;
    if (line.at("quantity").whole() != sold.ordered) return false;
    if (line.at("unit_amount").whole() != sold.unit_price.minor) return false;
  }
  return true;
}

// The session as it was shown before its payment began; null when it is not known.
checkout::SessionPtr before_payment(ShopFloor& floor, const Order& order, Executor& line) {
  checkout::SessionPtr before;
  checkout::SessionPtr shown;
  for (std::uint64_t version = 1;; ++version) {
    checkout::SessionPtr session;
    spawn(floor.memory.session_version(order.checkout_session_id, version, line),
          [&session](auto found) { session = std::move(*found); });
    if (!session || session->order) return before;
    const bool paying = session->status == checkout::Status::complete_in_progress;
    if (paying && shown) before = std::exchange(shown, nullptr);
    if (!paying) shown = std::move(session);
  }
}

// The shop has nothing of it, and nobody acts as if it had: the money went back where the seller
// wants that and nothing had left, else a person looks before anything more leaves.
void check_refused(ShopFloor& floor, const Order& order) {
  World& world = floor.world;
  world.expect(floor.shop->refused.contains(order.id), "an order is called refused that was not");
  world.expect(floor.shop->told(order.id).empty(), "the shop has an order that it refused");
  const bool canceled = order.status == checkout::OrderStatus::canceled;
  const bool untouched = std::none_of(order.lines.begin(), order.lines.end(),
                                      [](const auto& line) { return line.fulfilled > 0; });
  world.expect(canceled || order.held || !untouched, "an order that the shop refused goes on");
  const bool goes_back = floor.shop->refused_go_back && untouched;
  if (!goes_back) return;
  const auto charge = floor.bank.charges().find(order.payment_reference);
  const bool kept = charge != floor.bank.charges().end() && charge->second.kept() > Amount{0};
  world.expect(canceled && !kept, "the money of a refused order stays");
}

}  // namespace

void check_sales(ShopFloor& floor, const std::vector<Order>& orders, Executor& line) {
  std::map<std::string, std::int64_t> sold;
  std::set<std::string> refused;
  for (const Order& order : orders) {
    if (order.shop.state == checkout::ShopState::refused) {
      check_refused(floor, order);
      if (order.status != checkout::OrderStatus::canceled) {
        refused.insert(order.checkout_session_id.text());
      }
      continue;
    }
    floor.world.expect(is_told_as_sold(floor.shop->told(order.id), order),
                       "an order of the shop is not as it was sold");
    const auto before = before_payment(floor, order, line);
    floor.world.expect(before && before->totals.total == order.totals.total,
                       "the buyer pays what was not shown");
    for (const checkout::OrderLine& each : order.lines) sold[each.item_id] += each.current;
  }
  floor.world.expect(!floor.shop->holds_any(refused), "the shop holds pieces for what is over");
  floor.world.expect(floor.shop->numbers.size() + floor.shop->refused.size() == orders.size(),
                     "the shop has an order that nobody sold");
  for (const auto& [item, stated] : floor.stated) {
    floor.world.expect(floor.shop->on_hand(item) + sold[item] == stated,
                       "the shop counts other pieces of " + item + " than were sold");
  }
}

}  // namespace till::simulation
