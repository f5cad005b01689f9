// McpServer: the methods of the Model Context Protocol, whatever they are carried by.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "checkout/seller_profile.h"
#include "mcp/access.h"
#include "mcp/checkout_tools.h"
#include "mcp/json_rpc.h"
#include "mcp/product_tools.h"
#include "mcp/results.h"
#include "mcp/tools.h"
#include "mcp/version.h"

namespace till::mcp {

struct McpServerDependencies {
  CheckoutToolsDependencies checkout;
  app::ProductCatalog& products;
  const checkout::SellerProfile& profile;
  std::string program_version;
  ToolGroups groups;
};

// What a request came to.
struct RpcAnswer {
  std::string text;  // The response, as JSON.
  std::string_view log_name = "MCP unmatched";
  std::string request_id;  // What the agent calls it; empty when it does not.
  int status = 200;
  bool replayed = false;
  int http_status = 200;  // In the modern era.
};

// Any thread may call. The dependencies must outlive it and every call.
class McpServer {
 public:
  explicit McpServer(McpServerDependencies dependencies);

  // Answers a request in the era of its caller, any but subscriptions/listen. The message, and what
  // it refers to, must outlive the call.
  Task<RpcAnswer> answer(const RpcMessage& request, ToolCaller caller);

  // Are products offered as resources? Only then a client is told that they changed.
  bool shows_products() const { return dependencies_.groups.products; }

  // The version to speak with a client that sends this `initialize`.
  static Version version_asked(const RpcMessage& initialize);

 private:
  using Value = Result<std::string, RpcError>;
  std::optional<Value> look(const RpcMessage& request, Era era, std::string_view& log_name) const;
  std::string initialize(const RpcMessage& request) const;
  std::string discover() const;
  void write_capabilities(json::Writer& json) const;
  std::string server_info() const;
  std::string instructions() const;
  Value complete(const json::Node& params) const;
  Task<RpcAnswer> call_tool(const RpcMessage& request, const Tool& tool, json::Node arguments,
                            bool bare, ToolCaller caller);
  Task<ToolAnswer> run(const Tool& tool, const json::Node& arguments, ToolCaller caller);

  McpServerDependencies dependencies_;
  CheckoutTools checkout_tools_;
  ProductTools product_tools_;
  const std::string tools_;  // The result of tools/list, which never changes.
  const Results results_;
};

}  // namespace till::mcp
