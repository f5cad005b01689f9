// Requests of the modern era.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "mcp/mcp_shop.h"
#include "mcp/routing_headers.h"

namespace till::mcp::test {

inline constexpr std::string_view kModern = "2026-07-28";
inline constexpr std::string_view kModernMeta =
    R"("io.modelcontextprotocol/protocolVersion":"2026-07-28",)"
    R"("io.modelcontextprotocol/clientCapabilities":{})";

// A request with the members of its params besides `_meta`, and more of `_meta`.
inline std::string modern(std::string_view id, std::string_view method,
                          std::string_view members = {}, std::string_view more_meta = {}) {
  std::string params = R"({"_meta":{)" + std::string(kModernMeta);
  if (!more_meta.empty()) params.append(",").append(more_meta);
  params += "}";
  if (!members.empty()) params.append(",").append(members);
  return rpc(id, method, params + "}");
}

// What tools/call takes, without the braces.
inline std::string calling(std::string_view tool, std::string_view tool_arguments) {
  std::string text = R"("name":")";
  return text.append(tool).append(R"(","arguments":)").append(tool_arguments);
}

// A body with the headers that say the same; an empty name is left out.
inline net::Request modern_post(std::string body, std::string_view method,
                                std::string_view name = {}) {
  net::Request request = post(std::move(body));
  request.headers.push_back({"MCP-Protocol-Version", std::string(kModern)});
  request.headers.push_back({"Mcp-Method", std::string(method)});
  if (!name.empty()) request.headers.push_back({"Mcp-Name", header_value_of(name)});
  return request;
}

inline net::Request modern_call(std::string_view tool, std::string_view tool_arguments,
                                std::string_view more_meta = {}) {
  return modern_post(modern("1", "tools/call", calling(tool, tool_arguments), more_meta),
                     "tools/call", tool);
}

}  // namespace till::mcp::test
