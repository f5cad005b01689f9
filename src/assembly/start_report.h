// What a server says of its shop when it starts.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "cli/config.h"

namespace till::assembly {

// Writes a warning for each thing that makes the shop unfit to be open, as `till check` finds them.
void log_findings(const cli::Config& config, const std::string& config_path, Timestamp now,
                  Log& log);

// When the certificate ends; nothing for plain HTTP and for a file that holds none.
std::optional<Timestamp> certificate_end(const cli::Config& config);

}  // namespace till::assembly
