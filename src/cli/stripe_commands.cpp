#include "cli/stripe_commands.h"

namespace till::cli {

StripeCommands::StripeCommands(CLI::App& app) : app_(app) {
  CLI::App& stripe = *app.add_subcommand("stripe", "Try out the connection to Stripe");
  stripe.require_subcommand(1);
  CLI::App& check = *stripe.add_subcommand("check", "Ask Stripe whether the keys are good");
  check.add_option("--config", check_.config, "The shop's till.toml")->required();
  check.add_flag("--json", check_.json, "Print it as JSON");
  CLI::App& purchase =
      *stripe.add_subcommand("test-purchase", "Buy with a token of Stripe's test mode");
  purchase.add_option("--config", purchase_.config, "The shop's till.toml")->required();
  purchase.add_option("--env", purchase_.env, "The shop's agent.env")->required();
  purchase.add_option("--item", purchase_.items, "An item's id; repeat it for more items")
      ->required()
      ->allow_extra_args(false);
  purchase.add_option("--payment-method", purchase_.payment_method, "A test method of Stripe")
      ->capture_default_str();
  purchase.add_option("--currency", purchase_.currency, "What to pay in")->capture_default_str();
  purchase.add_flag("--json", purchase_.json, "Print what was bought, as JSON");
  add_double();
}

void StripeCommands::add_double() {
  CLI::App& twin = *app_.add_subcommand("stripe-double", "Stand in for Stripe, to try things out");
  twin.add_option("--listen", double_.listen, "A loopback address")->capture_default_str();
  twin.add_option("--secret-key", double_.secret_key, "The key to take")->capture_default_str();
  twin.add_option("--webhook-url", double_.webhook_url, "Where events are sent");
  twin.add_option("--webhook-secret", double_.webhook_secret, "What signs them")
      ->capture_default_str();
  twin.add_option("--webhook-ca", double_.webhook_ca, "The authorities of the receiver");
  auto* const certificate = twin.add_option("--tls-cert", double_.tls_cert, "Serve HTTPS with it");
  auto* const key = twin.add_option("--tls-key", double_.tls_key, "Its key");
  certificate->needs(key);
  key->needs(certificate);
  twin.add_option("--seed", double_.seed, "What decides chances")->capture_default_str();
  const CLI::Range part(0.0, 1.0);
  twin.add_option("--faults", double_.faults, "The part of requests that meet a fault")
      ->check(part)
      ->capture_default_str();
  twin.add_option("--latency", double_.latency_ms, "Milliseconds of every request")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{60'000}))
      ->capture_default_str();
  twin.add_option("--webhook-disorder", double_.disorder, "The part of events late, and twice")
      ->check(part)
      ->capture_default_str();
  twin.add_option("--authenticate-after", double_.authenticate_after_ms,
                  "Milliseconds until a waiting charge succeeds; never without it")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{3'600'000}));
}

std::optional<StripeCommands::Chosen> StripeCommands::chosen() const {
  if (app_.got_subcommand("stripe-double")) return Chosen(double_);
  if (!app_.got_subcommand("stripe")) return std::nullopt;
  if (app_.get_subcommand("stripe")->got_subcommand("check")) return Chosen(check_);
  return Chosen(purchase_);
}

}  // namespace till::cli
