// An order as JSON of ACP 2026-04-17, the same on a session and in a webhook (A22).
#pragma once

#include <string>
#include <string_view>

#include "app/records.h"
#include "checkout/order.h"
#include "json/writer.h"

namespace till::wire::acp {

// As the protocol spells it.
std::string_view order_status_name(checkout::OrderStatus status);

// The OpenAPI document of the webhook has no notes in a confirmation, unlike the JSON Schema.
enum class OrderReader { session, webhook };

// Appends the Order object.
void write_order(json::Writer& json, const checkout::Order& order,
                 OrderReader reader = OrderReader::session);

// The same without its braces, for who adds members of their own.
void write_order_members(json::Writer& json, const checkout::Order& order,
                         OrderReader reader = OrderReader::session);

// The body of a webhook: {type, data}, data the full order (WH-02, WH-04).
std::string order_event_body(app::EventType type, const checkout::Order& order);

}  // namespace till::wire::acp
