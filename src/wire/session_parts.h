// The parts of a CheckoutSession of ACP 2026-04-17. Private to wire.
#pragma once

#include <string_view>

#include "base/json_writer.h"
#include "checkout/session.h"

namespace till::wire {

// What a total is called.
enum class TotalText { items, items_discount, subtotal, discount, fulfillment, price, tax, total };

std::string_view status_spelling(checkout::Status status);

// Each writes a value after its name was written.
void write_buyer(JsonWriter& json, const checkout::Buyer& buyer);
void write_fulfillment_details(JsonWriter& json, const checkout::FulfillmentDetails& details);
void write_authentication(JsonWriter& json, const checkout::AuthenticationRequest& request);

// Each writes its members, names included.
void write_line_items(JsonWriter& json, const checkout::Session& session);
void write_fulfillment(JsonWriter& json, const checkout::Session& session);
void write_session_totals(JsonWriter& json, const checkout::OrderTotals& totals);
// Without tax and delivery, which nobody knows before an address (CT-14).
void write_estimated_totals(JsonWriter& json, const checkout::OrderTotals& totals);
void write_messages(JsonWriter& json, const std::vector<checkout::Message>& messages);
void write_discounts(JsonWriter& json, const checkout::Session& session);
void write_order_member(JsonWriter& json, const checkout::Order& order);

// {type, display_text, amount} (LT-02).
void write_total(JsonWriter& json, TotalText text, Amount amount);

void write_address(JsonWriter& json, const checkout::Address& address);
std::string_view fulfillment_spelling(checkout::FulfillmentType type);
std::string_view code_spelling(checkout::MessageCode code);
void write_optional(JsonWriter& json, std::string_view name,
                    const std::optional<std::string>& value);

}  // namespace till::wire
