// RequestMeta: what a request of the modern era says of its client, in `_meta` of its params.
#pragma once

#include <optional>
#include <string>

#include "mcp/json_rpc.h"

namespace till::mcp {

inline constexpr std::size_t kVersionBytes = 64;  // Of one that is named: it may come back.

// The version that a request names there.
struct SaidVersion {
  bool given = false;  // There is such a member, whatever it holds.
  std::string text;    // Empty when it is none that can be a version.
};
SaidVersion said_version(const RpcMessage& message);

// Why `_meta` is not what every request must have: the version, the client's capabilities, and who
// the client is where it says so. They count for this request and no other.
std::optional<RpcError> check_meta(const RpcMessage& request);

// It names a version that is not spoken: UTF-8, which the error repeats.
RpcError unsupported_version(std::string_view requested);

}  // namespace till::mcp
