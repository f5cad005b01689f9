// `till buyers`.
#pragma once

#include <ostream>
#include <string>

#include "cli/commands.h"

namespace till::cli {

struct BuyerOptions {
  std::string env;
  std::string email;
  bool erase = false;  // Otherwise exported.
  bool json = false;
};

// Prints one JSON object, or what was erased and what is left to erase; failed when any is left.
// `terminal` is told what is about to be erased before it is; null where none watches.
Outcome serve_buyer(const BuyerOptions& options, std::ostream& out, std::ostream* terminal);

}  // namespace till::cli
