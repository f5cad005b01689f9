// What `till feed` does: the shop rendered into a file or to the standard output.
#pragma once

#include "base/result.h"
#include "cli/commands.h"
#include "cli/config.h"
#include "cli/failure.h"
#include "cli/feed_command.h"

namespace till::assembly {

// See cli::Composition.
Result<cli::FeedReport, cli::Failure> write_feed(const cli::Config& config,
                                                 const cli::FeedOptions& options,
                                                 const cli::FeedWatch& watch);

}  // namespace till::assembly
