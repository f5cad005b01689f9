// The Stripe of a configuration, as its adapter wants it.
#pragma once

#include <memory>
#include <string>

#include "cli/config.h"
#include "net/guarded_client.h"
#include "payments/stripe/options.h"

namespace till {

payments::stripe::StripeOptions stripe_options(const cli::StripeConfig& config);

// Refused with a sentence. The clock and the random source must outlive it.
Result<std::unique_ptr<net::GuardedClient>, std::string> stripe_client(
    const cli::StripeConfig& config, const Clock& clock, Random& random);

}  // namespace till
