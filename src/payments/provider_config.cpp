#include "payments/provider_config.h"

#include "payments/taxes.h"

namespace till::payments {

Result<std::unique_ptr<Taxes>, std::string> ProviderConfig::open_taxes(const TaxNeeds&) const {
  return refused(std::string(name()) + " reckons no taxes");
}

}  // namespace till::payments
