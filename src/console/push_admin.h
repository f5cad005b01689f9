// PushAdmin: tells the shop's backend of orders anew, once it is known that an operator asks.
#pragma once

#include <string>
#include <string_view>

#include "app/shop_orders.h"
#include "net/http_types.h"

namespace till::console {

// /orders/push and /orders/{id}/push. Any thread may call.
class PushAdmin {
 public:
  explicit PushAdmin(app::ShopOrders* orders) : orders_(orders) {}

  static bool serves(std::string_view path);
  Task<net::Response> handle(net::Request request, Executor& executor);

 private:
  Task<net::Response> push(OrderId id, net::Request request, Executor& executor);
  Task<net::Response> push_since(std::string text, Executor& executor);

  app::ShopOrders* orders_;
};

}  // namespace till::console
