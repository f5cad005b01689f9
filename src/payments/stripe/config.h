// StripeConfig: [stripe] of the configuration.
#pragma once

#include <string>
#include <vector>

#include "payments/settings.h"
#include "payments/stripe/options.h"

namespace till::payments::stripe {

struct StripeConfig {
  StripeOptions options;
  std::string profile;             // The seller's Stripe profile: profile_…
  Secret webhook_secret;           // Empty: no events are taken.
  Secret webhook_previous_secret;  // Empty unless the secret is being changed.
  std::string ca_file;             // Empty: the system's authorities.
  std::vector<std::string> card_brands;
  std::vector<std::string> card_funding;
};

StripeConfig read_config(Settings& settings);

// The secrets that sign events, the newest first; none when no events are taken.
std::vector<Secret> webhook_secrets(const StripeConfig& config);

}  // namespace till::payments::stripe
