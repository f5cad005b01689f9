#include "cli/payment_commands.h"

namespace till::cli {

PaymentCommands::PaymentCommands(CLI::App& app)
    : app_(app),
      any_{app.add_subcommand("payments", "Try out the payment providers")},
      stripe_{app.add_subcommand("stripe", "The same for Stripe alone")} {
  stripe_.check.provider = stripe_.purchase.provider = "stripe";
  fill(any_, true);
  fill(stripe_, false);
  add_double();
}

void PaymentCommands::fill(Group& group, bool of_any) {
  group.app->require_subcommand(1);
  CLI::App& check = *group.app->add_subcommand("check", "Ask whether the keys are good");
  check.add_option("--config", group.check.config, "The shop's till.toml")->required();
  if (of_any) check.add_option("--provider", group.check.provider, "Ask this one alone");
  check.add_flag("--json", group.check.json, "Print it as JSON");
  CLI::App& purchase =
      *group.app->add_subcommand("test-purchase", "Buy with a token of the test mode");
  TestPurchaseOptions& options = group.purchase;
  purchase.add_option("--config", options.config, "The shop's till.toml")->required();
  purchase.add_option("--env", options.env, "The shop's agent.env")->required();
  if (of_any) purchase.add_option("--provider", options.provider, "Pay there, not at the first");
  purchase.add_option("--item", options.items, "An item's id; repeat it for more items")
      ->required()
      ->allow_extra_args(false);
  purchase.add_option("--payment-method", options.payment_method,
                      "A test method of the provider's; one that it charges if left out");
  purchase.add_option("--currency", options.currency, "What to pay in")->capture_default_str();
  add_destination(purchase, options.to);
  purchase.add_flag("--json", options.json, "Print what was bought, as JSON");
}

void PaymentCommands::add_double() {
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

std::optional<PaymentCommands::Chosen> PaymentCommands::chosen() const {
  if (app_.got_subcommand("stripe-double")) return Chosen(double_);
  for (const Group* const group : {&any_, &stripe_}) {
    if (!app_.got_subcommand(group->app)) continue;
    if (group->app->got_subcommand("check")) return Chosen(group->check);
    return Chosen(group->purchase);
  }
  return std::nullopt;
}

}  // namespace till::cli
