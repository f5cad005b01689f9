// What an operator asks about a buyer.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "checkout/refusal.h"
#include "wire/body.h"

namespace till::wire {

struct BuyerRequest {
  std::string email;       // Never blank.
  std::uint64_t from = 0;  // As an answer before gave it.
};

// Refused with `missing` or `invalid`, the param as a JSONPath and a detail that says what to send;
// so is a member that is unknown or null.
Result<BuyerRequest, checkout::Refusal> decode_buyer_request(const Body& body);

}  // namespace till::wire
