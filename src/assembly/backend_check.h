// What `till backend check` asks of the shop's backend; see cli::Composition.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "cli/backend_row.h"
#include "cli/commands.h"
#include "cli/config.h"

namespace till::assembly {

// Asks about the items of the options, else of the backend's products, else of the catalogue.
// Refused when nobody can be asked at all.
Result<std::vector<cli::BackendRow>, std::string> check_backend(
    const cli::Config& config, const cli::CheckBackendOptions& options);

}  // namespace till::assembly
