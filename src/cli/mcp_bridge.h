// The stdio transport of MCP for a till that is served already: each line goes there and back, and
// what the till says by itself comes as well.
#pragma once

#include <functional>
#include <string_view>

#include "cli/agent_env.h"
#include "cli/failure.h"
#include "cli/line_input.h"

namespace till::cli {

// Gets a line without its end, from one thread at a time.
using WriteLine = std::function<void(std::string_view)>;

// Passes lines on until the input ends. Failed when the authorities of `env` cannot be read; a till
// that does not answer is an error to that message.
Result<void, Failure> bridge_mcp(const AgentEnv& env, LineInput& input, const WriteLine& write);

}  // namespace till::cli
