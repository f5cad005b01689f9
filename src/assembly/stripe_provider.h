// Stripe as the payment provider of a configuration.
#pragma once

#include <memory>
#include <string>

#include "assembly/providers.h"
#include "payments/stripe/options.h"

namespace till::assembly {

payments::stripe::StripeOptions stripe_options(const cli::StripeConfig& config);

// Refused with a sentence. The clock and the random source must outlive it.
Result<std::unique_ptr<net::GuardedClient>, std::string> stripe_client(
    const cli::StripeConfig& config, const Clock& clock, Random& random);

// Both of a config whose provider is Stripe.
Result<PaymentProvider, std::string> open_stripe(const cli::Config& config, ProviderNeeds needs);
void describe_stripe(const cli::Config& config, checkout::SellerProfile& profile);

}  // namespace till::assembly
