// Providers: who charges, as [payments] names them. Which providers there are is a table of
// payments/providers.h.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/gateways.h"
#include "app/vault.h"
#include "base/result.h"
#include "checkout/payment_handler.h"
#include "cli/config.h"
#include "payments/provider.h"

namespace till::assembly {

// The providers of a shop and what they are to it.
struct OpenedProviders {
  std::vector<std::unique_ptr<payments::Provider>> all;  // Those that are offered stand first.
  std::vector<checkout::PaymentHandler> handlers;  // Of those that take purchases, told apart.
  app::Vault* vault = nullptr;                     // Of the first that takes purchases and has one.

  app::Gateways gateways() const;
  // Hands each the secrets of another reading of the config, if that names it too.
  void take_over(const cli::Config& config);
};

// Refused with a sentence. `needs` must outlive what is opened.
Result<OpenedProviders, std::string> open_providers(const cli::Config& config,
                                                    const payments::ProviderNeeds& needs);

}  // namespace till::assembly
