// Taxation: who reckons the taxes of a shop in its catalogue's place, and is told of its sales.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/tax_memory.h"
#include "app/tax_teller.h"
#include "assembly/backends.h"
#include "cli/config.h"
#include "payments/taxes.h"

namespace till::assembly {

class Taxation {
 public:
  // Null when the config names nobody; or a sentence. What it is made with must outlive it.
  static Result<std::unique_ptr<Taxation>, std::string> make(const cli::Config& config,
                                                             const payments::TaxNeeds& needs);
  Taxation(const cli::Config& config, std::unique_ptr<payments::Taxes> taxes,
           const payments::TaxNeeds& needs);

  // Who is asked, the same question once for a while.
  app::TaxService& service() { return memory_; }
  // Takes the secrets of another reading of the config.
  void take_over(const cli::Config& config);
  // Tells what is in the store's outbox, from now on. Before the ones below.
  void begin(app::Outbox& outbox, const app::OrderDependencies& orders, Executor& executor);

  // See app::TaxTeller.
  void look() { teller_->look(); }
  void stop() { teller_->stop(); }
  bool idle() const { return teller_->idle(); }

 private:
  const payments::TaxNeeds needs_;
  const std::string provider_;
  const webhooks::RetrySchedule schedule_;
  const std::unique_ptr<payments::Taxes> taxes_;
  app::TaxMemory memory_;
  std::optional<app::TaxTeller> teller_;
};

}  // namespace till::assembly
