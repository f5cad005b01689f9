#include "assembly/stripe_provider.h"

#include <utility>

#include "payments/stripe/answers.h"
#include "payments/stripe/stripe_gateway.h"

namespace till::assembly {
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

}  // namespace

stripe::StripeOptions stripe_options(const cli::StripeConfig& config) {
  stripe::StripeOptions options;
  options.secret_key = config.secret_key;
  options.api_base = config.api_base;
  if (!config.api_version.empty()) options.api_version = config.api_version;
  if (config.top_level_token) options.token_parameter = stripe::TokenParameter::top_level;
  options.risk_policy = risk_policy(config.blocked_risk);
  options.search_lag = config.search_lag;
  options.amount_digits = static_cast<int>(config.amount_digits);
  return options;
}

Result<std::unique_ptr<net::GuardedClient>, std::string> stripe_client(
    const cli::StripeConfig& config, const Clock& clock, Random& random) {
  net::GuardOptions options;
  options.client.ca_file = config.ca_file;
  return net::GuardedClient::create(std::move(options), stripe::judge, clock, random);
}

Result<PaymentProvider, std::string> open_stripe(const cli::Config& config, ProviderNeeds needs) {
  auto client = stripe_client(*config.payments.stripe, needs.clock, needs.random);
  if (!client) return refused(client.error());
  PaymentProvider provider;
  provider.client = std::move(*client);
  auto gateway = std::make_unique<stripe::StripeGateway>(stripe_options(*config.payments.stripe),
                                                         *provider.client, needs.clock, needs.log);
  provider.take_over = [gateway = gateway.get()](const cli::Config& next) {
    if (next.payments.stripe) gateway->take_over(next.payments.stripe->secret_key);
  };
  provider.gateway = std::move(gateway);
  return provider;
}

void describe_stripe(const cli::Config& config, checkout::SellerProfile& profile) {
  const cli::StripeConfig& own = *config.payments.stripe;
  checkout::PaymentHandler& handler = profile.handlers.front();
  handler.psp = "stripe";
  handler.account = own.profile;
  handler.card_brands = own.card_brands;
  handler.card_funding = own.card_funding;
}

}  // namespace till::assembly
