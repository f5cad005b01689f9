// What an operator sends to tell the shop's backend of orders anew.
#pragma once

#include <optional>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"
#include "checkout/refusal.h"
#include "wire/body.h"

namespace till::wire {

struct PushRequest {
  Timestamp since;  // Placed then or later.
  std::optional<OrderId> before;
};

// From the members since, a day or a moment, and cursor. Refused with `missing` or `invalid`.
Result<PushRequest, checkout::Refusal> decode_push(const Body& body);

}  // namespace till::wire
