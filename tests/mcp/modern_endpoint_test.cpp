// Streamable HTTP in the modern era: results, errors and their statuses.
#include "mcp/modern_endpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mcp/modern.h"

namespace till::mcp {
namespace {

using http::test::header_of;
using http::test::kCart;
using http::test::set_header;
using test::calling;
using test::McpShop;
using test::modern;
using test::modern_call;
using test::modern_post;
using test::raw_at;
using test::rpc;
using test::text_at;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

net::Request asking(std::string_view method, std::string_view members = {},
                    std::string_view name = {}) {
  return modern_post(modern("\"q\"", method, members), method, name);
}

TEST(ModernEndpoint, SaysWhatItIsToWhoAsksFirst) {  // MC-DI-01 to MC-DI-04
  McpShop shop;
  const auto response = shop.send(asking("server/discover"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.stream, nullptr);
  EXPECT_EQ(header_of(response, "Content-Type"), "application/json");
  EXPECT_EQ(header_of(response, "Cache-Control"), "no-store");
  EXPECT_EQ(header_of(response, "Mcp-Session-Id"), std::nullopt);
  EXPECT_EQ(raw_at(response.body, "/id"), "\"q\"");
  EXPECT_EQ(raw_at(response.body, "/result/supportedVersions"),
            R"(["2026-07-28","2025-11-25","2025-06-18","2025-03-26"])");
  EXPECT_EQ(raw_at(response.body, "/result/capabilities/resources"), R"({"listChanged":true})");
  EXPECT_EQ(text_at(response.body, "/result/_meta/io.modelcontextprotocol~1serverInfo/name"),
            "till");
  EXPECT_EQ(raw_at(response.body, "/result/serverInfo"), "") << "it stands in _meta";
  EXPECT_FALSE(text_at(response.body, "/result/instructions").empty());
}

TEST(ModernEndpoint, GivesEachResultItsTypeAndHowLongItMayBeKept) {  // MC-RS-01, MC-CA-01, MC-CA-05
  McpShop shop;
  const struct {
    net::Request request;
    const char* ttl;
    const char* scope;
  } rows[] = {
      {asking("server/discover"), "300000", "public"},
      {asking("tools/list"), "300000", "public"},
      {asking("prompts/list"), "300000", "public"},
      {asking("resources/templates/list"), "300000", "public"},
      {asking("resources/list"), "60000", "public"},
      {asking("resources/read", R"("uri":"till://products/mug-blue")", "till://products/mug-blue"),
       "10000", "private"},
      {asking("prompts/get", R"("name":"buy","arguments":{"product":"mug"})", "buy"), "", ""},
      {asking("completion/complete",
              R"("ref":{"type":"ref/prompt","name":"buy"},"argument":{"name":"id","value":""})"),
       "", ""},
      {modern_call("search_products", "{}"), "", ""},
      {modern_call("get_product", R"({"id":"none"})"), "", ""},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.request.body);
    const auto response = shop.send(row.request);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(text_at(response.body, "/result/resultType"), "complete") << response.body;
    EXPECT_EQ(raw_at(response.body, "/result/ttlMs"), row.ttl);
    EXPECT_EQ(text_at(response.body, "/result/cacheScope"), row.scope);
    EXPECT_EQ(text_at(response.body, "/result/_meta/io.modelcontextprotocol~1serverInfo/version"),
              "1.2.3");
  }
}

TEST(ModernEndpoint, LeavesResultsOfLegacyVersionsAsTheyWere) {  // MC-RS-03
  McpShop shop;
  for (const char* method : {"tools/list", "prompts/list", "resources/list"}) {
    const auto response = shop.send(test::post(rpc("1", method)));
    EXPECT_THAT(response.body, Not(HasSubstr("resultType"))) << method;
    EXPECT_THAT(response.body, Not(HasSubstr("ttlMs"))) << method;
  }
}

TEST(ModernEndpoint, ShowsTheSameToolsAsInTheLegacyEra) {  // MC-X-17
  McpShop shop;
  EXPECT_EQ(raw_at(shop.send(asking("tools/list")).body, "/result/tools"),
            raw_at(shop.send(test::post(rpc("1", "tools/list"))).body, "/result/tools"));
}

// A request, and what it is refused with.
struct Refused {
  const char* name;
  net::Request request;
  std::pair<const char*, const char*> header;  // Replaces the request's; empty: it is dropped.
  int status;
  const char* code;
  const char* id;
};

void expect_refused(const Refused& row) {
  SCOPED_TRACE(row.name);
  McpShop shop;
  net::Request request = row.request;
  if (row.header.first != nullptr) {
    http::test::drop_header(request, row.header.first);
    if (*row.header.second != '\0') set_header(request, row.header.first, row.header.second);
  }
  const auto response = shop.send(request);
  EXPECT_EQ(response.status, row.status) << response.body;
  EXPECT_EQ(response.stream, nullptr);
  EXPECT_EQ(raw_at(response.body, "/error/code"), row.code) << response.body;
  EXPECT_EQ(raw_at(response.body, "/id"), row.id);
  EXPECT_FALSE(text_at(response.body, "/error/message").empty());
}

TEST(ModernEndpoint, RefusesRequestsByName) {  // MC-EE-20 to MC-EE-29
  const std::string plain = rpc("\"q\"", "tools/list");
  const net::Request list = asking("tools/list");
  const Refused rows[] = {
      {"no _meta", modern_post(plain, "tools/list"), {}, 400, "-32602", "\"q\""},
      {"no header", list, {"MCP-Protocol-Version", ""}, 400, "-32020", "\"q\""},
      {"another header", list, {"MCP-Protocol-Version", "1"}, 400, "-32020", "\"q\""},
      {"no Mcp-Method", list, {"Mcp-Method", ""}, 400, "-32020", "\"q\""},
      {"another Mcp-Method", list, {"Mcp-Method", "ping"}, 400, "-32020", "\"q\""},
      {"no Mcp-Name", modern_call("get_order", "{}"), {"Mcp-Name", ""}, 400, "-32020", "1"},
      {"initialize", asking("initialize"), {}, 404, "-32601", "\"q\""},
      {"ping", asking("ping"), {}, 404, "-32601", "\"q\""},
      {"logging", asking("logging/setLevel"), {}, 404, "-32601", "\"q\""},
      {"subscribe", asking("resources/subscribe"), {}, 404, "-32601", "\"q\""},
      {"unsubscribe", asking("resources/unsubscribe"), {}, 404, "-32601", "\"q\""},
      {"tasks", asking("tasks/list"), {}, 404, "-32601", "\"q\""},
      {"an unknown method", asking("tools/burn"), {}, 404, "-32601", "\"q\""},
      {"an unknown method, streamed",
       asking("tools/burn"),
       {"Accept", "text/event-stream"},
       404,
       "-32601",
       "\"q\""},
      {"an unknown tool", modern_call("burn", "{}"), {}, 200, "-32602", "1"},
      {"arguments that are none", modern_call("get_order", "7"), {}, 200, "-32602", "1"},
      {"no name", asking("tools/call"), {}, 200, "-32602", "\"q\""},
      {"an unknown prompt",
       asking("prompts/get", R"("name":"x")", "x"),
       {},
       200,
       "-32602",
       "\"q\""},
      {"an unknown resource",
       asking("resources/read", R"("uri":"till://x")", "till://x"),
       {},
       200,
       "-32602",
       "\"q\""},
      {"a cursor that is none",
       asking("resources/list", R"("cursor":"x")"),
       {},
       200,
       "-32602",
       "\"q\""},
      {"no filter", asking("subscriptions/listen"), {}, 200, "-32602", "\"q\""},
  };
  for (const Refused& row : rows) expect_refused(row);
}

TEST(ModernEndpoint, RefusesWhatIsNoRequestByName) {  // MC-EE-31 to MC-EE-33
  const net::Request list = asking("tools/list");
  const net::Request odd_id = modern_post(modern("null", "tools/list"), "tools/list");
  const Refused rows[] = {
      {"no JSON", modern_post("{", "x"), {}, 400, "-32700", ""},
      {"no message", modern_post("7", "x"), {}, 400, "-32600", ""},
      {"a batch",
       modern_post("[" + modern("1", "tools/list") + "]", "tools/list"),
       {},
       400,
       "-32600",
       ""},
      {"an answer",
       modern_post(R"({"jsonrpc":"2.0","id":1,"result":{}})", "x"),
       {},
       400,
       "-32600",
       ""},
      {"an id that is none", odd_id, {}, 400, "-32600", ""},
      {"no type", list, {"Content-Type", ""}, 415, "-32600", ""},
      {"nothing that we have", list, {"Accept", "text/html"}, 406, "-32600", ""},
      {"a page of another origin", list, {"Origin", "https://evil.example"}, 403, "-32600", ""},
      {"nobody", list, {"Authorization", ""}, 401, "-32600", ""},
      {"another method of HTTP",
       test::to_mcp("GET"),
       {"MCP-Protocol-Version", "2026-07-28"},
       400,
       "-32600",
       ""},
  };
  for (const Refused& row : rows) expect_refused(row);
}

TEST(ModernEndpoint, NamesTheResourceThatIsNotThere) {  // MC-RE-01
  McpShop shop;
  const auto response = shop.send(asking("resources/read", R"("uri":"till://x")", "till://x"));
  EXPECT_EQ(text_at(response.body, "/error/data/uri"), "till://x");
}

TEST(ModernEndpoint, TellsEveryRefusalOfAToolToTheModel) {  // MC-TL-02, MC-AC-03
  McpShop shop;
  const auto refused = shop.send(
      modern_call("get_checkout_session", test::arguments("", "cs_00000000000000000000000999")));
  EXPECT_EQ(refused.status, 200);
  EXPECT_EQ(raw_at(refused.body, "/result/isError"), "true") << refused.body;
  EXPECT_EQ(text_at(refused.body, "/result/_meta/till~1error/code"), "not_found");
  EXPECT_EQ(raw_at(refused.body, "/result/structuredContent"), "");
  EXPECT_THAT(text_at(refused.body, "/result/content/0/text"), HasSubstr("not_found"));
}

TEST(ModernEndpoint, AnswersACallByItsNameAsTheBindingHasIt) {  // MC-AC-04, MC-X-07
  McpShop shop;
  const std::string given = test::arguments("k", {}, kCart);
  const std::string members = given.substr(1, given.size() - 2);
  const auto bare = shop.send(asking("create_checkout_session", members));
  EXPECT_EQ(text_at(bare.body, "/result/status"), "ready_for_payment") << bare.body;
  EXPECT_EQ(raw_at(bare.body, "/result/resultType"), "");
  const auto refused =
      shop.send(asking("get_order", R"("meta":{"api_version":"2026-04-17"},"id":"x")"));
  EXPECT_EQ(raw_at(refused.body, "/error/code"), "-32000") << refused.body;
  EXPECT_EQ(refused.status, 200);
}

TEST(ModernEndpoint, SaysThatAnAnswerIsTheOneOfBefore) {  // MC-AC-06
  McpShop shop;
  const auto begin = modern_call("create_checkout_session", test::arguments("k", {}, kCart));
  const auto first = shop.send(begin);
  const auto again = shop.send(begin);
  EXPECT_EQ(raw_at(first.body, "/result/_meta/till~1idempotent-replayed"), "");
  EXPECT_EQ(raw_at(again.body, "/result/_meta/till~1idempotent-replayed"), "true");
  EXPECT_EQ(raw_at(again.body, "/result/structuredContent"),
            raw_at(first.body, "/result/structuredContent"));
}

TEST(ModernEndpoint, KnowsNoSessions) {  // MC-ER-08
  McpShop shop;
  for (const std::string& session : {std::string("mcs_none"), shop.open()}) {
    net::Request request = asking("tools/list");
    set_header(request, "Mcp-Session-Id", session.c_str());
    set_header(request, "Last-Event-ID", "9-9");
    const auto response = shop.send(request);
    EXPECT_EQ(response.status, 200) << response.body;
    EXPECT_EQ(text_at(response.body, "/result/resultType"), "complete");
    EXPECT_EQ(header_of(response, "Mcp-Session-Id"), std::nullopt);
  }
}

TEST(ModernEndpoint, NeedsNothingThatAnotherServerKnows) {  // MC-TR-12
  McpShop shop;
  Endpoint other({shop.server,
                  shop.access,
                  shop.rest.shop.clock,
                  shop.rest.shop.ids,
                  shop.rest.log,
                  shop.rest.shop.profile.public_url,
                  "Demo shop",
                  {},
                  {}});
  const auto begun =
      shop.send(modern_call("create_checkout_session", test::arguments("begin", {}, kCart)));
  const std::string session = text_at(begun.body, "/result/structuredContent/id");
  const std::string payment = shop.rest.payment_with(shop.rest.token_for(session));
  const auto done = shop.rest.shop.run(other.handle(
      modern_call("complete_checkout_session", test::arguments("pay", session, payment)),
      shop.executor()));
  EXPECT_EQ(text_at(done.body, "/result/structuredContent/status"), "completed") << done.body;
}

TEST(ModernEndpoint, TakesNotificationsAndDoesNothing) {  // MC-TR-06, MC-X-08
  McpShop shop;
  for (const char* method : {"notifications/cancelled", "unheard/of"}) {
    net::Request request = test::post(test::notification(method));
    set_header(request, "MCP-Protocol-Version", "2026-07-28");
    const auto response = shop.send(request);
    EXPECT_EQ(response.status, 202) << response.body;
    EXPECT_EQ(response.body, "");
  }
}

TEST(ModernEndpoint, ServesTheClientThatNamesALegacyVersionInItsHeader) {  // MC-X-01
  McpShop shop;
  net::Request request = test::post(modern("1", "tools/list"));
  set_header(request, "MCP-Protocol-Version", "2025-11-25");
  const auto response = shop.send(request);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, shop.send(test::post(rpc("1", "tools/list"))).body);
  request.body = modern("1", "server/discover");
  EXPECT_EQ(raw_at(shop.send(request).body, "/error/code"), "-32601");
}

TEST(ModernEndpoint, TellsWhoNamesAnUnknownVersionInTheHeaderWhichThereAre) {  // MC-EE-24
  McpShop shop;
  for (const std::string& session : {std::string(), shop.open()}) {
    net::Request request = test::post(rpc("1", "ping"), session);
    set_header(request, "MCP-Protocol-Version", "2024-11-05");
    const auto response = shop.send(request);
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(raw_at(response.body, "/error/code"), "-32022");
    EXPECT_EQ(text_at(response.body, "/error/data/requested"), "2024-11-05");
  }
}

TEST(ModernEndpoint, RepeatsNoHeaderAsItCame) {
  McpShop shop;
  for (const std::string& odd : {std::string("\xff\xfe"), "v" + std::string(5'000, 'x'),
                                 std::string(63, 'v') + "\xc3\xa9"}) {
    net::Request request = test::post(rpc("1", "ping"));
    set_header(request, "MCP-Protocol-Version", odd.c_str());
    const auto response = shop.send(request);
    EXPECT_EQ(raw_at(response.body, "/error/code"), "-32022") << response.body;
    EXPECT_LE(response.body.size(), 700U);
    net::Request named = modern_call("get_order", "{}");
    set_header(named, "Mcp-Name", odd.c_str());
    const auto other = shop.send(named);
    EXPECT_EQ(raw_at(other.body, "/error/code"), "-32020") << other.body;
    EXPECT_LE(other.body.size(), 700U);
  }
}

TEST(ModernEndpoint, AnswersAFailureOfTheServerWithItsRequest) {
  McpShop shop;
  shop.access.broken = true;
  const auto response =
      shop.send(modern_call("create_checkout_session", test::arguments("k", {}, kCart)));
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(raw_at(response.body, "/error/code"), "-32603");
  EXPECT_EQ(raw_at(response.body, "/id"), "1");
}

TEST(ModernEndpoint, SaysWhenToComeAgain) {  // MC-EE-31
  McpShop shop;
  shop.access.wait_seconds = 3;
  const auto response = shop.send(asking("tools/list"));
  EXPECT_EQ(response.status, 429);
  EXPECT_EQ(header_of(response, "Retry-After"), "3");
  EXPECT_EQ(raw_at(response.body, "/error/code"), "-32603");
}

TEST(ModernEndpoint, ReportsEachCallOnce) {
  McpShop shop;
  shop.send(asking("server/discover"));
  shop.send(modern_call("get_checkout_session", test::arguments("", "cs_1")));
  shop.send(asking("ping"));
  EXPECT_THAT(shop.access.reports,
              ElementsAre("MCP server/discover agent-a  200",
                          "MCP get_checkout_session agent-a  404", "MCP transport   404"));
}

}  // namespace
}  // namespace till::mcp
