// `till stripe` and `till stripe-double`: their part of the command line.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cli/commands.h"

namespace till::cli {

// Adds the commands to `app`; both must live until the parse has ended.
class StripeCommands {
 public:
  using Chosen = std::variant<CheckStripeOptions, TestPurchaseOptions, StripeDoubleOptions>;

  explicit StripeCommands(CLI::App& app);

  // The command that was parsed; nothing when it is another one.
  std::optional<Chosen> chosen() const;

 private:
  void add_double();

  CLI::App& app_;
  CheckStripeOptions check_;
  TestPurchaseOptions purchase_;
  StripeDoubleOptions double_;
};

}  // namespace till::cli
