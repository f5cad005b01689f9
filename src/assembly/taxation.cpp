#include "assembly/taxation.h"

#include <utility>

#include "assembly/agent_receivers.h"
#include "assembly/callers.h"

namespace till::assembly {

Result<std::unique_ptr<Taxation>, std::string> Taxation::make(const cli::Config& config,
                                                              const payments::TaxNeeds& needs) {
  if (!config.tax.is_asked()) return std::unique_ptr<Taxation>();
  auto taxes = config.payments.named(config.tax.provider)->config->open_taxes(needs);
  if (!taxes) return refused("[tax]: " + taxes.error());
  return std::make_unique<Taxation>(config, std::move(*taxes), needs);
}

Taxation::Taxation(const cli::Config& config, std::unique_ptr<payments::Taxes> taxes,
                   const payments::TaxNeeds& needs)
    : needs_(needs),
      provider_(config.tax.provider),
      schedule_(retry_schedule(config.webhooks)),
      taxes_(std::move(taxes)),
      memory_(taxes_->service(), needs.clock) {}

void Taxation::take_over(const cli::Config& config) {
  const cli::ChosenProvider* const next = config.payments.named(provider_);
  if (next != nullptr) taxes_->take_over(*next->config);
}

void Taxation::begin(app::Outbox& outbox, const app::OrderDependencies& orders,
                     Executor& executor) {
  teller_.emplace(app::TaxTellerDependencies{outbox, orders, taxes_->service(), needs_.random,
                                             needs_.log, schedule_},
                  executor);
}

}  // namespace till::assembly
