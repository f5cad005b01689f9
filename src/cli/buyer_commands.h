// The options of `till buyers`. Private to the command line.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>

#include "cli/buyers.h"

namespace till::cli {

// Adds the commands to the parser and holds what they read. Must outlive the parse.
class BuyerCommands {
 public:
  explicit BuyerCommands(CLI::App& app);
  // The command that was parsed; nothing when it was none of these.
  std::optional<BuyerOptions> chosen() const;

 private:
  CLI::App& buyers_;
  BuyerOptions options_;
};

}  // namespace till::cli
