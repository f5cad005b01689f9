// Streamable HTTP: who may call, what is refused before a message is read, sessions.
#include "mcp/endpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mcp/mcp_shop.h"

namespace till::mcp {
namespace {

using http::test::drop_header;
using http::test::header_of;
using http::test::set_header;
using test::call;
using test::initialize;
using test::McpShop;
using test::notification;
using test::post;
using test::raw_at;
using test::rpc;
using test::text_at;
using test::to_mcp;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kPing = rpc("1", "ping");

TEST(Endpoint, ServesItsPathAndItsDescription) {
  for (const char* path :
       {"/mcp", "/mcp/", "/.well-known/oauth-protected-resource",
        "/.well-known/oauth-protected-resource/", "/.well-known/oauth-protected-resource/mcp",
        "/.well-known/oauth-protected-resource/mcp/"}) {
    EXPECT_TRUE(Endpoint::serves(path)) << path;
  }
  for (const char* path : {"", "/", "/mcp//", "/MCP", "/mcp2", "/.well-known/acp.json",
                           "/.well-known/oauth-protected-resource2"}) {
    EXPECT_FALSE(Endpoint::serves(path)) << path;
  }
}

TEST(Endpoint, TellsWhoIsUnknownWhereTokensComeFrom) {  // MP-13, RFC 9728
  McpShop shop;
  const std::string metadata =
      "Bearer resource_metadata=\"https://api.shop.example/.well-known/oauth-protected-resource/"
      "mcp\"";
  for (const char* method : {"POST", "GET", "DELETE", "PUT"}) {
    net::Request nobody = to_mcp(method);
    drop_header(nobody, "Authorization");
    const auto none = shop.send(nobody);
    EXPECT_EQ(none.status, 401) << method;
    EXPECT_EQ(header_of(none, "WWW-Authenticate"), metadata);
    EXPECT_EQ(raw_at(none.body, "/error/code"), "-32000");
    EXPECT_EQ(text_at(none.body, "/error/data/type"), "invalid_request");
    set_header(nobody, "Authorization", "Bearer stolen");
    EXPECT_EQ(header_of(shop.send(nobody), "WWW-Authenticate"),
              metadata + ", error=\"invalid_token\"");
  }
}

TEST(Endpoint, DescribesItselfAsAProtectedResource) {  // RFC 9728
  McpShop shop({}, nullptr, {"https://login.example"});
  net::Request request;
  request.method = "GET";
  for (const char* path :
       {"/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp",
        "/.well-known/oauth-protected-resource/mcp/"}) {
    request.path = path;
    const auto response = shop.send(request);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body,
              R"({"resource":"https://api.shop.example/mcp","resource_name":"Demo shop",)"
              R"("authorization_servers":["https://login.example"],)"
              R"("bearer_methods_supported":["header"]})");
    EXPECT_EQ(header_of(response, "Access-Control-Allow-Origin"), "*") << "it is public";
  }
  request.method = "POST";
  const auto response = shop.send(request);
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(header_of(response, "Allow"), "GET, HEAD");
}

TEST(Endpoint, RefusesByName) {
  McpShop shop;
  const std::string session = shop.open();
  const std::string old_session = shop.open("2025-03-26");
  struct Row {
    const char* name;
    net::Request request;
    std::pair<const char*, const char*> header;  // Replaces the request's; empty: it is dropped.
    int status;
  };
  const Row rows[] = {
      {"a page of another origin", post(kPing), {"Origin", "https://evil.example"}, 403},
      {"a page of no origin", post(kPing), {"Origin", "null"}, 403},
      {"a stream for another page",
       to_mcp("GET", session),
       {"Origin", "https://evil.example"},
       403},
      {"an end by another page",
       to_mcp("DELETE", session),
       {"Origin", "https://evil.example"},
       403},
      {"another method", to_mcp("PUT"), {}, 405},
      {"HEAD", to_mcp("HEAD"), {}, 405},
      {"no type", post(kPing), {"Content-Type", ""}, 415},
      {"another type", post(kPing), {"Content-Type", "text/plain"}, 415},
      {"a type that begins alike", post(kPing), {"Content-Type", "application/json-rpc"}, 415},
      {"nothing that we have", post(kPing), {"Accept", "text/html, image/*"}, 406},
      {"no stream wanted", to_mcp("GET", session), {"Accept", "application/json"}, 406},
      {"an unknown version to listen", to_mcp("GET", session), {"MCP-Protocol-Version", "1"}, 400},
      {"an unknown version to end", to_mcp("DELETE", session), {"MCP-Protocol-Version", "1"}, 400},
      {"no JSON", post("{"), {}, 400},
      {"nothing", post(""), {}, 400},
      {"no message", post("{}"), {}, 400},
      {"an id that is none", post(R"({"jsonrpc":"2.0","id":null,"method":"ping"})"), {}, 400},
      {"an empty batch", post("[]"), {}, 400},
      {"a batch in a version without", post("[" + kPing + "]", session), {}, 400},
      {"a batch, the version said",
       post("[" + kPing + "]"),
       {"MCP-Protocol-Version", "2025-06-18"},
       400},
      {"a session of nobody", post(kPing, "mcs_none"), {}, 404},
      {"listening to nothing", to_mcp("GET"), {}, 400},
      {"listening to nobody's session", to_mcp("GET", "mcs_none"), {}, 404},
      {"an event never given", to_mcp("GET", session), {"Last-Event-ID", "1-7"}, 400},
      {"an event of no stream", to_mcp("GET", session), {"Last-Event-ID", "9-0"}, 400},
      {"no event", to_mcp("GET", session), {"Last-Event-ID", "x"}, 400},
      {"ending nothing", to_mcp("DELETE"), {}, 400},
      {"ending nobody's session", to_mcp("DELETE", "mcs_none"), {}, 404},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    net::Request request = row.request;
    if (row.header.first != nullptr) {
      drop_header(request, row.header.first);
      if (*row.header.second != '\0') set_header(request, row.header.first, row.header.second);
    }
    const auto response = shop.send(request);
    EXPECT_EQ(response.status, row.status) << response.body;
    EXPECT_EQ(header_of(response, "Content-Type"), "application/json");
    EXPECT_EQ(raw_at(response.body, "/jsonrpc"), "\"2.0\"");
    EXPECT_EQ(raw_at(response.body, "/id"), "") << "the schemas know no null";
    EXPECT_FALSE(text_at(response.body, "/error/message").empty());
  }
}

TEST(Endpoint, SaysWhatItsPathAllows) {
  McpShop shop;
  EXPECT_EQ(header_of(shop.send(to_mcp("PATCH")), "Allow"), "DELETE, GET, HEAD, POST");
}

TEST(Endpoint, LetsPagesOfKnownOriginsCall) {
  McpShop shop;
  for (const char* origin : {"https://api.shop.example", "https://chat.example"}) {
    net::Request request = post(kPing);
    set_header(request, "Origin", origin);
    EXPECT_EQ(shop.send(request).status, 200) << origin;
  }
}

TEST(Endpoint, LetsPagesOfKnownOriginsReadTheAnswer) {
  McpShop shop;
  const struct {
    const char* origin;
    bool read;
  } rows[] = {{"https://chat.example", true}, {"https://evil.example", false}};
  for (const auto& row : rows) {
    net::Request asked = to_mcp("OPTIONS");  // A browser sends no token with it.
    drop_header(asked, "Authorization");
    set_header(asked, "Origin", row.origin);
    set_header(asked, "Access-Control-Request-Method", "POST");
    net::Request nobody = post(kPing);
    drop_header(nobody, "Authorization");
    set_header(nobody, "Origin", row.origin);
    net::Request ping = post(kPing);
    set_header(ping, "Origin", row.origin);
    EXPECT_EQ(shop.send(asked).status, 204);
    EXPECT_EQ(shop.send(nobody).status, 401);
    for (const net::Request& request : {asked, nobody, ping}) {
      const auto allowed = header_of(shop.send(request), "Access-Control-Allow-Origin");
      EXPECT_EQ(allowed, row.read ? std::optional<std::string>(row.origin) : std::nullopt);
    }
  }
  EXPECT_EQ(header_of(shop.send(post(kPing)), "Access-Control-Allow-Origin"), std::nullopt);
}

TEST(Endpoint, LetsAnyPageAskForItsDescription) {
  McpShop shop;
  net::Request asked = to_mcp("OPTIONS");  // Before a GET with MCP-Protocol-Version.
  asked.path = "/.well-known/oauth-protected-resource/mcp";
  drop_header(asked, "Authorization");
  set_header(asked, "Origin", "https://chat.example");
  set_header(asked, "Access-Control-Request-Method", "GET");
  const auto response = shop.send(asked);
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(header_of(response, "Access-Control-Allow-Origin"), "*");
}

TEST(Endpoint, AnswersInJsonWhereNoStreamIsNeeded) {
  McpShop shop;
  for (const char* accept : {"application/json, text/event-stream", "application/json", "*/*",
                             "APPLICATION/JSON;q=0.9", "application/*, text/*", ""}) {
    net::Request request = post(kPing);
    set_header(request, "Accept", accept);
    set_header(request, "Content-Type", "Application/JSON; charset=utf-8");
    const auto response = shop.send(request);
    EXPECT_EQ(response.status, 200) << accept;
    EXPECT_EQ(response.stream, nullptr);
    EXPECT_EQ(response.body, R"({"jsonrpc":"2.0","id":1,"result":{}})");
  }
}

TEST(Endpoint, TakesWhatNeedsNoAnswerWithoutABody) {
  McpShop shop;
  const std::string session = shop.open();
  for (const std::string& text :
       {notification("notifications/initialized"), notification("notifications/cancelled"),
        notification("unheard/of"), std::string(R"({"jsonrpc":"2.0","id":1,"result":{}})")}) {
    const auto response = shop.send(post(text, session));
    EXPECT_EQ(response.status, 202) << text;
    EXPECT_EQ(response.body, "");
  }
}

TEST(Endpoint, SaysWhenToComeAgain) {
  McpShop shop;
  shop.access.wait_seconds = 3;
  const auto response = shop.send(post(kPing));
  EXPECT_EQ(response.status, 429);
  EXPECT_EQ(header_of(response, "Retry-After"), "3");
  EXPECT_EQ(header_of(response, "WWW-Authenticate"), std::nullopt);
  EXPECT_EQ(raw_at(response.body, "/error/code"), "-32000");
}

TEST(Endpoint, InitializesWithTheVersionBothSpeak) {
  McpShop shop;
  for (const auto& [asked, spoken] : {std::pair{"2025-11-25", "2025-11-25"},
                                      {"2025-06-18", "2025-06-18"},
                                      {"2025-03-26", "2025-03-26"},
                                      {"2024-11-05", "2025-11-25"},
                                      {"2099-01-01", "2025-11-25"}}) {
    const auto response = shop.send(post(initialize(asked)));
    EXPECT_EQ(text_at(response.body, "/result/protocolVersion"), spoken) << asked;
    EXPECT_EQ(text_at(response.body, "/result/serverInfo/name"), "till");
    EXPECT_EQ(text_at(response.body, "/result/serverInfo/version"), "1.2.3");
    EXPECT_EQ(text_at(response.body, "/result/serverInfo/title"), "Demo shop");
    EXPECT_FALSE(text_at(response.body, "/result/instructions").empty());
    for (const char* capability : {"tools", "resources", "prompts", "completions"}) {
      EXPECT_FALSE(raw_at(response.body, "/result/capabilities/" + std::string(capability)).empty())
          << capability;
    }
    EXPECT_TRUE(header_of(response, "Mcp-Session-Id").has_value());
  }
}

TEST(Endpoint, KeepsASessionForItsAgentUntilItIsEnded) {
  McpShop shop;
  const std::string session = shop.open();
  EXPECT_NE(session, shop.open()) << "each initialize opens another";
  EXPECT_EQ(shop.send(post(kPing, session)).status, 200);
  EXPECT_EQ(header_of(shop.send(post(kPing, session)), "Mcp-Session-Id"), std::nullopt);
  for (const char* method : {"GET", "DELETE"}) {
    net::Request other = to_mcp(method, session);
    set_header(other, "Authorization", "Bearer token-b");
    EXPECT_EQ(shop.send(other).status, 404) << method;
  }
  EXPECT_EQ(shop.send(to_mcp("DELETE", session)).status, 204);
  EXPECT_EQ(shop.send(post(kPing, session)).status, 404);
  EXPECT_EQ(shop.send(to_mcp("GET", session)).status, 404);
  EXPECT_EQ(shop.send(to_mcp("DELETE", session)).status, 404);
}

TEST(Endpoint, ForgetsASessionThatIsUnusedForLong) {
  McpShop shop;
  const std::string session = shop.open();
  shop.rest.shop.clock.advance(SessionBounds{}.idle);
  EXPECT_EQ(shop.send(post(kPing, session)).status, 404);
}

TEST(Endpoint, NeedsNoSession) {
  McpShop shop;
  EXPECT_THAT(shop.send(post(rpc("1", "tools/list"))).body, HasSubstr("create_checkout_session"));
}

TEST(Endpoint, ReportsEachCallOnceAndWhatWasNone) {
  McpShop shop;
  shop.send(post(kPing));
  shop.send(post(call("1", "get_checkout_session",
                      R"({"meta":{"api_version":"2026-04-17","request_id":"r-1"},"id":"cs_1"})")));
  shop.send(post("{"));
  shop.send(to_mcp("DELETE"));
  EXPECT_THAT(shop.access.reports,
              ElementsAre("MCP ping agent-a  200", "MCP get_checkout_session agent-a r-1 404",
                          "MCP transport   400", "MCP transport   400"));
}

TEST(Endpoint, ReadsTheBodiesOfAgentsOnlyAndReportsWhoElseSendsOne) {
  McpShop shop;
  net::Request head = to_mcp("POST");
  head.remote_address = "192.0.2.7";
  EXPECT_FALSE(shop.endpoint.refuse_body(head));
  http::test::set_header(head, "Authorization", "Bearer nobody");
  const auto refusal = shop.endpoint.refuse_body(head);
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->status, 401);
  EXPECT_THAT(shop.access.reports, ElementsAre("MCP transport   401 from 192.0.2.7"));
}

TEST(Endpoint, AnswersAFailureOfTheServer) {
  McpShop shop;
  shop.access.broken = true;
  const auto response = shop.send(
      post(call("1", "create_checkout_session", test::arguments("k", {}, http::test::kCart))));
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(raw_at(response.body, "/error/code"), "-32603");
  EXPECT_EQ(response.body.find("gone"), std::string::npos) << "nothing of the inside";
}

TEST(Endpoint, AnswersACallByItsNameWithTheBareValue) {  // MP-09, C-09
  McpShop shop;
  const std::string arguments = test::arguments("k", {}, http::test::kCart);
  const auto bare = shop.send(post(rpc("1", "create_checkout_session", arguments)));
  EXPECT_EQ(text_at(bare.body, "/result/status"), "ready_for_payment") << bare.body;
  const auto wrapped = shop.send(post(call("1", "create_checkout_session", arguments)));
  EXPECT_EQ(raw_at(wrapped.body, "/result/structuredContent"), raw_at(bare.body, "/result"));
  EXPECT_EQ(text_at(wrapped.body, "/result/content/0/type"), "text");
  EXPECT_EQ(raw_at(text_at(wrapped.body, "/result/content/0/text"), ""),
            raw_at(bare.body, "/result"));
}

TEST(Endpoint, RefusesACallWithTheErrorOfAcp) {  // MP-10, MP-13
  McpShop shop;
  const auto body = http::test::post("/checkout_sessions", "{}", "k");
  const std::string arguments = test::arguments("k", {}, "{}");
  const auto refused = shop.send(post(call("1", "create_checkout_session", arguments)));
  EXPECT_EQ(refused.status, 200) << "the message was taken";
  EXPECT_EQ(raw_at(refused.body, "/error/code"), "-32000");
  EXPECT_EQ(text_at(refused.body, "/error/data/type"), "invalid_request");
  EXPECT_EQ(text_at(refused.body, "/error/data/param"), "$.payload.line_items") << "MP-16";
  shop.access.fault = wire::Fault::signature_missing;
  const auto unsigned_call = shop.send(post(call("1", "create_checkout_session", arguments)));
  EXPECT_EQ(raw_at(unsigned_call.body, "/error/code"), "-32000");
  EXPECT_EQ(shop.access.signed_payloads.back(), "{}");
  EXPECT_EQ(raw_at(shop.send(post(call("1", "no_such", "{}"))).body, "/error/code"), "-32602");
  EXPECT_EQ(raw_at(shop.send(post(rpc("1", "tools/call"))).body, "/error/code"), "-32602");
}

}  // namespace
}  // namespace till::mcp
