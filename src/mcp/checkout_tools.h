// CheckoutTools: the operations of a dialect as tools.
#pragma once

#include <string>

#include "base/result.h"
#include "mcp/access.h"
#include "mcp/json_rpc.h"
#include "mcp/tool_arguments.h"
#include "mcp/tools.h"
#include "mcp/version.h"
#include "wire/desk.h"

namespace till::mcp {

// Who calls a tool, and where the call goes on.
struct ToolCaller {
  std::string agent;
  Executor& executor;
  Era era = Era::legacy;
  app::GivenUp given_up = {};
};

// The value of a tool, or why there is none.
using ToolAnswer = Result<wire::Answer, RpcError>;

struct CheckoutToolsDependencies {
  wire::Desk& desk;
  Access& access;
};

// Any thread may call. The dependencies must outlive it and every call.
class CheckoutTools {
 public:
  explicit CheckoutTools(CheckoutToolsDependencies dependencies) : dependencies_(dependencies) {}

  // Any tool but those of products. `arguments` must outlive the call.
  Task<ToolAnswer> call(const Tool& tool, const json::Node& arguments, ToolCaller caller);

 private:
  struct Step;
  // What is asked, or why it goes no further.
  Result<Step, RpcError> admit(const Tool& tool, const json::Node& arguments,
                               const ToolCaller& caller) const;
  Result<Step, RpcError> admit_payment(const json::Node& arguments, const ToolCaller& caller) const;

  CheckoutToolsDependencies dependencies_;
};

}  // namespace till::mcp
