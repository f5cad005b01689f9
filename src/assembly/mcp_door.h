// McpDoor: a shop's tools over MCP, and the HTTP endpoint that carries them.
#pragma once

#include "assembly/mcp_access.h"
#include "assembly/shop.h"
#include "mcp/endpoint.h"
#include "mcp/mcp_server.h"

namespace till {

// The tools of a shop, as the config wants them. Both must outlive what is made of this.
mcp::McpServerDependencies mcp_dependencies(Shop& shop, mcp::Access& access);

// The shop, and what the access was made of, must outlive it.
class McpDoor {
 public:
  McpDoor(Shop& shop, AgentAccess access);
  mcp::Endpoint& endpoint() { return endpoint_; }

 private:
  AgentAccess access_;
  mcp::McpServer server_;
  mcp::Endpoint endpoint_;
};

// Serves MCP on standard input and output until the input ends; the process's exit code. With a
// till that serves this shop already it passes messages on to that one.
int serve_mcp(const cli::Config& config, const std::string& config_path);

}  // namespace till
