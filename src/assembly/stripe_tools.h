// What `till stripe` asks of Stripe itself; see cli::Composition.
#pragma once

#include <string>

#include "base/result.h"
#include "cli/config.h"
#include "cli/run.h"

namespace till::assembly {

Result<std::string, std::string> check_stripe(const cli::Config& config);
Result<std::string, std::string> make_test_token(const cli::Config& config,
                                                 const cli::TestToken& token);

}  // namespace till::assembly
