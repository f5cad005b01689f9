#include "assembly/providers.h"

#include <array>
#include <string_view>
#include <utility>

#include "assembly/choices.h"
#include "assembly/stripe_provider.h"
#include "payments/sandbox/sandbox_gateway.h"

namespace till::assembly {
namespace {

Result<PaymentProvider, std::string> open_sandbox(const cli::Config&, ProviderNeeds needs) {
  PaymentProvider provider;
  auto sandbox = std::make_unique<payments::SandboxGateway>(needs.tokens, needs.clock);
  provider.vault = sandbox.get();
  provider.gateway = std::move(sandbox);
  return provider;
}

void describe_sandbox(const cli::Config&, checkout::SellerProfile& profile) {
  profile.handlers.front().psp = "till_sandbox";
}

struct ProviderRow {
  std::string_view name;
  std::string_view form;  // How the setting is written: the name.
  Result<PaymentProvider, std::string> (*open)(const cli::Config&, ProviderNeeds);
  void (*describe)(const cli::Config&, checkout::SellerProfile&);
};

constexpr std::array kProviders{
    ProviderRow{"sandbox", "sandbox", open_sandbox, describe_sandbox},
    ProviderRow{"stripe", "stripe", open_stripe, describe_stripe},
};

}  // namespace

Result<void, std::string> know_provider(const cli::Config& config) {
  if (row_named(kProviders, config.payments.provider) != nullptr) return {};
  return refused(cli::must_be(config, config.payments.place, choices_of(kProviders)));
}

Result<PaymentProvider, std::string> open_provider(const cli::Config& config, ProviderNeeds needs) {
  if (auto known = know_provider(config); !known) return refused(known.error());
  return row_named(kProviders, config.payments.provider)->open(config, needs);
}

void describe_payment(const cli::Config& config, checkout::SellerProfile& profile) {
  profile.handlers.resize(1);
  profile.handlers.front().id = "card_tokenized";
  profile.most_declines = config.payments.most_declines;
  const ProviderRow* const row = row_named(kProviders, config.payments.provider);
  if (row != nullptr) row->describe(config, profile);
}

}  // namespace till::assembly
