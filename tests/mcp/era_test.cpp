// Which era a message is of, and why a request of the modern one is not carried out.
#include "mcp/era.h"

#include <gtest/gtest.h>

#include "mcp/modern.h"

namespace till::mcp {
namespace {

using test::rpc;

constexpr const char* kNone = nullptr;
const std::string kVersionMember = R"("io.modelcontextprotocol/protocolVersion":)";
const std::string kCapabilities = R"("io.modelcontextprotocol/clientCapabilities":{})";

// The body of a request whose `_meta` holds these members.
std::string with_meta(const std::string& members, const std::string& method = "tools/list",
                      const std::string& more = {}) {
  return rpc("7", method, R"({"_meta":{)" + members + "}" + (more.empty() ? "" : "," + more) + "}");
}

std::string saying(const char* version, const std::string& method = "tools/list",
                   const std::string& more = {}) {
  if (version == nullptr) return rpc("7", method, more.empty() ? "" : "{" + more + "}");
  return with_meta(kVersionMember + "\"" + version + "\"," + kCapabilities, method, more);
}

net::Request with_headers(const std::string& body, const char* version, const char* method,
                          const char* name = nullptr) {
  net::Request request = test::post(body);
  if (version != nullptr) request.headers.push_back({"MCP-Protocol-Version", version});
  if (method != nullptr) request.headers.push_back({"Mcp-Method", method});
  if (name != nullptr) request.headers.push_back({"Mcp-Name", name});
  return request;
}

// "legacy", "modern" or the code of the error.
std::string came_to(const net::Request& request, bool in_session = false) {
  const auto incoming = Incoming::parse(request.body);
  if (!incoming) throw std::logic_error(request.body);
  const auto message = incoming->message(0);
  if (!message) throw std::logic_error(request.body);
  const RoutingHeaders headers(request);
  if (era_of_post(headers, said_version(*message), in_session) == Era::legacy) return "legacy";
  const auto fault = check_request(headers, *message);
  return fault ? std::to_string(static_cast<int>(fault->code)) : "modern";
}

TEST(Era, IsDecidedByWhatHeadersAndBodySay) {  // MC-ER-02 and the table behind it
  const struct {
    const char* header;
    const char* body;
    const char* method;  // Of Mcp-Method.
    const char* came_to;
  } rows[] = {
      {kNone, kNone, kNone, "legacy"},
      {"2025-03-26", kNone, kNone, "legacy"},
      {"2025-06-18", kNone, kNone, "legacy"},
      {"2025-11-25", kNone, kNone, "legacy"},
      {"2025-11-25", kNone, "tools/list", "legacy"},
      {"2026-07-28", kNone, "tools/list", "-32602"},
      {"v999.0.0", kNone, kNone, "-32022"},
      {"2026-07-28", "2026-07-28", "tools/list", "modern"},
      {"2026-07-28", "2026-07-28", kNone, "-32020"},
      {"2026-07-28", "2026-07-28", "tools/call", "-32020"},
      {"2026-07-28", "2026-07-28", "Tools/List", "-32020"},
      {"2026-07-28", "v999.0.0", "tools/list", "-32020"},
      {"2026-07-28", "2025-11-25", "tools/list", "-32020"},
      {kNone, "2026-07-28", kNone, "-32020"},
      {kNone, "2026-07-28", "tools/list", "-32020"},
      {kNone, "v999.0.0", kNone, "-32020"},
      {"v999.0.0", "v999.0.0", "tools/list", "-32022"},
      {"v999.0.0", "v999.0.0", kNone, "-32022"},
      {"v999.0.0", "2026-07-28", "tools/list", "-32020"},
      {"v999.0.0", "2025-11-25", "tools/list", "-32020"},
      {"2025-11-25", "2026-07-28", "tools/list", "-32020"},
      {"2025-11-25", "2026-07-28", kNone, "legacy"},  // MC-X-01
      {"2025-11-25", "v999.0.0", kNone, "legacy"},
      {"2025-11-25", "2025-11-25", kNone, "legacy"},
      {"2025-11-25", "2025-11-25", "tools/list", "legacy"},
      {"2025-11-25", "2025-06-18", kNone, "legacy"},
      {kNone, "2025-11-25", kNone, "legacy"},
  };
  for (const auto& row : rows) {
    const net::Request request = with_headers(saying(row.body), row.header, row.method);
    EXPECT_EQ(came_to(request), row.came_to)
        << (row.header ? row.header : "none") << " / " << (row.body ? row.body : "none") << " / "
        << (row.method ? row.method : "none");
  }
}

TEST(Era, OfARequestInALivingSessionIsLegacyUnlessItsBodyIsModern) {  // MC-X-02
  const struct {
    const char* body;
    bool in_session;
    const char* came_to;
  } rows[] = {{kNone, true, "legacy"}, {kNone, false, "-32602"}, {"2026-07-28", true, "modern"}};
  for (const auto& row : rows) {
    const auto request = with_headers(saying(row.body), "2026-07-28", "tools/list");
    EXPECT_EQ(came_to(request, row.in_session), row.came_to);
  }
}

TEST(Era, OfALineIsDecidedByItsMessageAlone) {  // MC-ST-02 to MC-ST-04
  const struct {
    std::string line;
    const char* came_to;
  } rows[] = {
      {saying(kNone), "legacy"},
      {saying(kNone, "initialize"), "legacy"},
      {saying(kNone, "server/discover"), "-32602"},
      {saying("2025-11-25"), "legacy"},
      {saying("2026-07-28"), "modern"},
      {saying("2026-07-28", "initialize"), "modern"},
      {saying("v999.0.0"), "-32022"},
      {with_meta(kVersionMember + "\"2026-07-28\""), "-32602"},
      {test::notification("notifications/cancelled", saying("2026-07-28")), "legacy"},
  };
  for (const auto& row : rows) {
    const auto incoming = Incoming::parse(row.line);
    ASSERT_TRUE(incoming.has_value()) << row.line;
    const auto message = incoming->message(0);
    ASSERT_TRUE(message.has_value()) << row.line;
    std::string came_to = "legacy";
    if (era_of_line(*message) == Era::modern) {
      const auto fault = check_request(*message);
      came_to = fault ? std::to_string(static_cast<int>(fault->code)) : "modern";
    }
    EXPECT_EQ(came_to, row.came_to) << row.line;
  }
}

TEST(RequestMeta, SaysVersionAndCapabilitiesAndPerhapsTheClient) {  // MC-ME-01, MC-ME-02
  const std::string version = kVersionMember + "\"2026-07-28\"";
  const std::string client = R"("io.modelcontextprotocol/clientInfo":)";
  const struct {
    std::string meta;
    const char* came_to;
  } rows[] = {
      {version + "," + kCapabilities, "modern"},
      {version, "-32602"},
      {version + R"(,"io.modelcontextprotocol/clientCapabilities":[])", "-32602"},
      {version + R"(,"io.modelcontextprotocol/clientCapabilities":null)", "-32602"},
      {kVersionMember + "7," + kCapabilities, "-32602"},
      {kVersionMember + "null," + kCapabilities, "-32602"},
      {kVersionMember + "\"\"," + kCapabilities, "-32602"},
      {kVersionMember + "\"" + std::string(65, 'v') + "\"," + kCapabilities, "-32602"},
      {version + "," + kCapabilities + "," + client + R"({"name":"c","version":"1"})", "modern"},
      {version + "," + kCapabilities + "," + client + R"({"name":"c"})", "-32602"},
      {version + "," + kCapabilities + "," + client + "null", "-32602"},
      {version + "," + kCapabilities + R"(,"io.modelcontextprotocol/logLevel":"loud")", "modern"},
      {version + "," + kCapabilities + R"(,"traceparent":7,"x.example/y":[1])", "modern"},
  };
  for (const auto& row : rows) {
    const auto request = with_headers(with_meta(row.meta), "2026-07-28", "tools/list");
    EXPECT_EQ(came_to(request), row.came_to) << row.meta;
  }
}

TEST(RoutingHeaders, SayWhatTheBodySays) {  // MC-HD-01 to MC-HD-08
  const std::string call = R"("name":"get_product","arguments":{})";
  const std::string odd = R"("name":"\u00e9, \"x\"","arguments":{})";
  const std::string read = R"("uri":"till://products/a,b")";
  const struct {
    const char* method;
    std::string params;
    std::vector<const char*> names;  // Each a header of its own.
    const char* came_to;
  } rows[] = {
      {"tools/call", call, {"get_product"}, "modern"},
      {"tools/call", call, {"  get_product\t"}, "modern"},
      {"tools/call", call, {}, "-32020"},
      {"tools/call", call, {""}, "-32020"},
      {"tools/call", call, {"Get_Product"}, "-32020"},
      {"tools/call", call, {"get_product", "get_product"}, "modern"},
      {"tools/call", call, {"get_product, get_product"}, "modern"},
      {"tools/call", call, {"get_product", "search_products"}, "-32020"},
      {"tools/call", call, {"get_product, search_products"}, "-32020"},
      {"tools/call", call, {"=?base64?Z2V0X3Byb2R1Y3Q=?="}, "modern"},
      {"tools/call", call, {"=?base64?Z2V0X3Byb2R1Y3Q?="}, "-32020"},
      {"tools/call", call, {"=?BASE64?Z2V0X3Byb2R1Y3Q=?="}, "-32020"},
      {"tools/call", call, {"=?base64?!!!!?="}, "-32020"},
      {"tools/call",
       call,
       {"=?base64?"
        "?="},
       "-32020"},
      {"tools/call", odd, {"=?base64?w6ksICJ4Ig==?="}, "modern"},
      {"tools/call", R"("name":"=?base64?eA==?=")", {"=?base64?eA==?="}, "-32020"},
      {"tools/call", R"("name":"x")", {"=?base64?eA==?="}, "modern"},
      {"tools/call", R"("name":7)", {"get_product"}, "modern"},  // The params are at fault.
      {"resources/read", read, {"till://products/a,b"}, "modern"},
      {"resources/read", read, {"till://products/a"}, "-32020"},
      {"resources/read", read, {}, "-32020"},
      {"prompts/get", R"("name":"buy")", {"buy"}, "modern"},
      {"prompts/get", R"("name":"buy")", {"sell"}, "-32020"},
      {"tools/list", R"("cursor":"x")", {"anything"}, "modern"},
  };
  for (const auto& row : rows) {
    net::Request request =
        with_headers(saying("2026-07-28", row.method, row.params), "2026-07-28", row.method);
    for (const char* name : row.names) request.headers.push_back({"mcp-name", name});
    EXPECT_EQ(came_to(request), row.came_to)
        << row.method << " " << row.params << " " << (row.names.empty() ? "" : row.names.front());
  }
}

TEST(RoutingHeaders, MayComeTwiceWhenTheySayTheSame) {  // MC-HD-08
  for (const auto& [versions, wanted] :
       {std::pair<std::vector<const char*>, const char*>{{"2026-07-28", "2026-07-28"}, "modern"},
        {{"2026-07-28, 2026-07-28"}, "modern"},
        {{"2026-07-28", "2025-11-25"}, "-32020"},
        {{"2026-07-28,2025-11-25"}, "-32020"}}) {
    net::Request request = with_headers(saying("2026-07-28"), nullptr, "tools/list");
    for (const char* one : versions) request.headers.push_back({"MCP-Protocol-Version", one});
    EXPECT_EQ(came_to(request), wanted) << versions.front();
  }
}

TEST(RoutingHeaders, ThatDifferAreToldWithBothValuesInBounds) {  // MC-HD-07
  const std::string long_name(5'000, 'n');
  const auto request =
      with_headers(saying("2026-07-28", "tools/call", R"("name":")" + long_name + "\""),
                   "2026-07-28", "tools/call", "a\x1b[31m");
  const auto incoming = Incoming::parse(request.body);
  const auto message = incoming->message(0);
  const auto fault = check_request(RoutingHeaders(request), *message);
  ASSERT_TRUE(fault.has_value());
  EXPECT_EQ(fault->message,
            "Send the header Mcp-Name as the body says: it is \"a\\u001b[31m\", "
            "the body says \"" +
                std::string(100, 'n') + "…\".");
}

TEST(RoutingHeaders, HoldAnyNameInAWayThatIsReadAgain) {
  for (const char* name : {"get_product", "é", " x", "x\n", "=?base64?eA==?=", "a, b"}) {
    std::string params = R"("name":")";
    json::append_escaped(params, name);
    const auto request = with_headers(saying("2026-07-28", "tools/call", params + "\""),
                                      "2026-07-28", "tools/call", header_value_of(name).c_str());
    EXPECT_EQ(came_to(request), "modern") << name;
  }
}

TEST(UnsupportedVersions, AreToldWithThoseThatAre) {  // MC-EE-24, MC-DI-03
  const RpcError error = unsupported_version("v999.0.0");
  EXPECT_EQ(error.data, R"({"supported":["2026-07-28","2025-11-25","2025-06-18","2025-03-26"],)"
                        R"("requested":"v999.0.0"})");
}

}  // namespace
}  // namespace till::mcp
