#include "payment_provider.h"

#include <utility>

#include "payments/sandbox/sandbox_gateway.h"
#include "payments/stripe/answers.h"
#include "payments/stripe/stripe_gateway.h"
#include "payments/stripe/webhook.h"
#include "stripe_setup.h"

namespace till {
namespace {

namespace stripe = payments::stripe;

stripe::RiskPolicy risk_policy(cli::BlockedRisk risk) {
  switch (risk) {
    case cli::BlockedRisk::manual_review: return stripe::RiskPolicy::manual_review;
    case cli::BlockedRisk::ignore: return stripe::RiskPolicy::ignore;
    case cli::BlockedRisk::decline: break;
  }
  return stripe::RiskPolicy::decline;
}

std::string_view name_of(stripe::WebhookRefusal refusal) {
  switch (refusal) {
    case stripe::WebhookRefusal::no_signature: return "no_signature";
    case stripe::WebhookRefusal::bad_signature: return "bad_signature";
    case stripe::WebhookRefusal::too_old: return "too_old";
    case stripe::WebhookRefusal::malformed: break;
  }
  return "malformed";
}

}  // namespace

stripe::StripeOptions stripe_options(const cli::StripeConfig& config) {
  stripe::StripeOptions options;
  options.secret_key = config.secret_key;
  options.api_base = config.api_base;
  if (!config.api_version.empty()) options.api_version = config.api_version;
  if (config.top_level_token) options.token_parameter = stripe::TokenParameter::top_level;
  options.risk_policy = risk_policy(config.blocked_risk);
  options.search_lag = config.search_lag;
  return options;
}

Result<std::unique_ptr<net::GuardedClient>, std::string> stripe_client(
    const cli::StripeConfig& config, const Clock& clock, Random& random) {
  net::GuardOptions options;
  options.client.ca_file = config.ca_file;
  return net::GuardedClient::create(std::move(options), stripe::judge, clock, random);
}

Result<PaymentProvider, std::string> make_payment_provider(const cli::Config& config,
                                                           app::Store& store, const Clock& clock,
                                                           Random& random, Log& log) {
  PaymentProvider provider;
  if (!config.payments.stripe) {
    auto sandbox = std::make_unique<payments::SandboxGateway>(store, clock);
    provider.vault = sandbox.get();
    provider.gateway = std::move(sandbox);
    return provider;
  }
  auto client = stripe_client(*config.payments.stripe, clock, random);
  if (!client) return refused(client.error());
  provider.client = std::move(*client);
  provider.gateway = std::make_unique<stripe::StripeGateway>(
      stripe_options(*config.payments.stripe), *provider.client, clock, log);
  return provider;
}

void describe_payment(const cli::Config& config, checkout::SellerProfile& profile) {
  profile.handler_id = "card_tokenized";
  profile.payment_provider = "till_sandbox";
  if (!config.payments.stripe) return;
  const cli::StripeConfig& stripe = *config.payments.stripe;
  profile.payment_provider = "stripe";
  profile.payment_account = stripe.profile;
  profile.card_brands = stripe.card_brands;
  profile.card_funding = stripe.card_funding;
}

std::function<Task<int>(const net::Request&, Executor&)> provider_webhook(
    const cli::Config& config, app::ProviderEvents& events, const Clock& clock, Log& log) {
  if (!config.payments.stripe || config.payments.stripe->webhook_secret.empty()) return {};
  std::vector<Secret> secrets{config.payments.stripe->webhook_secret};
  const Secret& previous = config.payments.stripe->webhook_previous_secret;
  if (!previous.empty()) secrets.push_back(previous);
  return [secrets = std::move(secrets), &events, &clock, &log](const net::Request& request,
                                                               Executor& executor) -> Task<int> {
    auto event = stripe::read_webhook(request.header("Stripe-Signature"), request.body, secrets,
                                      clock.now());
    if (!event) {
      log.write(LogLevel::warning, "payment_report_refused", {{"reason", name_of(event.error())}});
      co_return 400;
    }
    const bool taken = co_await events.take(std::move(*event), executor);
    co_return taken ? 200 : 503;
  };
}

}  // namespace till
