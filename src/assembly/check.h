// Is a configuration good for a shop?
#pragma once

#include <string>

#include "base/result.h"
#include "cli/config.h"
#include "cli/run.h"

namespace till::assembly {

// Are there the parts that the config names? Else the sentence that refuses it.
Result<void, std::string> know_parts(const cli::Config& config);

// Is the shop's data sound: catalogue and store? Refused with what to mend.
Result<cli::CheckedShop, std::string> check_shop(const cli::Config& config);

}  // namespace till::assembly
