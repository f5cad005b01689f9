// `till mcp`: the tools of a shop for a client on this machine.
#pragma once

#include <string>

#include "cli/config.h"

namespace till::assembly {

// Serves MCP on standard input and output until the input ends; the process's exit code. With a
// till that serves this shop already it passes messages on to that one.
int serve_lines(const cli::Config& config, const std::string& config_path);

}  // namespace till::assembly
