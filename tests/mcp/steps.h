// One step of a purchase as it is asked for over REST and over MCP, and what came of it in a form
// that is the same when the answers are.
#pragma once

#include <string>
#include <string_view>

#include "mcp/mcp_shop.h"
#include "mcp/modern.h"

namespace till::mcp::test {

struct Step {
  const char* tool;
  const char* method;  // Over REST.
  const char* begin;   // The path before the id; the whole of it when there is no id.
  const char* end;     // The path behind the id.
  std::string id = {};
  std::string key = {};
  std::string payload = {};
  std::string agent = "a";
};

inline Step create(std::string payload, std::string key) {
  return {"create_checkout_session", "POST", "/checkout_sessions", "", {}, std::move(key),
          std::move(payload)};
}
inline Step get(std::string id) {
  return {"get_checkout_session", "GET", "/checkout_sessions/", "", std::move(id)};
}
inline Step update(std::string id, std::string payload, std::string key) {
  return {
      "update_checkout_session", "POST", "/checkout_sessions/", "", std::move(id), std::move(key),
      std::move(payload)};
}
inline Step complete(std::string id, std::string payload, std::string key) {
  return {"complete_checkout_session",
          "POST",
          "/checkout_sessions/",
          "/complete",
          std::move(id),
          std::move(key),
          std::move(payload)};
}
inline Step cancel(std::string id, std::string payload, std::string key) {
  return {"cancel_checkout_session",
          "POST",
          "/checkout_sessions/",
          "/cancel",
          std::move(id),
          std::move(key),
          std::move(payload)};
}
inline Step create_cart(std::string payload, std::string key) {
  return {"create_cart", "POST", "/carts", "", {}, std::move(key), std::move(payload)};
}
inline Step get_cart(std::string id) { return {"get_cart", "GET", "/carts/", "", std::move(id)}; }
inline Step update_cart(std::string id, std::string payload, std::string key) {
  return {"update_cart", "PUT", "/carts/", "", std::move(id), std::move(key), std::move(payload)};
}
inline Step cancel_cart(std::string id, std::string payload, std::string key) {
  return {"cancel_cart", "POST",         "/carts/",         "/cancel",
          std::move(id), std::move(key), std::move(payload)};
}
inline Step get_order(std::string id) {
  return {"get_order", "GET", "/orders/", "", std::move(id)};
}

// The status, whether it is a replay, and the answer itself: JSON, or the members of an error.
struct Came {
  int status = 0;
  bool replayed = false;
  std::string answer;
  bool operator==(const Came&) const = default;
  std::string id() const { return text_at(answer, "/id"); }
};

inline std::ostream& operator<<(std::ostream& out, const Came& came) {
  return out << came.status << (came.replayed ? " replayed " : " ") << came.answer;
}

// A param of the body stands in the payload over MCP (MP-16).
inline std::string error_of(std::string_view error, bool over_rest) {
  std::string param = text_at(error, "/param");
  if (over_rest && param.starts_with('$')) param.insert(1, ".payload");
  return text_at(error, "/type") + " " + text_at(error, "/code") + " at " + param + ": " +
         text_at(error, "/message");
}

inline Came over_rest(McpShop& shop, const Step& step) {
  net::Request request =
      step.method == std::string_view("GET")
          ? http::test::get(step.begin + step.id + step.end)
          : http::test::post(step.begin + step.id + step.end, step.payload, step.key);
  request.method = step.method;
  http::test::set_header(request, "Authorization", "Bearer token-" + step.agent);
  http::test::set_header(request, "Request-Id", "r");  // Otherwise it would use up an id.
  const auto response = shop.rest.send(request);
  const bool replayed = http::test::header_of(response, "Idempotent-Replayed").has_value();
  return {response.status, replayed,
          response.status < 300 ? raw_at(response.body, "") : error_of(response.body, true)};
}

inline Came over_mcp(McpShop& shop, const Step& step) {
  const std::string asked = arguments(step.key, step.id, step.payload);
  const RpcAnswer outcome = shop.outcome_of(call("1", step.tool, asked), "agent-" + step.agent);
  const std::string session = raw_at(outcome.text, "/result/structuredContent");
  return {outcome.status, outcome.replayed,
          session.empty() ? error_of(raw_at(outcome.text, "/error/data"), false) : session};
}

// The same in the modern era, where every refusal of a tool is a result.
inline Came over_modern_mcp(McpShop& shop, const Step& step) {
  const std::string asked =
      modern("1", "tools/call", calling(step.tool, arguments(step.key, step.id, step.payload)));
  const RpcAnswer outcome = shop.outcome_of(asked, "agent-" + step.agent, Era::modern);
  EXPECT_EQ(text_at(outcome.text, "/result/resultType"), "complete") << outcome.text;
  const std::string replayed = raw_at(outcome.text, "/result/_meta/till~1idempotent-replayed");
  EXPECT_EQ(replayed, outcome.replayed ? "true" : "");
  const std::string session = raw_at(outcome.text, "/result/structuredContent");
  const std::string error = raw_at(outcome.text, "/result/_meta/till~1error");
  return {outcome.status, outcome.replayed, session.empty() ? error_of(error, false) : session};
}

}  // namespace till::mcp::test
