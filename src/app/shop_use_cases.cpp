#include "app/shop_use_cases.h"

#include "app/order_versions.h"

namespace till::app {
namespace {

using checkout::AtShop;
using checkout::Order;
using checkout::ShopState;

// The order as the shop was told it, if it took what it had refused: all that happened to it then
// was kept from the shop.
Order as_shop_knows(Order order) {
  if (order.shop.state != ShopState::refused) return order;
  order.held = order.review = false;
  order.adjustments.clear();
  return order;
}

void note_taken(Order& order, const ShopTaken& answer) {
  AtShop& shop = order.shop;
  shop.state = ShopState::taken;
  if (shop.number.empty()) shop.number = answer.order_number;
  // The page is the buyer's, who may be forgotten.
  if (!shop.permalink_url && !order.erased_at) shop.permalink_url = answer.permalink_url;
}

}  // namespace

Step TakeShopAnswer::needs(const Loaded& loaded, Timestamp now) {
  refused_ = other_number_ = false;
  if (!loaded.session || !loaded.session->order) return nothing_to_do();
  const Order& before = *loaded.session->order;
  Order next = before;
  if (const auto* taken = std::get_if<ShopTaken>(&answer_)) {
    const std::string& known = before.shop.number;
    other_number_ = !known.empty() && !taken->order_number.empty() && known != taken->order_number;
    note_taken(next, *taken);
  } else if (before.shop.state != ShopState::taken) {
    // What comes late is about what was taken since.
    refused_ = true;
    next.shop.state = ShopState::refused;
  }
  if (next == before) return nothing_to_do(loaded.session);
  const Order known = as_shop_knows(before);
  const bool shows = next.shop.number != before.shop.number;
  Changeset changeset = next_version(*loaded.session, std::move(next), now);
  changeset.events = events_.of({*changeset.session, &before, shows, false, &known}, now);
  return commit_next(std::move(changeset));
}

Step PushOrder::needs(const Loaded& loaded, Timestamp now) {
  if (!loaded.session || !loaded.session->order) return nothing_to_do();
  if (loaded.session->order->erased_at) return nothing_to_do();
  Order next = *loaded.session->order;
  // What the shop has it keeps, whatever it says to being told again.
  if (next.shop.state != ShopState::taken) next.shop.state = ShopState::told;
  Changeset changeset = next_version(*loaded.session, std::move(next), now);
  changeset.events.push_back(events_.to_shop(*changeset.session, now));
  return commit_next(std::move(changeset));
}

}  // namespace till::app
