// What `till import` does: sources read, and the file of products put in its place.
#pragma once

#include "base/result.h"
#include "cli/commands.h"
#include "cli/config.h"
#include "cli/failure.h"
#include "cli/import_command.h"

namespace till::assembly {

// See cli::Composition.
Result<cli::ImportReport, cli::Failure> import_products(const cli::Config& config,
                                                        const cli::ImportOptions& options,
                                                        const cli::ImportWatch& watch);

}  // namespace till::assembly
