#include "assembly/mcp_door.h"

#include <utility>

namespace till::assembly {

CallReporting reporting_of(Shop& shop) { return {shop.request_metrics(), shop.log(), shop.ids()}; }

mcp::McpServerDependencies mcp_dependencies(Shop& shop, mcp::Access& access) {
  const cli::McpConfig& config = shop.config().mcp;
  return {{shop.desk(), access},
          shop.products(),
          shop.profile(),
          TILL_VERSION,
          {config.carts, config.orders, config.products, config.chatgpt}};
}

McpDoor::McpDoor(Shop& shop, AgentAccess access)
    : access_(std::move(access)),
      server_(mcp_dependencies(shop, access_)),
      endpoint_({server_, access_, shop.clock(), shop.ids(), shop.log(), shop.profile().public_url,
                 shop.profile().merchant_name, shop.config().mcp.authorization_servers,
                 shop.config().mcp.allowed_origins}) {}

}  // namespace till::assembly
