// The payment provider of the configuration: the sandbox, or Stripe.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/payment_gateway.h"
#include "app/ports/vault_tokens.h"
#include "app/vault.h"
#include "base/log.h"
#include "base/random.h"
#include "checkout/seller_profile.h"
#include "cli/config.h"
#include "cli/run.h"
#include "net/guarded_client.h"

namespace till {

// What charges, and what else the provider brings with it.
struct PaymentProvider {
  std::unique_ptr<net::GuardedClient> client;  // Of Stripe; outlives the gateway.
  std::unique_ptr<app::PaymentGateway> gateway;
  app::Vault* vault = nullptr;  // The sandbox's; it is the gateway.
  // Takes the secret key of another config for charges to come, when that is paid through the same
  // provider.
  std::function<void(const cli::Config&)> take_over = [](const cli::Config&) {};
};

// Refused with a sentence. The arguments must outlive the provider.
Result<PaymentProvider, std::string> make_payment_provider(const cli::Config& config,
                                                           app::VaultTokens& tokens,
                                                           const Clock& clock, Random& random,
                                                           Log& log);

// Who the handler of every session says will charge.
void describe_payment(const cli::Config& config, checkout::SellerProfile& profile);

// For `till stripe`: see cli::Composition.
Result<std::string, std::string> check_stripe(const cli::Config& config);
Result<std::string, std::string> make_test_token(const cli::Config& config,
                                                 const cli::TestToken& token);

}  // namespace till
