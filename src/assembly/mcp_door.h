// McpDoor: a shop's tools over MCP, and the HTTP endpoint that carries them.
#pragma once

#include "assembly/mcp_access.h"
#include "assembly/shop.h"
#include "mcp/endpoint.h"
#include "mcp/mcp_server.h"

namespace till::assembly {

// What calls of this shop are reported to.
CallReporting reporting_of(Shop& shop);

// The tools of a shop, as the config wants them. Both must outlive what is made of this.
mcp::McpServerDependencies mcp_dependencies(Shop& shop, mcp::Access& access);

// The shop, and what the access was made of, must outlive it.
class McpDoor {
 public:
  McpDoor(Shop& shop, AgentAccess access);
  mcp::Endpoint& endpoint() { return endpoint_; }
  const mcp::Endpoint& endpoint() const { return endpoint_; }

 private:
  AgentAccess access_;
  mcp::McpServer server_;
  mcp::Endpoint endpoint_;
};

}  // namespace till::assembly
