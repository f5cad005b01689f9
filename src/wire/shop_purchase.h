// What was bought, as the shop's own backend is told it. Private to wire.
#pragma once

#include "checkout/session.h"
#include "json/writer.h"

namespace till::wire {

// Appends the members of `purchase` in docs/backend/schemas/order.json. The session must have an
// order.
void write_purchase(json::Writer& json, const checkout::Session& session);

}  // namespace till::wire
