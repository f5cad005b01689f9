// The same shop over MCP: the protocol around the tools, and each tool with what it answers.
#include "golden/mcp_golden.h"

namespace till::golden {
namespace {

using mcp::test::arguments;
using mcp::test::call;
using mcp::test::rpc;

struct MessageRow {
  const char* name;
  std::vector<std::string> messages;
};

std::vector<MessageRow> messages() {
  return {
      {"mcp_initialize",
       {mcp::test::initialize(), mcp::test::initialize("2025-06-18"),
        mcp::test::initialize("2025-03-26"), mcp::test::initialize("1999-01-01")}},
      {"mcp_ping", {rpc("1", "ping"), rpc("\"a\"", "ping"), mcp::test::notification("x/y")}},
      {"mcp_tools_list", {rpc("1", "tools/list")}},
      {"mcp_prompts",
       {rpc("1", "prompts/list"),
        rpc("1", "prompts/get", R"({"name":"buy","arguments":{"product":"mug"}})"),
        rpc("1", "prompts/get", R"({"name":"sell"})")}},
      {"mcp_resources",
       {rpc("1", "resources/list"), rpc("1", "resources/templates/list"),
        rpc("1", "resources/read", R"({"uri":"till://products/mug"})"),
        rpc("1", "resources/read", R"({"uri":"till://products/no-such"})")}},
      {"mcp_search_products",
       {call("1", "search_products", R"({"query":"blue mugs"})"),
        call("1", "search_products", "{}"),
        call("1", "search_products", R"({"currency":"jpy","limit":1,"offset":1})"),
        call("1", "search_products", R"({"query":"teapot"})"),
        call("1", "search_products", R"({"limit":0})")}},
      {"mcp_get_product",
       {call("1", "get_product", R"({"id":"mug"})"), call("1", "get_product", R"({"id":"cap"})"),
        call("1", "get_product", R"({"id":"no-such"})"), call("1", "get_product", "{}")}},
      {"mcp_refused_messages",
       {"{", "[]", "7", R"({"jsonrpc":"2.0","id":1})",
        R"({"jsonrpc":"1.0","id":1,"method":"ping"})", rpc("1", "no/such"), rpc("1", "tools/call"),
        rpc("1", "tools/call", "{}"), call("1", "no_such_tool", "{}"),
        call("1", "create_checkout_session", "[]")}},
      {"mcp_refused_arguments",
       {call("1", "create_checkout_session", "{}"),
        call("1", "create_checkout_session", R"({"meta":{},"payload":{}})"),
        call("1", "create_checkout_session",
             R"({"meta":{"api_version":"2020-01-01","idempotency_key":"k"},"payload":{}})"),
        call("1", "create_checkout_session", arguments("", {}, kReady)),
        call("1", "create_checkout_session", arguments("k")),
        call("1", "get_checkout_session", arguments("")),
        call("1", "get_checkout_session", R"({"meta":{"api_version":"2026-04-17"},"id":7})")}},
      {"mcp_tools_as_methods",
       {rpc("1", "create_checkout_session", arguments("k", {}, kReady)),
        rpc("1", "create_checkout_session", "{}"),
        rpc("1", "get_checkout_session", arguments("", "cs_none"))}},
  };
}

void create_session(Transcript& kept) {
  McpGolden golden(kept);
  const std::string name = "create_checkout_session";
  golden.tool(name, arguments("k1", {}, kReady));
  golden.tool(name, arguments("k1", {}, kReady));
  golden.tool(name, arguments("k1", {}, "{}"));
  golden.tool(name, arguments("k2", {}, wanted(line("cap"))));
  golden.tool(name, arguments("k3", {}, "{}"));
  golden.tool(name, arguments("k4", {}, wanted(line("no-such"))));
}

void pictures(Transcript& kept) {
  McpGolden golden(kept);
  golden.shop.products.replace(pictured_catalog());
  golden.shop.rest.shop.commerce.replace(pictured_catalog());
  golden.tool("search_products", R"({"query":"mug"})");
  golden.tool("get_product", R"({"id":"mug"})");
  golden.ask(rpc("1", "resources/read", R"({"uri":"till://products/mug"})"));
  golden.tool("create_checkout_session", arguments("k1", {}, wanted(line("mug"))));
}

void get_session(Transcript& kept) {
  McpGolden golden(kept);
  golden.tool("get_checkout_session", arguments("", golden.begin()));
  golden.tool("get_checkout_session", arguments("", "cs_none"));
}

void update_session(Transcript& kept) {
  McpGolden golden(kept);
  const std::string session = golden.begin();
  const std::string name = "update_checkout_session";
  golden.tool(name, arguments("k1", session, R"({"discounts":{"codes":["SAVE10"]}})"));
  golden.tool(name, arguments("k2", session, R"({"line_items":7})"));
  golden.tool(name, arguments("k3", "cs_none", "{}"));
}

void complete_session(Transcript& kept) {
  McpGolden golden(kept);
  const std::string name = "complete_checkout_session";
  const std::string session = golden.begin();
  const std::string declined = golden.payment(session, kDeclined);
  golden.tool(name, arguments("k1", session, declined));
  const std::string paid = golden.payment(session);
  golden.tool(name, arguments("k2", session, paid));
  golden.tool(name, arguments("k2", session, paid));
  golden.tool(name, arguments("k3", session, paid));
  golden.tool(name, arguments("k4", golden.begin(wanted(line("mug"))), paid));
}

void complete_with_3ds(Transcript& kept) {
  McpGolden golden(kept);
  const std::string name = "complete_checkout_session";
  const std::string session = golden.begin(wanted(line("mug"), kTown, kThreeDs));
  const std::string body = golden.payment(session, kNeeds3ds);
  golden.tool(name, arguments("k1", session, body));
  golden.tool(name, arguments("k2", session, body));
  golden.tool(name, arguments("k3", session, with(body, kProof)));
}

void complete_in_doubt(Transcript& kept) {
  McpGolden golden(kept);
  const std::string session = golden.begin();
  const std::string body = golden.payment(session);
  golden.shop.rest.shop.gateway.silent = true;
  golden.tool("complete_checkout_session", arguments("k1", session, body));
  golden.tool("update_checkout_session", arguments("k2", session, "{}"));
  golden.shop.rest.shop.gateway.silent = false;
  golden.tool("complete_checkout_session", arguments("k1", session, body));
  app::Shop& shop = golden.shop.rest.shop;
  for (const auto& attempt : shop.open_attempts()) {
    EXPECT_TRUE(shop.run(shop.service.settle(attempt, shop.executor)));
  }
  golden.tool("complete_checkout_session", arguments("k1", session, body));
}

void cancel_session(Transcript& kept) {
  McpGolden golden(kept);
  const std::string name = "cancel_checkout_session";
  const std::string session = golden.begin();
  golden.tool(name, arguments("k1", session));
  golden.tool(name, arguments("k2", session));
  golden.tool(
      name, arguments("k3", golden.begin(), R"({"intent_trace":{"reason_code":"shipping_cost"}})"));
}

void carts(Transcript& kept) {
  McpGolden golden(kept);
  const std::string mugs = R"({"line_items":[{"id":"mug","quantity":2}]})";
  golden.tool("create_cart", arguments("k1", {}, mugs));
  golden.tool("create_cart", arguments("k2", {}, "{}"));
  const std::string made = golden.quietly("create_cart", arguments("k1", {}, mugs));
  const std::string cart = mcp::test::text_at(made, "/id");
  golden.tool("get_cart", arguments("", cart));
  golden.tool("update_cart", arguments("k3", cart, R"({"line_items":[{"id":"ebook"}]})"));
  golden.tool("cancel_cart", arguments("k4", cart));
  golden.tool("get_cart", arguments("", cart));
}

void orders(Transcript& kept) {
  McpGolden golden(kept);
  const std::string session = golden.begin();
  const std::string body = golden.payment(session);
  const std::string paid =
      golden.quietly("complete_checkout_session", arguments("k1", session, body));
  golden.tool("get_order", arguments("", mcp::test::text_at(paid, "/order/id")));
  golden.tool("get_order", arguments("", "ord_none"));
}

void chatgpt(Transcript& kept) {
  McpGolden golden(kept);
  const std::string session = golden.begin(wanted(line("mug"), kTown));
  const std::string token =
      mcp::test::text_at(golden.payment(session), "/payment_data/instrument/credential/token");
  const auto paying = [&](const std::string& with_token) {
    return R"({"checkout_session_id":")" + session + R"(","buyer":{"email":"ann@example.com"},)" +
           R"("payment_data":{"token":")" + with_token + R"(","provider":"till_sandbox"}})";
  };
  golden.tool("complete_checkout", paying("vt_unknown"));
  golden.tool("complete_checkout", paying(token));
  golden.tool("complete_checkout", paying(token));
  golden.tool("complete_checkout", "{}");
}

void few_tools(Transcript& kept) {
  McpGolden golden(kept, {false, false, false, false});
  golden.ask(mcp::test::initialize());
  golden.ask(rpc("1", "tools/list"));
  golden.tool("get_cart", "{}");
  golden.ask(rpc("1", "resources/list"));
}

void streams(Transcript& kept) {
  McpGolden golden(kept);
  const auto opened = golden.ask(mcp::test::post(mcp::test::initialize()));
  const std::string session = http::test::header_of(opened, "Mcp-Session-Id").value_or("");
  const std::string asked =
      call("5", "create_checkout_session", arguments("k", {}, kReady), R"({"progressToken":"p"})");
  golden.ask(mcp::test::post(mcp::test::notification("notifications/initialized"), session));
  golden.ask(mcp::test::post(asked, session));
  auto again = mcp::test::to_mcp("GET", session);
  again.headers.push_back({"Last-Event-ID", "2-1"});
  golden.ask(again);
  golden.ask(mcp::test::to_mcp("DELETE", session));
  golden.ask(mcp::test::post(rpc("1", "ping"), session));
}

void batch(Transcript& kept) {
  McpGolden golden(kept);
  const auto opened = golden.send(mcp::test::post(mcp::test::initialize("2025-03-26")));
  const std::string session = http::test::header_of(opened, "Mcp-Session-Id").value_or("");
  golden.ask(mcp::test::post("[" + rpc("1", "ping") + "," + rpc("2", "no/such") + "," +
                                 call("3", "get_checkout_session", arguments("", "cs_none")) + "]",
                             session));
}

void transport(Transcript& kept) {
  McpGolden golden(kept);
  const std::string ping = rpc("1", "ping");
  const auto changed = [&](const char* name, const char* value) {
    auto request = mcp::test::post(ping);
    set_header(request, name, value);
    golden.ask(request);
  };
  auto nobody = mcp::test::post(ping);
  drop_header(nobody, "Authorization");
  golden.ask(nobody);
  changed("Authorization", "Bearer nobody");
  changed("Origin", "https://evil.example");
  changed("Origin", "https://chat.example");
  changed("Content-Type", "text/plain");
  changed("Accept", "text/html");
  changed("MCP-Protocol-Version", "1999-01-01");
  golden.ask(mcp::test::post(ping, "mcp_none"));
  golden.ask(mcp::test::to_mcp("PUT"));
  golden.ask(mcp::test::to_mcp("GET"));
  golden.ask(mcp::test::to_mcp("DELETE"));
  auto preflight = mcp::test::to_mcp("OPTIONS");
  preflight.headers = {{"Origin", "https://chat.example"},
                       {"Access-Control-Request-Method", "POST"}};
  golden.ask(preflight);
}

void faults(Transcript& kept) {
  McpGolden golden(kept);
  golden.shop.access.fault = wire::Fault::signature_missing;
  golden.tool("create_checkout_session", arguments("k1", {}, kReady));
  golden.shop.access.fault.reset();
  golden.shop.access.broken = true;
  golden.tool("create_checkout_session", arguments("k1", {}, kReady));
  golden.shop.access.broken = false;
  golden.shop.access.wait_seconds = 7;
  golden.tool("create_checkout_session", arguments("k1", {}, kReady));
}

void protected_resource(Transcript& kept) {
  McpGolden golden(kept);
  net::Request request;
  request.method = "GET";
  request.path = "/.well-known/oauth-protected-resource";
  golden.ask(request);
  request.method = "POST";
  golden.ask(request);
}

}  // namespace

Scenarios mcp_scenarios() {
  Scenarios scenarios{
      {"mcp_create_checkout_session", create_session},
      {"mcp_get_checkout_session", get_session},
      {"mcp_pictures", pictures},
      {"mcp_update_checkout_session", update_session},
      {"mcp_complete_checkout_session", complete_session},
      {"mcp_complete_with_3ds", complete_with_3ds},
      {"mcp_complete_in_doubt", complete_in_doubt},
      {"mcp_cancel_checkout_session", cancel_session},
      {"mcp_carts", carts},
      {"mcp_get_order", orders},
      {"mcp_complete_checkout", chatgpt},
      {"mcp_few_tools", few_tools},
      {"mcp_streams", streams},
      {"mcp_batch", batch},
      {"mcp_transport", transport},
      {"mcp_faults", faults},
      {"mcp_protected_resource", protected_resource},
  };
  for (const MessageRow& row : messages()) {
    scenarios.push_back({row.name, [row](Transcript& kept) {
                           McpGolden golden(kept);
                           for (const std::string& message : row.messages) golden.ask(message);
                         }});
  }
  return scenarios;
}

}  // namespace till::golden
