// AdminApi: what an operator asks of a running Till, on a listener of its own.
#pragma once

#include <functional>
#include <string>

#include "app/dispatcher.h"
#include "app/store.h"
#include "base/digest.h"
#include "console/buyer_admin.h"
#include "console/order_admin.h"
#include "console/session_admin.h"
#include "net/http_types.h"

namespace till::console {

struct AdminDependencies {
  app::Store& store;
  app::Dispatcher& dispatcher;
  Executor& dispatcher_loop;             // Where the dispatcher lives.
  Digest token_hash{};                   // SHA-256 of the operator's token.
  std::function<bool()> alive;           // False once the store is dead: only a restart helps.
  std::function<bool()> ready;           // False while draining or when the store is dead.
  std::function<std::string()> metrics;  // In Prometheus' text format.
  app::OrderService& orders;
  app::CheckoutService& checkout;
  const wire::SessionRenderer& renderer;
  app::Buyers& buyers;
};

// GET /healthz, /readyz, /metrics and /openapi.json for anyone; /admin/webhooks,
// /admin/webhooks/{id}/replay, /orders, /sessions and /buyers for the operator's token. Any thread
// may call; answers JSON except for metrics.
class AdminApi {
 public:
  explicit AdminApi(AdminDependencies dependencies)
      : dependencies_(std::move(dependencies)),
        orders_(dependencies_.store, dependencies_.orders),
        sessions_(dependencies_.checkout, dependencies_.renderer),
        buyers_(dependencies_.buyers, dependencies_.renderer) {}

  Task<net::Response> handle(net::Request request, Executor& executor);
  // The answer for what is no request.
  net::Response error(int status) const;

 private:
  bool authorized(const net::Request& request) const;
  Task<net::Response> list_webhooks(std::string query, Executor& executor);
  Task<net::Response> replay_webhook(std::string id, Executor& executor);

  AdminDependencies dependencies_;
  OrderAdmin orders_;
  SessionAdmin sessions_;
  BuyerAdmin buyers_;
};

}  // namespace till::console
