// Which method and path lead where.
#include "http/routes.h"

#include <gtest/gtest.h>

#include <string>

namespace till::http {
namespace {

using app::Operation;

Routing routing_of(std::string_view method, std::string_view path) {
  static const checkout::SellerProfile kSeller;
  static const wire::Dialects kDialects(kSeller, {true});
  return find_route(kDialects, method, path, "2026-04-17");
}

TEST(Routes, AreExactlyThese) {  // EP-01 to EP-05, DL-01
  const struct {
    const char* method;
    const char* path;
    std::optional<Operation> operation;
    const char* route;
    const char* id;
  } rows[] = {
      {"GET", "/.well-known/acp.json", std::nullopt, "GET /.well-known/acp.json", ""},
      {"POST", "/checkout_sessions", Operation::create, "POST /checkout_sessions", ""},
      {"GET", "/checkout_sessions/cs_1", Operation::read, "GET /checkout_sessions/{id}", "cs_1"},
      {"POST", "/checkout_sessions/cs_1", Operation::update, "POST /checkout_sessions/{id}",
       "cs_1"},
      {"POST", "/checkout_sessions/cs_1/complete", Operation::complete,
       "POST /checkout_sessions/{id}/complete", "cs_1"},
      {"POST", "/checkout_sessions/cs_1/cancel", Operation::cancel,
       "POST /checkout_sessions/{id}/cancel", "cs_1"},
      {"POST", "/agentic_commerce/delegate_payment", Operation::vault,
       "POST /agentic_commerce/delegate_payment", ""},
      {"GET", "/orders/ord_1", Operation::read_order, "GET /orders/{id}", "ord_1"},  // OD-16
      {"POST", "/carts", Operation::create_cart, "POST /carts", ""},
      {"GET", "/carts/cart_1", Operation::read_cart, "GET /carts/{id}", "cart_1"},
      {"PUT", "/carts/cart_1", Operation::replace_cart, "PUT /carts/{id}", "cart_1"},
      {"POST", "/carts/cart_1/cancel", Operation::cancel_cart, "POST /carts/{id}/cancel", "cart_1"},
      // A session may be called as an action is.
      {"GET", "/checkout_sessions/cancel", Operation::read, "GET /checkout_sessions/{id}",
       "cancel"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(std::string(row.method) + " " + row.path);
    const Routing routing = routing_of(row.method, row.path);
    ASSERT_TRUE(routing.match.has_value());
    EXPECT_EQ(routing.match->route->operation, row.operation);
    EXPECT_EQ(routing.match->route->name, row.route);
    EXPECT_EQ(routing.open, !row.operation);
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
    const Routing routing = routing_of(row.method, row.path);
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
      const Routing routing = routing_of(method, path);
      EXPECT_FALSE(routing.match.has_value());
      EXPECT_TRUE(routing.allow.empty());
    }
  }
}

}  // namespace
}  // namespace till::http
