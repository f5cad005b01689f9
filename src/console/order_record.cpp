#include "console/order_record.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "wire/names.h"

namespace till::console {
namespace {

using checkout::FulfillmentOption;
using checkout::FulfillmentType;
using checkout::Order;
using checkout::OrderLine;
using checkout::SelectedFulfillmentOption;
using checkout::Session;

void write_filled(json::Writer& json, std::string_view name,
                  const std::optional<std::string>& text) {
  if (text && !text->empty()) json.member(name, *text);
}

void write_address(json::Writer& json, std::string_view name, const checkout::Address& address) {
  json.key(name).begin_object().member("name", address.name).member("line_one", address.line_one);
  write_filled(json, "line_two", address.line_two);
  json.member("city", address.city).member("state", address.state);
  json.member("postal_code", address.postal_code).member("country", address.country).end_object();
}

void write_buyer(json::Writer& json, const checkout::Buyer& buyer) {
  json.key("buyer").begin_object().member("email", buyer.email);
  write_filled(json, "first_name", buyer.first_name);
  write_filled(json, "last_name", buyer.last_name);
  write_filled(json, "full_name", buyer.full_name);
  write_filled(json, "phone_number", buyer.phone_number);
  if (buyer.company) json.member("company", buyer.company->name);
  json.end_object();
}

const FulfillmentOption* option_of(const Session& session,
                                   const SelectedFulfillmentOption& chosen) {
  const auto found = std::find_if(
      session.options.begin(), session.options.end(),
      [&chosen](const FulfillmentOption& each) { return each.id == chosen.option_id; });
  return found == session.options.end() ? nullptr : &*found;
}

const OrderLine* line_of(const Order& order, const LineItemId& id) {
  const auto found = std::find_if(order.lines.begin(), order.lines.end(),
                                  [&id](const OrderLine& each) { return each.id == id; });
  return found == order.lines.end() ? nullptr : &*found;
}

void write_option(json::Writer& json, const FulfillmentOption& option) {
  json.member("title", option.title);
  json.member("amount", option.subtotal.minor);
  write_filled(json, "carrier", option.carrier);
  if (option.window) {
    json.member("from", format_rfc3339(option.window->from));
    json.member("until", format_rfc3339(option.window->until));
  }
  if (!option.location) return;
  json.key("location").begin_object().member("name", option.location->name);
  write_address(json, "address", option.location->address);
  write_filled(json, "phone", option.location->phone);
  write_filled(json, "instructions", option.location->instructions);
  json.end_object();
}

// What the agent said of the group that these lines go in.
void write_instructions(json::Writer& json, const Session& session, const OrderLine& line) {
  for (const checkout::FulfillmentGroup& group : session.groups) {
    const auto& items = group.item_ids;
    const bool meant = std::find(items.begin(), items.end(), line.item_id) != items.end() ||
                       std::find(items.begin(), items.end(), line.id.text()) != items.end();
    if (meant) return write_filled(json, "instructions", group.instructions);
  }
}

void write_delivery(json::Writer& json, const Session& session,
                    const SelectedFulfillmentOption& chosen) {
  const Order& order = *session.order;
  json.begin_object().member("type", wire::fulfillment_spelling(chosen.type));
  if (const FulfillmentOption* const option = option_of(session, chosen)) {
    write_option(json, *option);
  }
  json.key("line_items").begin_array();
  for (const LineItemId& id : chosen.lines) json.text(id.text());
  json.end_array();
  const OrderLine* const first =
      chosen.lines.empty() ? nullptr : line_of(order, chosen.lines.front());
  const bool carried =
      chosen.type == FulfillmentType::shipping || chosen.type == FulfillmentType::local_delivery;
  const auto& destination =
      first != nullptr && first->destination ? first->destination : order.destination;
  if (carried && destination) write_address(json, "destination", *destination);
  const auto& details = session.fulfillment_details;
  if (carried && details) write_filled(json, "phone_number", details->phone_number);
  if (first != nullptr) write_instructions(json, session, *first);
  json.end_object();
}

std::string_view spelling(checkout::ShopState state) {
  switch (state) {
    case checkout::ShopState::not_told: return "not_told";
    case checkout::ShopState::told: return "told";
    case checkout::ShopState::taken: return "taken";
    case checkout::ShopState::refused: break;
  }
  return "refused";
}

// Of a shop that never heard of it there is nothing to say.
void write_at_shop(json::Writer& json, const checkout::AtShop& shop) {
  if (shop.state == checkout::ShopState::not_told) return;
  json.key("shop").begin_object().member("state", spelling(shop.state));
  write_filled(json, "order_number", shop.number);
  write_filled(json, "permalink_url", shop.permalink_url);
  json.end_object();
}

}  // namespace

std::string_view payment_name(checkout::PaymentState payment) {
  using enum checkout::PaymentState;
  switch (payment) {
    case captured: return "captured";
    case authorized: return "authorized";
    case capturing: return "capturing";
    case canceling: return "canceling";
    case canceled: return "canceled";
    case lapsed: break;
  }
  return "lapsed";
}

void write_order_record(json::Writer& json, const Session& session) {
  const Order& order = *session.order;
  json.begin_object().member("agent", order.agent).member("currency", order.currency);
  json.member("created_at", format_rfc3339(order.created_at));
  json.member("updated_at", format_rfc3339(session.updated_at));
  json.member("payment", payment_name(order.payment));
  write_at_shop(json, order.shop);
  if (session.buyer) write_buyer(json, *session.buyer);
  if (order.erased_at) json.member("erased_at", format_rfc3339(*order.erased_at));
  write_filled(json, "purchase_order_number", session.record.business.purchase_order_number);
  write_filled(json, "notes", order.notes);
  json.key("deliveries").begin_array();
  for (const SelectedFulfillmentOption& chosen : session.selected) {
    write_delivery(json, session, chosen);
  }
  json.end_array().end_object();
}

}  // namespace till::console
