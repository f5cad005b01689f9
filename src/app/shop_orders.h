// ShopOrders: what the shop's backend made of its orders, and telling it of them anew.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>

#include "app/observer.h"
#include "app/order_service.h"
#include "app/ports/outbox.h"
#include "app/shop_receiver.h"
#include "base/log.h"

namespace till::app {

// What becomes of a paid order that the shop does not take.
enum class OnRefused { hold, refund };

// What became of an answer of the shop.
enum class ShopAnswerKept {
  kept,
  moot,   // A no to an order that it has: it was told before, and the answer was lost or forgotten.
  later,  // Not now: ask the shop again.
};

// What became of telling an order anew.
enum class Pushed {
  told,      // As a new event.
  pending,   // The shop has not taken what it was told last: that is due now.
  unknown,   // There is no such order, or its buyer is forgotten.
  unwanted,  // No shop wants orders.
  failed,    // Not now.
};

struct PushedPage {
  std::size_t orders = 0;
  std::optional<OrderId> next;  // There may be more, before that one.
};

struct ShopOrdersDependencies {
  OrderDependencies orders;
  OrderService& service;
  Outbox& outbox;
  Observer& observer;
  Log& log;
  OnRefused on_refused = OnRefused::hold;
};

// Any thread may call; the work goes on at the orders' line. The dependencies must outlive it.
class ShopOrders {
 public:
  explicit ShopOrders(ShopOrdersDependencies dependencies);

  // Keeps what the shop calls the order, and tells the agent if that shows. The first number
  // stands.
  Task<ShopAnswerKept> taken(OutboxEvent event, ShopTaken answer);
  // Holds the order, or gives the money back, once for each event that was refused.
  Task<ShopAnswerKept> refused(OutboxEvent event, ShopRefused answer);

  // Does a shop want orders?
  bool wanted() const { return dependencies_.orders.events.shop_wants_orders(); }
  // Tells the shop of an order as it is now, as if it were new.
  Task<Pushed> push(OrderId id, std::optional<OperatorKey> key, Executor& executor);
  // The same of orders placed since then, newest first, before `before` when it is given; so many
  // that it takes a moment.
  Task<StoreResult<PushedPage>> push_since(Timestamp since, std::optional<OrderId> before,
                                           Executor& executor);

 private:
  Task<bool> settle_refused(const OutboxEvent& event);
  void log_refusal(const OutboxEvent& event, const ShopRefused& answer, bool moot);
  Task<Pushed> push_here(const checkout::Order& order, std::optional<OperatorKey> key);
  Task<StoreResult<PushedPage>> push_page(Timestamp since, std::optional<OrderId> before);

  ShopOrdersDependencies dependencies_;
  Pipeline pipeline_;
};

}  // namespace till::app
