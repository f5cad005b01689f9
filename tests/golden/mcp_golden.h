// The furnished shop over MCP, whose answers are kept.
#pragma once

#include <string>
#include <string_view>

#include "golden/states.h"
#include "mcp/listener.h"
#include "mcp/mcp_shop.h"

namespace till::golden {

struct McpGolden {
  explicit McpGolden(Transcript& transcript, mcp::ToolGroups groups = {})
      : shop(groups, nullptr, {"https://login.example"}), kept(transcript) {
    furnish(shop.rest);
    shop.products.replace(*commerce::parse_catalog(kCatalog));
  }

  net::Response send(net::Request request) {
    set_header(request, "Request-Id", "req-" + std::to_string(++requests));
    net::Response response = shop.send(request);
    if (response.stream) {
      const mcp::test::Listener listener(response.stream, shop.executor());
      response.body = listener.heard();
      response.stream = nullptr;
    }
    return response;
  }
  net::Response ask(const net::Request& request) {
    const net::Response response = send(request);
    kept.add(request, response);
    return response;
  }
  void ask(const std::string& message) { ask(mcp::test::post(message)); }
  void tool(std::string_view name, std::string_view tool_arguments) {
    ask(mcp::test::call("1", name, tool_arguments));
  }
  // What came of a tool, without keeping it.
  std::string quietly(std::string_view name, std::string_view tool_arguments) {
    const auto response = send(mcp::test::post(mcp::test::call("1", name, tool_arguments)));
    return mcp::test::raw_at(response.body, "/result/structuredContent");
  }
  std::string key() { return "key-" + std::to_string(++keys); }
  // The id of a new session.
  std::string begin(const std::string& body = kReady) {
    return mcp::test::text_at(
        quietly("create_checkout_session", mcp::test::arguments(key(), {}, body)), "/id");
  }
  std::string payment(const std::string& session, const char* card = kApproved) {
    auto request = post(kDelegatePayment, shop.rest.card_for(session, card), key());
    set_header(request, "Request-Id", "req-vault");
    return shop.rest.payment_with(text_at(shop.rest.send(request), "/id"));
  }

  mcp::test::McpShop shop;
  Transcript& kept;
  int keys = 0;
  int requests = 0;
};

}  // namespace till::golden
