// Origins: which web pages may call, so that a page elsewhere cannot reach a till that listens on
// the same machine (DNS rebinding).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace till::mcp {

struct Origins {
  std::string public_url;            // Of this server: its own origin may call.
  std::vector<std::string> allowed;  // Others, as browsers send them: https://chat.example.com
};

// Agents that are no browser send no Origin and need not be asked. A server that is itself reached
// by a loopback name is open to pages of the same machine.
bool is_allowed(std::string_view origin, const Origins& origins);

}  // namespace till::mcp
