// The same shop over MCP in the version without sessions: what differs from those before.
#include "golden/mcp_golden.h"
#include "mcp/modern.h"

namespace till::golden {
namespace {

using mcp::test::arguments;
using mcp::test::modern;
using mcp::test::modern_call;
using mcp::test::modern_post;

net::Request asking_for(std::string_view method, std::string_view members = {},
                        std::string_view name = {}) {
  return modern_post(modern("1", method, members), method, name);
}

void looks(Transcript& kept) {
  McpGolden golden(kept);
  golden.ask(asking_for("server/discover"));
  golden.ask(asking_for("prompts/list"));
  golden.ask(asking_for("resources/list"));
  golden.ask(asking_for("resources/templates/list"));
  golden.ask(asking_for("resources/read", R"("uri":"till://products/mug")", "till://products/mug"));
  golden.ask(asking_for("completion/complete", R"("ref":{"type":"ref/prompt","name":"buy"},)"
                                               R"("argument":{"name":"product","value":"mug"})"));
}

void calls(Transcript& kept) {
  McpGolden golden(kept);
  const std::string begin = arguments("k", {}, kReady);
  golden.ask(modern_call("create_checkout_session", begin));
  golden.ask(modern_call("create_checkout_session", begin));
  golden.ask(modern_call("create_checkout_session", begin, R"("progressToken":"p")"));
  golden.ask(modern_call("get_checkout_session", arguments("", "cs_none")));
  golden.ask(modern_call("create_checkout_session", arguments("", {}, kReady)));
  golden.ask(modern_call("get_product", R"({"id":"no-such"})"));
  golden.ask(asking_for("get_order", R"("meta":{"api_version":"2026-04-17"},"id":"x")"));
}

void listening(Transcript& kept) {
  McpGolden golden(kept);
  auto request =
      asking_for("subscriptions/listen", R"("notifications":{"resourcesListChanged":true,)"
                                         R"("toolsListChanged":true})");
  net::Response response = golden.shop.send(request);
  mcp::test::Listener listener(response.stream, golden.shop.executor());
  golden.shop.endpoint.products_changed();
  golden.shop.executor().run_all();
  listener.close();
  response.body = listener.heard();
  response.stream = nullptr;
  kept.add(request, response);
  golden.ask(asking_for("subscriptions/listen"));
}

void refused(Transcript& kept) {
  McpGolden golden(kept);
  const auto changed = [&](const char* name, const char* value) {
    auto request = modern_call("search_products", "{}");
    drop_header(request, name);
    if (*value != '\0') set_header(request, name, value);
    golden.ask(request);
  };
  for (const char* name : {"MCP-Protocol-Version", "Mcp-Method", "Mcp-Name", "Authorization"}) {
    changed(name, "");
    changed(name, "other");
  }
  changed("Accept", "text/html");
  changed("Origin", "https://evil.example");
  golden.ask(modern_post(mcp::test::rpc("1", "tools/list"), "tools/list"));
  golden.ask(asking_for("initialize"));
  golden.ask(modern_call("no_such_tool", "{}"));
  golden.ask(asking_for("resources/read", R"("uri":"till://x")", "till://x"));
  auto unspoken = mcp::test::post(mcp::test::rpc("1", "ping"));
  set_header(unspoken, "MCP-Protocol-Version", "1999-01-01");
  golden.ask(unspoken);
}

}  // namespace

Scenarios modern_mcp_scenarios() {
  return {{"modern_mcp_looks", looks},
          {"modern_mcp_calls", calls},
          {"modern_mcp_listening", listening},
          {"modern_mcp_refused", refused}};
}

}  // namespace till::golden
