// OrderAdmin: what an operator asks about orders, once it is known to be the operator.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/order_service.h"
#include "app/ports/orders.h"
#include "app/ports/sessions.h"
#include "console/deed.h"
#include "net/http_types.h"
#include "wire/order_request.h"

namespace till::console {

// /orders, /orders/{id} and /orders/{id}/{action}. Any thread may call.
class OrderAdmin {
 public:
  OrderAdmin(app::Orders& kept, app::Sessions& sessions, app::OrderService& orders)
      : kept_(kept), sessions_(sessions), orders_(orders) {}

  static bool serves(std::string_view path);
  // `deed` learns what was done with money; it must outlive the call.
  Task<net::Response> handle(net::Request request, Executor& executor, Deed& deed,
                             app::Doer doer = app::Doer::person);

 private:
  Task<net::Response> list(std::string query, Executor& executor);
  Task<net::Response> show(OrderId id, Executor& executor);
  Task<net::Response> change(OrderId id, wire::OrderAction action, net::Request request,
                             Executor& executor, Deed& deed, app::Doer doer);

  app::Orders& kept_;
  app::Sessions& sessions_;
  app::OrderService& orders_;
};

}  // namespace till::console
