#include "cli/agent_commands.h"

namespace till::cli {
namespace {

template <class Options>
CLI::App& add_command(CLI::App& above, const char* name, const char* what, Options& options) {
  CLI::App& command = *above.add_subcommand(name, what);
  command.add_option("--config", options.config, "The shop's till.toml")->required();
  command.add_flag("--json", options.json, "Print it as JSON");
  return command;
}

}  // namespace

AgentCommands::AgentCommands(CLI::App& app) : app_(app) {
  CLI::App& agents = *app.add_subcommand("agents", "Say in till.toml which agents may call");
  agents.require_subcommand(1);
  add_command(agents, "list", "Print one line per agent", list_);
  CLI::App& add = add_command(agents, "add", "Let an agent in and print its token once", add_);
  add.add_option("ID", add_.id, "Its name: letters, digits, dots, hyphens, underscores")
      ->required();
  CLI::App& rotate = add_command(
      agents, "rotate", "Give an agent a new token; the old one is good until revoked", rotate_);
  rotate.add_option("ID", rotate_.id, "The agent")->required();
  CLI::App& revoke = add_command(agents, "revoke", "Withdraw tokens of an agent", revoke_);
  revoke.add_option("ID", revoke_.id, "The agent")->required();
  auto* const token = revoke.add_option("--token", revoke_.token,
                                        "The one whose SHA-256 starts so, as `list` shows it");
  auto* const old = revoke.add_flag("--old", revoke_.old, "All but the newest");
  auto* const all = revoke.add_flag("--all", revoke_.all, "All: the agent can no longer call");
  token->excludes(old);
  token->excludes(all);
  old->excludes(all);
}

std::optional<AgentCommands::Chosen> AgentCommands::chosen() const {
  if (!app_.got_subcommand("agents")) return std::nullopt;
  const CLI::App& agents = *app_.get_subcommand("agents");
  if (agents.got_subcommand("list")) return Chosen(list_);
  if (agents.got_subcommand("add")) return Chosen(add_);
  if (agents.got_subcommand("rotate")) return Chosen(rotate_);
  return Chosen(revoke_);
}

}  // namespace till::cli
