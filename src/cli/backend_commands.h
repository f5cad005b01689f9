// `till backend`: its part of the command line, and its report.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "cli/backend_row.h"
#include "cli/commands.h"

namespace till::cli {

// For people, a line a rule and more of those that are broken. Pure.
std::string text_of(const std::vector<BackendRow>& rows);
// {"passed", "failed", "skipped", "checks": [{"id", "rule", "result", …}]}. Pure.
std::string json_of(const std::vector<BackendRow>& rows);

// Adds the command to `app`; both must live until the parse has ended.
class BackendCommands {
 public:
  explicit BackendCommands(CLI::App& app);
  // The command that was parsed; nothing when it is another one.
  std::optional<CheckBackendOptions> chosen() const;

 private:
  CLI::App& app_;
  CheckBackendOptions check_;
};

}  // namespace till::cli
