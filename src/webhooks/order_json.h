// An order as JSON, the same on a session and in a webhook (A22).
#pragma once

#include "base/json_writer.h"
#include "checkout/order.h"

namespace till::webhooks {

// Appends the Order object of ACP 2026-04-17.
void write_order(JsonWriter& json, const checkout::Order& order);

}  // namespace till::webhooks
