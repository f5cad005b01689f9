#include "app/gateways.h"

#include <utility>

#include "base/ensure.h"

namespace till::app {

Gateways::Gateways(std::vector<PaymentGateway*> configured) : all_(std::move(configured)) {
  TILL_ENSURE(!all_.empty());
}

PaymentGateway* Gateways::of(std::string_view name) const {
  if (name.empty()) return all_.front();
  for (PaymentGateway* const gateway : all_) {
    if (gateway->name() == name) return gateway;
  }
  return nullptr;
}

bool Gateways::same(std::string_view one, std::string_view other) const {
  const PaymentGateway* const gateway = of(one);
  return gateway != nullptr && gateway == of(other);
}

checkout::ChargeLimits Gateways::limits(const std::vector<checkout::PaymentHandler>& handlers,
                                        std::string_view currency) const {
  checkout::ChargeLimits limits;
  for (const checkout::PaymentHandler& handler : handlers) {
    const PaymentGateway* const gateway = of(handler.provider);
    TILL_ENSURE(gateway != nullptr);
    limits = checkout::both(limits, gateway->limits(currency));
  }
  return limits;
}

}  // namespace till::app
