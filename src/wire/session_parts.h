// The parts of a CheckoutSession of ACP 2026-04-17. Private to wire.
#pragma once

#include <string_view>

#include "base/json_writer.h"
#include "checkout/session.h"

namespace till::wire {

std::string_view status_spelling(checkout::Status status);

// Each writes a value after its name was written.
void write_buyer(JsonWriter& json, const checkout::Buyer& buyer);
void write_fulfillment_details(JsonWriter& json, const checkout::FulfillmentDetails& details);
void write_authentication(JsonWriter& json, const checkout::AuthenticationRequest& request);

// Each writes its members, names included.
void write_line_items(JsonWriter& json, const checkout::Session& session);
void write_fulfillment(JsonWriter& json, const checkout::Session& session);
void write_session_totals(JsonWriter& json, const checkout::OrderTotals& totals);
void write_messages(JsonWriter& json, const std::vector<checkout::Message>& messages);
void write_discounts(JsonWriter& json, const checkout::Session& session);
void write_order_member(JsonWriter& json, const checkout::Order& order);

// {type, display_text, amount} (LT-02); `head` is all of it before the amount: a session holds so
// many totals that they are rendered ahead.
void write_total(JsonWriter& json, std::string_view head, Amount amount);
namespace total {
inline constexpr std::string_view kItems =
    R"({"type":"items_base_amount","display_text":"Items","amount":)";
inline constexpr std::string_view kItemsDiscount =
    R"({"type":"items_discount","display_text":"Item discounts","amount":)";
inline constexpr std::string_view kSubtotal =
    R"({"type":"subtotal","display_text":"Subtotal","amount":)";
inline constexpr std::string_view kDiscount =
    R"({"type":"discount","display_text":"Discount","amount":)";
inline constexpr std::string_view kFulfillment =
    R"({"type":"fulfillment","display_text":"Delivery","amount":)";
inline constexpr std::string_view kPrice = R"({"type":"subtotal","display_text":"Price","amount":)";
inline constexpr std::string_view kTax = R"({"type":"tax","display_text":"Tax","amount":)";
inline constexpr std::string_view kTotal = R"({"type":"total","display_text":"Total","amount":)";
}  // namespace total

void write_address(JsonWriter& json, const checkout::Address& address);
std::string_view fulfillment_spelling(checkout::FulfillmentType type);
std::string_view code_spelling(checkout::MessageCode code);
void write_optional(JsonWriter& json, std::string_view name,
                    const std::optional<std::string>& value);

}  // namespace till::wire
