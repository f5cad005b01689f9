// The stdio transport of MCP for a till that is served already: each line goes there and back, and
// what the till says by itself comes as well.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/agent_env.h"
#include "cli/failure.h"
#include "cli/line_input.h"
#include "net/http_types.h"

namespace till::cli {

// Gets a line without its end, from one thread at a time.
using WriteLine = std::function<void(std::string_view)>;

// The headers of a line that goes on by itself; nothing for one that goes on within a session.
using HeadersOf = std::function<std::optional<std::vector<net::Header>>(const std::string& line)>;

// Passes lines on until the input ends. Failed when the authorities of `env` cannot be read; a till
// that does not answer is an error to that message.
Result<void, Failure> bridge_mcp(const AgentEnv& env, LineInput& input, const WriteLine& write,
                                 const HeadersOf& headers_of);

}  // namespace till::cli
