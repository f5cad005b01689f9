// Server: a Shop and what it listens on, from the start to the end of the process.
#pragma once

#include <string>

#include "base/result.h"
#include "cli/config.h"
#include "cli/run.h"

namespace till {

// Serves until SIGTERM or SIGINT and drains; SIGHUP reads certificates and agents' keys anew.
// Prints "listening on URL" to stdout when ready. Returns the process's exit code.
int serve(const cli::Config& config, const std::string& config_path);

// Is the shop's data sound: catalogue and store? Refused with what to mend.
Result<cli::CheckedShop, std::string> check_shop(const cli::Config& config);

}  // namespace till
