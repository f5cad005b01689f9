// The options of `till orders`. Private to the command line.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "cli/commands.h"

namespace till::cli {

using OrderOptions =
    std::variant<ListOrdersOptions, ShowOrderOptions, PushOrdersOptions, ChangeOrderOptions>;

// Adds the commands to the parser and holds what they read. Must outlive the parse.
class OrderCommands {
 public:
  explicit OrderCommands(CLI::App& app);
  // The command that was parsed; nothing when it was none of these.
  std::optional<OrderOptions> chosen() const;

 private:
  void add_push();
  CLI::App& add_change(const char* action, const char* help);

  CLI::App& orders_;
  ListOrdersOptions list_;
  ShowOrderOptions show_;
  PushOrdersOptions push_;
  std::vector<std::unique_ptr<ChangeOrderOptions>> changes_;  // Bound by address.
};

}  // namespace till::cli
