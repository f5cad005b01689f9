// The payment provider of the configuration: the sandbox, or Stripe.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/payment_gateway.h"
#include "app/provider_events.h"
#include "app/vault.h"
#include "base/log.h"
#include "base/random.h"
#include "cli/config.h"
#include "cli/run.h"
#include "net/guarded_client.h"
#include "net/http_types.h"

namespace till {

// What charges, and what else the provider brings with it.
struct PaymentProvider {
  std::unique_ptr<net::GuardedClient> client;  // Of Stripe; outlives the gateway.
  std::unique_ptr<app::PaymentGateway> gateway;
  app::Vault* vault = nullptr;  // The sandbox's; it is the gateway.
};

// Refused with a sentence. The arguments must outlive the provider.
Result<PaymentProvider, std::string> make_payment_provider(const cli::Config& config,
                                                           app::Store& store, const Clock& clock,
                                                           Random& random, Log& log);

// Who the handler of every session says will charge.
void describe_payment(const cli::Config& config, checkout::SellerProfile& profile);

// Answers POST /webhooks/stripe by what api.h says of `provider_webhook`; empty when Stripe's
// events are not taken. The arguments must outlive it.
std::function<Task<int>(const net::Request&, Executor&)> provider_webhook(
    const cli::Config& config, app::ProviderEvents& events, const Clock& clock, Log& log);

// For `till stripe`: see cli::Composition.
Result<std::string, std::string> check_stripe(const cli::Config& config);
Result<std::string, std::string> make_test_token(const cli::Config& config,
                                                 const cli::TestToken& token);

}  // namespace till
