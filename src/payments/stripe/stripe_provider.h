// Stripe as a payment provider of a configuration.
#pragma once

#include <array>
#include <memory>
#include <string_view>

#include "payments/provider_config.h"
#include "payments/settings.h"
#include "payments/stripe/config.h"

namespace till::payments::stripe {

// The keys of [stripe] that a running shop takes over.
inline constexpr std::array<std::string_view, 3> kLiveSettings{"secret_key", "webhook_secret",
                                                               "webhook_previous_secret"};

class StripeSection final : public ProviderConfig {
 public:
  explicit StripeSection(StripeConfig config) : config_(std::move(config)) {}

  std::string_view name() const override { return "stripe"; }
  ProviderFacts facts() const override;
  Result<std::unique_ptr<Provider>, std::string> open(const ProviderNeeds& needs) const override;
  bool has_taxes() const override { return true; }
  Result<std::unique_ptr<Taxes>, std::string> open_taxes(const TaxNeeds& needs) const override;

  const StripeConfig& config() const { return config_; }

 private:
  const StripeConfig config_;
};

std::shared_ptr<const ProviderConfig> read_provider(Settings& settings);

}  // namespace till::payments::stripe
