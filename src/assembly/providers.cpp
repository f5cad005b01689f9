#include "assembly/providers.h"

#include <utility>

#include "base/ensure.h"

namespace till::assembly {

app::Gateways OpenedProviders::gateways() const {
  std::vector<app::PaymentGateway*> gateways;
  gateways.reserve(all.size());
  for (const auto& provider : all) gateways.push_back(&provider->gateway());
  return app::Gateways(std::move(gateways));
}

void OpenedProviders::take_over(const cli::Config& config) {
  for (const auto& provider : all) {
    const cli::ChosenProvider* const next = config.payments.named(provider->name());
    if (next != nullptr) provider->take_over(*next->config);
  }
}

Result<OpenedProviders, std::string> open_providers(const cli::Config& config,
                                                    const payments::ProviderNeeds& needs) {
  OpenedProviders opened;
  std::vector<std::unique_ptr<payments::Provider>> others;
  for (const cli::ChosenProvider& chosen : config.payments.providers) {
    auto provider = chosen.config->open(needs);
    if (!provider) return refused(provider.error());
    const std::string name((*provider)->name());
    TILL_ENSURE(name == chosen.config->name());
    const bool offered = config.payments.takes_purchases(chosen);
    if (offered) {
      for (checkout::PaymentHandler handler : (*provider)->handlers()) {
        handler.provider = name;
        opened.handlers.push_back(std::move(handler));
      }
      if (opened.vault == nullptr) opened.vault = (*provider)->vault();
    }
    (offered ? opened.all : others).push_back(std::move(*provider));
  }
  // What names nobody belongs to one that is offered.
  for (auto& other : others) opened.all.push_back(std::move(other));
  opened.handlers = checkout::told_apart(std::move(opened.handlers));
  return opened;
}

}  // namespace till::assembly
