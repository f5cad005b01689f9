// The options of `till stock`. Private to the command line.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <variant>

#include "cli/commands.h"

namespace till::cli {

using StockOptions = std::variant<TellStockOptions, ListStockOptions>;

// Adds the commands to the parser and holds what they read. Must outlive the parse.
class StockCommands {
 public:
  explicit StockCommands(CLI::App& app);
  // The command that was parsed; nothing when it was none of these.
  std::optional<StockOptions> chosen() const;

 private:
  static void add_tell(CLI::App& command, TellStockOptions& options, const char* pieces);

  CLI::App& stock_;
  TellStockOptions set_;
  TellStockOptions add_;
  ListStockOptions list_;
};

}  // namespace till::cli
