// The names that agents, operators and the shop read alike.
#pragma once

#include <string_view>

#include "checkout/fulfillment.h"
#include "checkout/seller_record.h"

namespace till::wire {

std::string_view fulfillment_spelling(checkout::FulfillmentType type);
std::string_view terms_spelling(checkout::PaymentTerms terms);

}  // namespace till::wire
