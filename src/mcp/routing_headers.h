// RoutingHeaders: what a POST says of its message before the body, for whatever stands in between.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "mcp/json_rpc.h"
#include "net/http_types.h"

namespace till::mcp {

inline constexpr std::string_view kVersionHeader = "MCP-Protocol-Version";
inline constexpr std::string_view kMethodHeader = "Mcp-Method";
inline constexpr std::string_view kNameHeader = "Mcp-Name";

// The values as they were sent; one that came twice stands there twice.
struct RoutingHeaders {
  explicit RoutingHeaders(const net::Request& request);

  // The version, the first when several differ; empty when none is named.
  std::string_view version() const;
  // Is there one that only the modern era knows?
  bool are_modern() const { return !methods.empty() || !names.empty(); }
  // The header of the version is not there or names another one than the body.
  std::optional<RpcError> other_version(std::string_view in_body) const;
  // The same of the method and of what it is about.
  std::optional<RpcError> other_request(const RpcMessage& request) const;

  std::vector<std::string_view> versions;
  std::vector<std::string_view> methods;
  std::vector<std::string_view> names;
};

// What Mcp-Name says of a request: the tool, prompt or resource that it is about. Nothing for other
// requests, and for params that name none, which are at fault themselves.
std::optional<std::string_view> routed_name(const RpcMessage& request);

// What the header of a name says for `value`: the value itself or, when a header cannot hold it,
// its Base64 between marks.
std::string header_value_of(std::string_view value);

}  // namespace till::mcp
