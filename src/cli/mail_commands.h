// `till mail`: its part of the command line.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>

#include "cli/commands.h"

namespace till::cli {

// Adds the command to `app`; both must live until the parse has ended.
class MailCommands {
 public:
  explicit MailCommands(CLI::App& app);
  // The command that was parsed; nothing when it is another one.
  std::optional<TestMailOptions> chosen() const;

 private:
  CLI::App& app_;
  TestMailOptions test_;
};

}  // namespace till::cli
