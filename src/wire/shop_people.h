// Who bought, and what is known of them, as the shop's own backend is told it. Private to wire.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "checkout/session.h"
#include "json/writer.h"

namespace till::wire {

// Each appends an object.
void write_shop_address(json::Writer& json, const checkout::Address& address);
void write_location(json::Writer& json, const checkout::PickupLocation& location);

// Each appends members.
void write_given(json::Writer& json, std::string_view name, const std::optional<std::string>& text);
void write_contact(json::Writer& json, const checkout::FulfillmentDetails& details);
void write_buyer(json::Writer& json, const checkout::Session& session);
// What the buyer subscribed to, and when.
void write_consents(json::Writer& json, const checkout::Session& session);
// Attribution, notes and what a business buyer's books need.
void write_record(json::Writer& json, const checkout::Session& session);

}  // namespace till::wire
