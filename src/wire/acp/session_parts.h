// The parts of a CheckoutSession of ACP 2026-04-17. Private to wire.
#pragma once

#include <string>
#include <string_view>

#include "checkout/session.h"
#include "json/writer.h"
#include "wire/names.h"

namespace till::wire {

// What a total is called.
enum class TotalText {
  items,
  items_discount,
  subtotal,
  discount,
  fulfillment,
  price,
  tax,
  total,
  added_tax,
  refunded
};

std::string_view status_spelling(checkout::Status status);

// Each writes a value after its name was written.
void write_buyer(json::Writer& json, const checkout::Buyer& buyer);
void write_fulfillment_details(json::Writer& json, const checkout::FulfillmentDetails& details);
void write_authentication(json::Writer& json, const checkout::AuthenticationRequest& request);

// Each writes its members, names included.
void write_line_items(json::Writer& json, const checkout::Session& session);
void write_fulfillment(json::Writer& json, const checkout::Session& session);
void write_session_totals(json::Writer& json, const checkout::Session& session);
// Without tax and delivery, which nobody knows before an address (CT-14).
void write_estimated_totals(json::Writer& json, const checkout::Session& session);
void write_messages(json::Writer& json, const std::vector<checkout::Message>& messages);
void write_discounts(json::Writer& json, const checkout::Session& session);
void write_order_member(json::Writer& json, const checkout::Order& order);

// {type, display_text, amount} (LT-02).
void write_total(json::Writer& json, TotalText text, Amount amount);
// The tax that is added. Of the tax that is part of the price, which is no total of its own
// because it counts already, its description tells (LT-21).
void write_tax(json::Writer& json, Amount added, Amount included, const std::string& currency);

void write_address(json::Writer& json, const checkout::Address& address);
std::string_view code_spelling(checkout::MessageCode code);
void write_optional(json::Writer& json, std::string_view name,
                    const std::optional<std::string>& value);

}  // namespace till::wire
