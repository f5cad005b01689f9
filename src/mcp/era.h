// In which era a message is served, decided anew for each. Both eras share one endpoint and one
// pair of lines (decision 53).
#pragma once

#include <optional>

#include "mcp/json_rpc.h"
#include "mcp/request_meta.h"
#include "mcp/routing_headers.h"
#include "mcp/version.h"

namespace till::mcp {

// The era of what a POST holds. `in_body` is what its message says, where it holds one message;
// `in_session`: it names a session that lives. Where this says modern, check_request() may still
// refuse.
Era era_of_post(const RoutingHeaders& headers, const SaidVersion& in_body, bool in_session);
// The same of a line, where a message says it all.
Era era_of_line(const RpcMessage& message);

// Why a request of the modern era is not carried out, with the status of HTTP; the first fault
// counts: `_meta`, then headers that differ from the body, then the version.
std::optional<RpcError> check_request(const RoutingHeaders& headers, const RpcMessage& request);
// The same over lines, which have no headers.
std::optional<RpcError> check_request(const RpcMessage& request);

}  // namespace till::mcp
