// A whole shop behind its HTTP API, in memory, and requests that it accepts.
#pragma once

#include <gtest/gtest.h>
#include <simdjson.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/shop.h"
#include "http/api.h"

namespace till::http::test {

inline constexpr const char* kCart =
    R"({"line_items":[{"id":"mug-blue","quantity":2}],"currency":"usd","capabilities":{},
        "fulfillment_details":{"address":{"name":"Ann Lee","line_one":"5 Elm St","city":"Town",
        "state":"CA","country":"US","postal_code":"94105"}}})";

class RecordingLog final : public Log {
 public:
  void write(LogLevel, std::string_view event, std::initializer_list<LogField> fields) override {
    std::string line(event);
    for (const LogField& field : fields) {
      line.append(" ").append(field.name).append("=");
      if (const auto* text = std::get_if<std::string_view>(&field.value)) {
        line.append(*text);
      } else if (field.name == "duration_us") {
        line.append("_");
      } else {
        line.append(std::to_string(std::get<std::int64_t>(field.value)));
      }
    }
    lines.push_back(std::move(line));
  }
  std::vector<std::string> lines;
};

class RecordingObserver final : public RequestObserver {
 public:
  void request_finished(std::string_view route, int status, std::chrono::microseconds) override {
    seen.emplace_back(route, status);
  }
  std::vector<std::pair<std::string, int>> seen;
};

inline std::shared_ptr<const Agents> two_agents(std::optional<SignatureKey> key_of_a = {}) {
  std::vector<Agent> agents;
  agents.push_back({"agent-a", {sha256("token-a"), sha256("token-a-new")}, std::move(key_of_a)});
  agents.push_back({"agent-b", {sha256("token-b")}, {}});
  return std::make_shared<const Agents>(std::move(agents));
}

inline void set_header(net::Request& request, std::string_view name, std::string value) {
  std::erase_if(request.headers, [&](const net::Header& one) { return one.name == name; });
  request.headers.push_back({std::string(name), std::move(value)});
}

inline void drop_header(net::Request& request, std::string_view name) {
  std::erase_if(request.headers, [&](const net::Header& one) { return one.name == name; });
}

inline void set_body(net::Request& request, std::string body) {
  request.body = std::move(body);
  request.has_body = !request.body.empty();
}

inline net::Request get(std::string path) {
  net::Request request;
  request.method = "GET";
  request.path = std::move(path);
  request.headers = {{"Authorization", "Bearer token-a"}, {"API-Version", "2026-04-17"}};
  return request;
}

inline net::Request post(std::string path, std::string body, std::string key) {
  net::Request request = get(std::move(path));
  request.method = "POST";
  set_header(request, "Idempotency-Key", std::move(key));
  if (!body.empty()) set_header(request, "Content-Type", "application/json");
  set_body(request, std::move(body));
  return request;
}

inline std::optional<std::string> header_of(const net::Response& response, std::string_view name) {
  for (const net::Header& one : response.headers) {
    if (one.name == name) return one.value;
  }
  return std::nullopt;
}

// The text at a JSON pointer of the body, such as "/code"; empty when there is none.
inline std::string text_at(const net::Response& response, std::string_view pointer) {
  simdjson::dom::parser parser;
  std::string_view text;
  const auto error = parser.parse(response.body).at_pointer(pointer).get(text);
  return error == simdjson::SUCCESS ? std::string(text) : std::string();
}

inline std::string raw_at(const net::Response& response, std::string_view pointer) {
  simdjson::dom::parser parser;
  simdjson::dom::element element;
  const auto error = parser.parse(response.body).at_pointer(pointer).get(element);
  return error == simdjson::SUCCESS ? simdjson::minify(element) : std::string();
}

struct ApiShop {
  explicit ApiShop(RateLimit limit = {0, 0},
                   std::function<std::unique_ptr<app::Store>(app::Store&)> wrap = nullptr,
                   bool vault_open = true)
      : shop(std::move(wrap)),
        options{vault_open},
        dialects(shop.profile, options),
        desk({shop.service, shop.orders, dialects, shop.clock}),
        limiter(limit),
        api({desk, shop.orders, shop.profile, shop.clock, shop.ids, log, observer, limiter},
            two_agents()) {}

  // As the client gets it: a shared body is the body.
  net::Response send(net::Request request) {
    net::Response response = shop.run(api.handle(std::move(request), shop.executor));
    if (response.shared_body) response.body = *response.shared_body;
    return response;
  }
  // A session of agent-a: two mugs to California.
  std::string create(const std::string& key = "create") {
    const auto response = send(post("/checkout_sessions", kCart, key));
    EXPECT_EQ(response.status, 201) << response.body;
    return text_at(response, "/id");
  }
  std::string card_for(const std::string& session, const char* number = "4242424242424242") {
    return std::string(R"({"payment_method":{"type":"card","card_number_type":"fpan","number":")") +
           number +
           R"(","exp_month":"11","exp_year":"2030","display_card_funding_type":"credit",)" +
           R"("metadata":{}},"allowance":{"reason":"one_time","max_amount":10000,)" +
           R"("currency":"usd","checkout_session_id":")" + session + R"(","merchant_id":")" +
           shop.profile.merchant_id + R"(","expires_at":"2026-11-24T12:00:00Z"},)" +
           R"("risk_signals":[{"type":"card_testing","score":5,"action":"authorized"}],)" +
           R"("metadata":{"source":"test"}})";
  }
  std::string token_for(const std::string& session) {
    const auto response =
        send(post("/agentic_commerce/delegate_payment", card_for(session), "vault-" + session));
    EXPECT_EQ(response.status, 201) << response.body;
    return text_at(response, "/id");
  }
  std::string payment_with(const std::string& token) const {
    return R"({"payment_data":{"handler_id":")" + shop.profile.handlers.front().id +
           R"(","instrument":{"type":"card","credential":{"type":"spt","token":")" + token +
           R"("}}}})";
  }

  app::Shop shop;
  wire::DialectOptions options;
  wire::Dialects dialects;
  wire::Desk desk;
  RecordingLog log;
  RecordingObserver observer;
  RateLimiter limiter;
  Api api;
};

}  // namespace till::http::test
