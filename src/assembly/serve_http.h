// `till serve`: a shop and its doors over HTTP, from the start to the end of the process.
#pragma once

#include <string>

#include "cli/config.h"

namespace till::assembly {

// Serves until SIGTERM or SIGINT and drains; SIGHUP reads certificates, callers, secrets and the
// offer anew. Prints "listening on URL" to stdout when ready. Returns the process's exit code.
int serve_http(const cli::Config& config, const std::string& config_path);

}  // namespace till::assembly
