// `till agents`: its part of the command line.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <variant>

#include "cli/agents.h"

namespace till::cli {

// Adds the commands to `app`; both must live until the parse has ended.
class AgentCommands {
 public:
  using Chosen =
      std::variant<ListAgentsOptions, AddAgentOptions, RotateAgentOptions, RevokeAgentOptions>;

  explicit AgentCommands(CLI::App& app);

  // The command that was parsed; nothing when it is another one.
  std::optional<Chosen> chosen() const;

 private:
  CLI::App& app_;
  ListAgentsOptions list_;
  AddAgentOptions add_;
  RotateAgentOptions rotate_;
  RevokeAgentOptions revoke_;
};

}  // namespace till::cli
