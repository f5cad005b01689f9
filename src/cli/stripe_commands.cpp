#include "cli/stripe_commands.h"

namespace till::cli {

StripeCommands::StripeCommands(CLI::App& app) : app_(app) {
  CLI::App& stripe = *app.add_subcommand("stripe", "Try out the connection to Stripe");
  stripe.require_subcommand(1);
  CLI::App& check = *stripe.add_subcommand("check", "Ask Stripe whether the keys are good");
  check.add_option("--config", check_.config, "The shop's till.toml")->required();
  CLI::App& purchase =
      *stripe.add_subcommand("test-purchase", "Buy with a token of Stripe's test mode");
  purchase.add_option("--config", purchase_.config, "The shop's till.toml")->required();
  purchase.add_option("--env", purchase_.env, "The shop's agent.env")->required();
  purchase.add_option("--item", purchase_.items, "An item's id; once for each item")
      ->required()
      ->allow_extra_args(false);
  purchase.add_option("--payment-method", purchase_.payment_method, "A test method of Stripe")
      ->capture_default_str();
  purchase.add_option("--currency", purchase_.currency, "What to pay in")->capture_default_str();
}

std::optional<StripeCommands::Chosen> StripeCommands::chosen() const {
  if (!app_.got_subcommand("stripe")) return std::nullopt;
  if (app_.get_subcommand("stripe")->got_subcommand("check")) return Chosen(check_);
  return Chosen(purchase_);
}

}  // namespace till::cli
