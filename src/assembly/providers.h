// Providers: who charges, as payments.provider names it. A new provider is a row of the table in
// providers.cpp.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/payment_gateway.h"
#include "app/ports/vault_tokens.h"
#include "app/vault.h"
#include "base/log.h"
#include "base/random.h"
#include "base/result.h"
#include "checkout/seller_profile.h"
#include "cli/config.h"
#include "net/guarded_client.h"

namespace till::assembly {

// What a provider is made with; all of it must outlive the provider.
struct ProviderNeeds {
  app::VaultTokens& tokens;
  const Clock& clock;
  Random& random;
  Log& log;
};

// What charges, and what else the provider brings with it.
struct PaymentProvider {
  std::unique_ptr<net::GuardedClient> client;  // Outlives the gateway; null: it needs none.
  std::unique_ptr<app::PaymentGateway> gateway;
  app::Vault* vault = nullptr;  // The sandbox's; it is the gateway.
  // Takes the secret key of another config for charges to come, when that is paid through the same
  // provider.
  std::function<void(const cli::Config&)> take_over = [](const cli::Config&) {};
};

// Is there such a provider? Else the sentence that refuses the config.
Result<void, std::string> know_provider(const cli::Config& config);

// Refused with a sentence.
Result<PaymentProvider, std::string> open_provider(const cli::Config& config, ProviderNeeds needs);

// Who the handler of every session says will charge.
void describe_payment(const cli::Config& config, checkout::SellerProfile& profile);

}  // namespace till::assembly
