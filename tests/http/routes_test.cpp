// Which method and path lead where.
#include "http/routes.h"

#include <gtest/gtest.h>

#include <string>

namespace till::http {
namespace {

TEST(Routes, AreExactlyThese) {  // EP-01 to EP-05, DL-01
  const struct {
    const char* method;
    const char* path;
    Action action;
    const char* route;
    const char* id;
  } rows[] = {
      {"GET", "/.well-known/acp.json", Action::discover, "GET /.well-known/acp.json", ""},
      {"POST", "/checkout_sessions", Action::create, "POST /checkout_sessions", ""},
      {"GET", "/checkout_sessions/cs_1", Action::get, "GET /checkout_sessions/{id}", "cs_1"},
      {"POST", "/checkout_sessions/cs_1", Action::update, "POST /checkout_sessions/{id}", "cs_1"},
      {"POST", "/checkout_sessions/cs_1/complete", Action::complete,
       "POST /checkout_sessions/{id}/complete", "cs_1"},
      {"POST", "/checkout_sessions/cs_1/cancel", Action::cancel,
       "POST /checkout_sessions/{id}/cancel", "cs_1"},
      {"POST", "/agentic_commerce/delegate_payment", Action::delegate_payment,
       "POST /agentic_commerce/delegate_payment", ""},
      {"GET", "/orders/ord_1", Action::get_order, "GET /orders/{id}", "ord_1"},  // OD-16
      {"POST", "/carts", Action::create_cart, "POST /carts", ""},
      {"GET", "/carts/cart_1", Action::get_cart, "GET /carts/{id}", "cart_1"},
      {"PUT", "/carts/cart_1", Action::replace_cart, "PUT /carts/{id}", "cart_1"},
      {"POST", "/carts/cart_1/cancel", Action::cancel_cart, "POST /carts/{id}/cancel", "cart_1"},
      // A session may be called as an action is.
      {"GET", "/checkout_sessions/cancel", Action::get, "GET /checkout_sessions/{id}", "cancel"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(std::string(row.method) + " " + row.path);
    const Routing routing = find_route(row.method, row.path);
    ASSERT_TRUE(routing.match.has_value());
    EXPECT_EQ(routing.match->action, row.action);
    EXPECT_EQ(routing.match->route, row.route);
    EXPECT_EQ(routing.match->id, row.id);
    EXPECT_TRUE(routing.allow.empty());
  }
}

TEST(Routes, SayWhatAPathAllowsWhenOnlyTheMethodIsWrong) {
  const struct {
    const char* method;
    const char* path;
    const char* allow;
  } rows[] = {
      {"POST", "/.well-known/acp.json", "GET, HEAD"},
      {"HEAD", "/.well-known/acp.json", "GET, HEAD"},
      {"GET", "/checkout_sessions", "POST"},
      {"post", "/checkout_sessions", "POST"},
      {"PUT", "/checkout_sessions/cs_1", "GET, HEAD, POST"},
      {"PATCH", "/checkout_sessions/cs_1", "GET, HEAD, POST"},
      {"DELETE", "/checkout_sessions/cs_1", "GET, HEAD, POST"},
      {"HEAD", "/checkout_sessions/cs_1", "GET, HEAD, POST"},
      {"GET", "/checkout_sessions/cs_1/complete", "POST"},
      {"GET", "/checkout_sessions/cs_1/cancel", "POST"},
      {"GET", "/agentic_commerce/delegate_payment", "POST"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(std::string(row.method) + " " + row.path);
    const Routing routing = find_route(row.method, row.path);
    EXPECT_FALSE(routing.match.has_value());
    EXPECT_EQ(routing.allow, row.allow);
  }
}

TEST(Routes, KnowNoOtherPath) {
  for (const char* path :
       {"", "/", "*", "/checkout_sessions/", "/checkout_sessions//", "/checkout_sessions/cs_1/",
        "/checkout_sessions/cs_1/complete/", "/checkout_sessions//complete",
        "/checkout_sessions/cs_1/refund", "/checkout_sessions/a/b/cancel", "/Checkout_Sessions",
        "//checkout_sessions", "/checkout_sessionscs_1", "/.well-known/acp.json/",
        "/agentic_commerce", "/agentic_commerce/delegate_payment/"}) {
    for (const char* method : {"GET", "POST"}) {
      SCOPED_TRACE(std::string(method) + " " + path);
      const Routing routing = find_route(method, path);
      EXPECT_FALSE(routing.match.has_value());
      EXPECT_TRUE(routing.allow.empty());
    }
  }
}

}  // namespace
}  // namespace till::http
