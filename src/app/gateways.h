// Gateways: whom the money of this shop may be at, by the names that attempts and orders keep.
#pragma once

#include <string_view>
#include <vector>

#include "app/payment_gateway.h"
#include "checkout/payment_handler.h"

namespace till::app {

// A plain value over gateways that must outlive it. Any thread may call.
class Gateways {
 public:
  Gateways(PaymentGateway& only) : all_{&only} {}
  // At least one, each of another name.
  explicit Gateways(std::vector<PaymentGateway*> configured);

  // The gateway of this name; null when it is not configured any more, which the caller has to
  // refuse: nobody else may be asked. An empty name is of an older format: it means the first one.
  PaymentGateway* of(std::string_view name) const;
  // The one that has what names nobody.
  PaymentGateway& first() const { return *all_.front(); }
  // Does what is named `one` belong to whom `other` names? Not when that is configured no more.
  bool same(std::string_view one, std::string_view other) const;

  // What can be charged in a currency by whichever of the handlers the agent chooses.
  checkout::ChargeLimits limits(const std::vector<checkout::PaymentHandler>& handlers,
                                std::string_view currency) const;

 private:
  std::vector<PaymentGateway*> all_;
};

}  // namespace till::app
