// `till payments`, `till stripe` and `till stripe-double`: their part of the command line.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cli/commands.h"

namespace till::cli {

// Adds the commands to `app`; both must live until the parse has ended.
class PaymentCommands {
 public:
  using Chosen = std::variant<CheckPaymentsOptions, TestPurchaseOptions, StripeDoubleOptions>;

  explicit PaymentCommands(CLI::App& app);

  // The command that was parsed; nothing when it is another one.
  std::optional<Chosen> chosen() const;

 private:
  // What is asked of any provider, or of the one that the group is named after.
  struct Group {
    CLI::App* app = nullptr;
    CheckPaymentsOptions check = {};
    TestPurchaseOptions purchase = {};
  };
  static void fill(Group& group, bool of_any);
  void add_double();

  CLI::App& app_;
  Group any_;
  Group stripe_;  // The words from before there were others.
  StripeDoubleOptions double_;
};

}  // namespace till::cli
