#include "wire/names.h"

namespace till::wire {

using checkout::FulfillmentType;
using checkout::PaymentTerms;

std::string_view fulfillment_spelling(FulfillmentType type) {
  switch (type) {
    case FulfillmentType::shipping: return "shipping";
    case FulfillmentType::digital: return "digital";
    case FulfillmentType::pickup: return "pickup";
    case FulfillmentType::local_delivery: break;
  }
  return "local_delivery";
}

std::string_view terms_spelling(PaymentTerms terms) {
  switch (terms) {
    case PaymentTerms::immediate: return "immediate";
    case PaymentTerms::net_15: return "net_15";
    case PaymentTerms::net_30: return "net_30";
    case PaymentTerms::net_60: return "net_60";
    case PaymentTerms::net_90: break;
  }
  return "net_90";
}

}  // namespace till::wire
