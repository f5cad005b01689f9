// Progress: what a client that asks for it hears while its call is under way.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mcp/json_rpc.h"

namespace till::mcp {

// The token of a request that asks for progress; not given by one that does not.
class ProgressToken {
 public:
  explicit ProgressToken(const RpcMessage& request);
  bool given() const { return !token_.empty(); }
  // notifications/progress: `done` of one step.
  std::string render(std::int64_t done, std::string_view sentence) const;

 private:
  std::string token_;  // JSON; empty when none was sent.
};

}  // namespace till::mcp
