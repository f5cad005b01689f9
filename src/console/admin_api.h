// AdminApi: what an operator asks of a running Till, on a listener of its own.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "app/dispatcher.h"
#include "app/ports/audit.h"
#include "app/ports/orders.h"
#include "app/ports/outbox.h"
#include "app/ports/sessions.h"
#include "app/ports/views.h"
#include "base/log.h"
#include "console/audit_admin.h"
#include "console/buyer_admin.h"
#include "console/operators.h"
#include "console/order_admin.h"
#include "console/push_admin.h"
#include "console/session_admin.h"
#include "console/stock_admin.h"
#include "console/webhook_admin.h"
#include "net/http_types.h"

namespace till::console {

struct AdminDependencies {
  app::Orders& kept_orders;
  app::Sessions& sessions;
  app::Outbox& outbox;
  app::Views& views;
  app::Dispatcher& dispatcher;
  Executor& dispatcher_loop;             // Where the dispatcher lives.
  std::function<bool()> alive;           // False once the store is dead: only a restart helps.
  std::function<bool()> ready;           // False while draining or when the store is dead.
  std::function<std::string()> metrics;  // In Prometheus' text format.
  app::OrderService& orders;
  app::CheckoutService& checkout;
  const wire::SessionRenderer& renderer;
  app::AuditTrail& audit;
  const Clock& clock;
  IdSource& ids;
  Log& log;
  app::Buyers& buyers;
  app::StockService& stock;
  app::ShopOrders* shop_orders = nullptr;  // Null: no shop hears of orders.
};

// GET /healthz, /readyz, /metrics and /openapi.json for anyone; /orders, /sessions,
// /admin/webhooks, /admin/v1/stock, /audit and /buyers for operators, each as far as their rights
// go. A request of an operator that is no GET is an audit event before it is anything else, and a
// log line. Any thread may call; answers JSON except for metrics.
class AdminApi {
 public:
  AdminApi(AdminDependencies dependencies, std::shared_ptr<const Operators> operators)
      : dependencies_(std::move(dependencies)),
        operators_(std::move(operators)),
        orders_(dependencies_.kept_orders, dependencies_.sessions, dependencies_.orders),
        pushes_(dependencies_.shop_orders),
        sessions_(dependencies_.checkout, dependencies_.views, dependencies_.renderer),
        webhooks_(dependencies_.outbox, dependencies_.dispatcher, dependencies_.dispatcher_loop),
        stock_(dependencies_.stock),
        audit_(dependencies_.audit),
        buyers_(dependencies_.buyers, dependencies_.renderer) {}

  Task<net::Response> handle(net::Request request, Executor& executor);
  // The answer to a request whose body need not be read, as no operator sends it.
  std::optional<net::Response> refuse_body(const net::Request& head) const;
  // The answer for what is no request.
  net::Response error(int status) const;
  // Those who may ask from now on.
  void set_operators(std::shared_ptr<const Operators> operators);

 private:
  std::optional<Operator> operator_of(const net::Request& request) const;
  net::Response answer_anyone(const net::Request& request) const;
  Task<net::Response> answer_operator(const Operator& asks, net::Request request,
                                      Executor& executor);
  // Never throws: what was begun is concluded.
  Task<net::Response> act(const Operator& asks, net::Request request, Executor& executor,
                          Deed& deed);
  Task<net::Response> route(const Operator& asks, net::Request request, Executor& executor,
                            Deed& deed);

  AdminDependencies dependencies_;
  mutable std::mutex mutex_;  // Of the operators, which SIGHUP changes.
  std::shared_ptr<const Operators> operators_;
  OrderAdmin orders_;
  PushAdmin pushes_;
  SessionAdmin sessions_;
  WebhookAdmin webhooks_;
  StockAdmin stock_;
  AuditAdmin audit_;
  BuyerAdmin buyers_;
};

}  // namespace till::console
