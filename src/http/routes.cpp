#include "http/routes.h"

#include <array>

namespace till::http {
namespace {

struct Route {
  std::string_view method;
  std::string_view before;  // The path up to {id}, or the whole path.
  bool has_id;
  std::string_view after;  // The path behind {id}.
  Action action;
  std::string_view name;
  std::string_view allow;
};

constexpr std::string_view kSessions = "/checkout_sessions";
constexpr std::string_view kSession = "/checkout_sessions/";
constexpr std::string_view kOrder = "/orders/";
constexpr std::string_view kCart = "/carts/";

constexpr std::array kRoutes{
    Route{"GET", kDiscoveryPath, false, "", Action::discover, "GET /.well-known/acp.json",
          "GET, HEAD"},
    Route{"POST", kSessions, false, "", Action::create, "POST /checkout_sessions", "POST"},
    Route{"GET", kSession, true, "", Action::get, "GET /checkout_sessions/{id}", "GET, HEAD, POST"},
    Route{"POST", kSession, true, "", Action::update, "POST /checkout_sessions/{id}",
          "GET, HEAD, POST"},
    Route{"POST", kSession, true, "/complete", Action::complete,
          "POST /checkout_sessions/{id}/complete", "POST"},
    Route{"POST", kSession, true, "/cancel", Action::cancel, "POST /checkout_sessions/{id}/cancel",
          "POST"},
    Route{"POST", kDelegatePaymentPath, false, "", Action::delegate_payment,
          "POST /agentic_commerce/delegate_payment", "POST"},
    Route{"GET", kOrder, true, "", Action::get_order, "GET /orders/{id}", "GET, HEAD"},
    Route{"POST", "/carts", false, "", Action::create_cart, "POST /carts", "POST"},
    Route{"GET", kCart, true, "", Action::get_cart, "GET /carts/{id}", "GET, HEAD, PUT"},
    Route{"PUT", kCart, true, "", Action::replace_cart, "PUT /carts/{id}", "GET, HEAD, PUT"},
    Route{"POST", kCart, true, "/cancel", Action::cancel_cart, "POST /carts/{id}/cancel", "POST"},
};

// The {id} of the path when the pattern fits; an empty view for a pattern without one.
std::optional<std::string_view> fit(const Route& route, std::string_view path) {
  if (!route.has_id) {
    return path == route.before ? std::optional(std::string_view()) : std::nullopt;
  }
  if (!path.starts_with(route.before) || !path.ends_with(route.after)) return std::nullopt;
  if (path.size() <= route.before.size() + route.after.size()) return std::nullopt;
  path.remove_prefix(route.before.size());
  path.remove_suffix(route.after.size());
  if (path.find('/') != std::string_view::npos) return std::nullopt;
  return path;
}

}  // namespace

Routing find_route(std::string_view method, std::string_view path) {
  Routing routing;
  for (const Route& route : kRoutes) {
    const auto id = fit(route, path);
    if (!id) continue;
    if (route.method == method) {
      return {Match{route.action, route.name, *id}, {}};
    }
    routing.allow = route.allow;
  }
  return routing;
}

}  // namespace till::http
