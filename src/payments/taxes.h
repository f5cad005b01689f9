// Taxes: the tax service of a payment provider.
#pragma once

#include "app/tax_service.h"
#include "payments/provider_config.h"

namespace till::payments {

// Any thread may call, take_over() too. No call may be under way when it goes.
class Taxes {
 public:
  virtual ~Taxes() = default;
  virtual app::TaxService& service() = 0;
  // Takes the secrets of another reading of the provider's section, for what begins from now on.
  virtual void take_over(const ProviderConfig&) {}
};

}  // namespace till::payments
