// CheckoutTools: sessions, carts and orders as tools: decode, call, encode.
#pragma once

#include <string>

#include "app/checkout_service.h"
#include "app/order_service.h"
#include "base/result.h"
#include "mcp/access.h"
#include "mcp/json_rpc.h"
#include "mcp/tool_arguments.h"
#include "mcp/tools.h"
#include "wire/acp_response.h"

namespace till::mcp {

// Who calls a tool, and where the call goes on.
struct ToolCaller {
  std::string agent;
  Executor& executor;
};

// The value of a tool as JSON, what the same answer over REST would have as its status, and
// whether it was given before under its key.
struct ToolValue {
  std::string json;
  int status = 200;
  bool replayed = false;
};
using ToolAnswer = Result<ToolValue, RpcError>;

struct CheckoutToolsDependencies {
  app::CheckoutService& service;
  app::OrderService& orders;
  const wire::SessionRenderer& renderer;
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
  Task<app::Reply> act(Step step);
  Task<app::Reply> look(const Tool& tool, const std::string& id, ToolCaller caller);
  Task<ToolAnswer> show_order(const std::string& id, ToolCaller caller);
  Task<ToolAnswer> complete_checkout(const json::Node& arguments, ToolCaller caller);
  // `root` is where the arguments hold the payload.
  ToolAnswer render(const app::Reply& reply, std::string_view root) const;

  CheckoutToolsDependencies dependencies_;
};

}  // namespace till::mcp
