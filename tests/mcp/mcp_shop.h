// A whole shop that is served over MCP and over REST, in memory, and messages that it accepts.
#pragma once

#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "commerce/embedded/embedded_products.h"
#include "http/api_shop.h"
#include "mcp/endpoint.h"
#include "mcp/mcp_server.h"

namespace till::mcp::test {

// Admits the bearers of token-a and token-b, and limits and doubts as the test says.
class FakeAccess final : public Access {
 public:
  Result<std::string, Denial> admit(const net::Request& request) override {
    if (wait_seconds > 0) return refused(Denial{wire::Fault::rate_limited, wait_seconds});
    const auto bearer = request.header("Authorization").value_or("");
    if (bearer == "Bearer token-a") return "agent-a";
    if (bearer == "Bearer token-b") return "agent-b";
    return refused(Denial{});
  }
  bool knows(const net::Request& request) const override {
    const auto bearer = request.header("Authorization").value_or("");
    return bearer == "Bearer token-a" || bearer == "Bearer token-b";
  }
  std::optional<std::int64_t> spend(const std::string&) override {
    if (messages_left == 0) return 1;
    --messages_left;
    return std::nullopt;
  }
  std::optional<wire::Fault> signature_fault(const std::string&,
                                             const SignedPayload& payload) override {
    if (broken) throw std::runtime_error("the key is gone");
    signed_payloads.emplace_back(payload.canonical);
    return fault;
  }
  void finished(const CallReport& report) override {
    reports.push_back(std::string(report.log_name) + " " + std::string(report.agent) + " " +
                      std::string(report.request_id) + " " + std::to_string(report.status) +
                      (report.replayed ? " replayed" : "") +
                      (report.peer.empty() ? "" : " from " + std::string(report.peer)));
  }

  std::int64_t wait_seconds = 0;
  int messages_left = 1'000'000;
  bool broken = false;
  std::optional<wire::Fault> fault;
  std::vector<std::string> signed_payloads;
  std::vector<std::string> reports;
};

// The value at a JSON pointer as JSON; empty when there is none.
inline std::string raw_at(std::string_view json, std::string_view pointer) {
  simdjson::dom::parser parser;
  simdjson::dom::element element;
  const auto error = parser.parse(json.data(), json.size()).at_pointer(pointer).get(element);
  return error == simdjson::SUCCESS ? simdjson::minify(element) : std::string();
}

// The text at a JSON pointer; empty when there is none.
inline std::string text_at(std::string_view json, std::string_view pointer) {
  simdjson::dom::parser parser;
  std::string_view text;
  const auto error = parser.parse(json.data(), json.size()).at_pointer(pointer).get(text);
  return error == simdjson::SUCCESS ? std::string(text) : std::string();
}

inline std::string rpc(std::string_view id, std::string_view method, std::string_view params = {}) {
  std::string text = R"({"jsonrpc":"2.0","id":)";
  text.append(id).append(R"(,"method":")").append(method).append("\"");
  if (!params.empty()) text.append(R"(,"params":)").append(params);
  return text + "}";
}

inline std::string notification(std::string_view method, std::string_view params = "{}") {
  std::string text = R"({"jsonrpc":"2.0","method":")";
  return text.append(method).append(R"(","params":)").append(params).append("}");
}

// The arguments of a tool; an empty key, id or payload is left out.
inline std::string arguments(std::string_view key, std::string_view id = {},
                             std::string_view payload = {}) {
  std::string text = R"({"meta":{"api_version":"2026-04-17")";
  if (!key.empty()) text.append(R"(,"idempotency_key":")").append(key).append("\"");
  text += "}";
  if (!id.empty()) text.append(R"(,"id":")").append(id).append("\"");
  if (!payload.empty()) text.append(R"(,"payload":)").append(payload);
  return text + "}";
}

// tools/call; with `meta` as its _meta when that is not empty.
inline std::string call(std::string_view id, std::string_view tool, std::string_view arguments,
                        std::string_view meta = {}) {
  std::string params = R"({"name":")";
  params.append(tool).append(R"(","arguments":)").append(arguments);
  if (!meta.empty()) params.append(R"(,"_meta":)").append(meta);
  return rpc(id, "tools/call", params + "}");
}

inline std::string initialize(std::string_view version = "2025-11-25") {
  return rpc("0", "initialize",
             R"({"protocolVersion":")" + std::string(version) +
                 R"(","capabilities":{},"clientInfo":{"name":"test","version":"1"}})");
}

// Messages of a body of server-sent events; events without data are passed over.
inline std::vector<std::string> messages_of(std::string_view events) {
  constexpr std::string_view kData = "data: ";
  std::vector<std::string> messages;
  while (!events.empty()) {
    const std::size_t end = std::min(events.find('\n'), events.size());
    const std::string_view line = events.substr(0, end);
    events.remove_prefix(std::min(end + 1, events.size()));
    if (line.starts_with(kData) && line != kData) messages.emplace_back(line.substr(kData.size()));
  }
  return messages;
}

using Wrap = std::function<std::unique_ptr<app::Store>(app::Store&)>;

struct McpShop {
  explicit McpShop(ToolGroups groups = {}, Wrap wrap = nullptr,
                   std::vector<std::string> authorization_servers = {})
      : rest({0, 0}, std::move(wrap)),
        products(rest.shop.catalog, rest.shop.store),
        server({{rest.desk, access}, products, rest.shop.profile, "1.2.3", groups}),
        endpoint({server,
                  access,
                  rest.shop.clock,
                  rest.shop.ids,
                  rest.log,
                  rest.shop.profile.public_url,
                  rest.shop.profile.merchant_name,
                  std::move(authorization_servers),
                  {"https://chat.example"}}) {}

  app::ManualExecutor& executor() { return rest.shop.executor; }
  // What one request came to, whatever carries it.
  RpcAnswer outcome_of(const std::string& text, const std::string& agent = "agent-a",
                       Era era = Era::legacy) {
    const auto incoming = Incoming::parse(text);
    if (!incoming) throw std::logic_error(incoming.error().message);
    const auto message = incoming->message(0);
    if (!message) throw std::logic_error(message.error().error.message);
    ToolCaller caller{agent, executor(), era};
    return rest.shop.run(server.answer(*message, std::move(caller)));
  }
  std::string ask(const std::string& text) { return outcome_of(text).text; }
  std::string ask_tool(std::string_view tool, std::string_view tool_arguments) {
    return ask(call("1", tool, tool_arguments));
  }
  net::Response send(net::Request request) {
    return rest.shop.run(endpoint.handle(std::move(request), executor()));
  }
  // A session of agent-a's client, with `version`.
  std::string open(std::string_view version = "2025-11-25");

  http::test::ApiShop rest;
  FakeAccess access;
  commerce::EmbeddedProducts products;
  McpServer server;
  Endpoint endpoint;
};

inline net::Request to_mcp(std::string method, std::string session = {}) {
  net::Request request;
  request.method = std::move(method);
  request.path = "/mcp";
  request.headers = {{"Authorization", "Bearer token-a"},
                     {"Accept", "application/json, text/event-stream"}};
  if (!session.empty()) request.headers.push_back({"Mcp-Session-Id", std::move(session)});
  return request;
}

inline net::Request post(std::string body, std::string session = {}) {
  net::Request request = to_mcp("POST", std::move(session));
  request.headers.push_back({"Content-Type", "application/json"});
  http::test::set_body(request, std::move(body));
  return request;
}

inline std::string McpShop::open(std::string_view version) {
  const auto response = send(post(initialize(version)));
  EXPECT_EQ(response.status, 200) << response.body;
  return http::test::header_of(response, "Mcp-Session-Id").value_or("");
}

}  // namespace till::mcp::test
