// Lines on their way over HTTP.
#include "mcp/forwarded_line.h"

#include <gtest/gtest.h>

#include "mcp/modern.h"

namespace till::mcp {
namespace {

std::string joined(const std::optional<std::vector<net::Header>>& headers) {
  if (!headers) return "none";
  std::string text;
  for (const net::Header& header : *headers) text += header.name + ": " + header.value + "\n";
  return text;
}

TEST(ForwardedLines, OfTheModernEraGetTheHeadersThatTheySay) {  // MC-ST-09
  const std::string version = "MCP-Protocol-Version: 2026-07-28\n";
  const struct {
    std::string line;
    std::string headers;
  } rows[] = {
      {"{", "none"},
      {test::rpc("1", "tools/list"), "none"},
      {test::initialize(), "none"},
      {"[" + test::modern("1", "tools/list") + "]", "none"},
      {test::notification("notifications/cancelled"), "none"},
      {test::modern("1", "tools/list"), version + "Mcp-Method: tools/list\n"},
      {test::modern("1", "tools/call", R"("name":"get_order")"),
       version + "Mcp-Method: tools/call\nMcp-Name: get_order\n"},
      {test::modern("1", "prompts/get", R"("name":"\u00e9")"),
       version + "Mcp-Method: prompts/get\nMcp-Name: =?base64?w6k=?=\n"},
      {test::modern("1", "prompts/get", R"("name":7)"), version + "Mcp-Method: prompts/get\n"},
      {test::rpc("1", "server/discover"), version + "Mcp-Method: server/discover\n"},
      {test::modern("1", "a\\r\\nX: y"), version},
  };
  for (const auto& row : rows)
    EXPECT_EQ(joined(headers_to_post(row.line)), row.headers) << row.line;
}

TEST(ForwardedLines, AreServedAsTheyWouldBeAsLines) {
  test::McpShop shop;
  for (const auto& [line, code] :
       {std::pair{test::modern("1", "prompts/get", R"("name":"\u00e9")"), "-32602"},
        {test::modern("1", "ping"), "-32601"},
        {test::rpc("1", "server/discover"), "-32602"}}) {
    net::Request request = test::post(line);
    const auto headers = headers_to_post(line);
    ASSERT_TRUE(headers.has_value()) << line;
    for (const net::Header& header : *headers) request.headers.push_back(header);
    EXPECT_EQ(test::raw_at(shop.send(request).body, "/error/code"), code) << line;
  }
}

}  // namespace
}  // namespace till::mcp
