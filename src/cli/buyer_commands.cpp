#include "cli/buyer_commands.h"

namespace till::cli {

BuyerCommands::BuyerCommands(CLI::App& app)
    : buyers_(*app.add_subcommand("buyers", "See what is kept of a buyer, and erase it")) {
  buyers_.require_subcommand(1);
  CLI::App& shown = *buyers_.add_subcommand("export", "Print everything kept of a buyer, as JSON");
  CLI::App& erased = *buyers_.add_subcommand(
      "erase", "Cancel what a buyer has open and erase who bought; orders keep their amounts");
  for (CLI::App* const command : {&shown, &erased}) {
    command->add_option("--env", options_.env, "The shop's operator.env")->required();
    command->add_option("EMAIL", options_.email, "The buyer's e-mail address")->required();
  }
  shown.add_flag("--json", options_.json, "Changes nothing: an export always is JSON");
  erased.add_flag("--json", options_.json, "Print what was erased as JSON");
}

std::optional<BuyerOptions> BuyerCommands::chosen() const {
  if (!buyers_.parsed()) return std::nullopt;
  BuyerOptions options = options_;
  options.erase = buyers_.got_subcommand("erase");
  return options;
}

}  // namespace till::cli
