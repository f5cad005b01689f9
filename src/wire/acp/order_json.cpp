#include "wire/acp/order_json.h"

#include <string_view>

#include "base/clock.h"
#include "wire/acp/included_tax.h"
#include "wire/acp/session_parts.h"

namespace till::wire::acp {
namespace {

using checkout::Adjustment;
using checkout::AdjustmentStatus;
using checkout::FulfillmentStatus;
using checkout::FulfillmentType;
using checkout::LineQuantity;
using checkout::Order;
using checkout::OrderFulfillment;
using checkout::OrderLine;
using checkout::OrderStatus;

std::string_view spelling(OrderStatus status) {
  switch (status) {
    case OrderStatus::created: return "created";
    case OrderStatus::confirmed: return "confirmed";
    case OrderStatus::manual_review: return "manual_review";
    case OrderStatus::processing: return "processing";
    case OrderStatus::shipped: return "shipped";
    case OrderStatus::completed: return "completed";
    case OrderStatus::canceled: break;
  }
  return "canceled";
}

// The protocol has no local delivery: to it that is a shipment (OD-06).
std::string_view spelling(FulfillmentType type) {
  switch (type) {
    case FulfillmentType::digital: return "digital";
    case FulfillmentType::pickup: return "pickup";
    case FulfillmentType::shipping:
    case FulfillmentType::local_delivery: break;
  }
  return "shipping";
}

std::string_view spelling(FulfillmentStatus status) {
  switch (status) {
    case FulfillmentStatus::processing: return "processing";
    case FulfillmentStatus::shipped: return "shipped";
    case FulfillmentStatus::ready_for_pickup: return "ready_for_pickup";
    case FulfillmentStatus::delivered: break;
  }
  return "delivered";
}

std::string_view spelling(checkout::AdjustmentType type) {
  switch (type) {
    case checkout::AdjustmentType::refund: return "refund";
    case checkout::AdjustmentType::cancellation: return "cancellation";
    case checkout::AdjustmentType::dispute: break;
  }
  return "dispute";
}

std::string_view spelling(AdjustmentStatus status) {
  switch (status) {
    case AdjustmentStatus::pending: return "pending";
    case AdjustmentStatus::completed: return "completed";
    case AdjustmentStatus::failed: break;
  }
  return "failed";
}

// OD-03, tested in this order.
std::string_view line_status(const OrderLine& line) {
  if (line.current == 0) return "removed";
  if (line.fulfilled == line.current) return "fulfilled";
  if (line.fulfilled > 0) return "partial";
  return "processing";
}

void write_tax(json::Writer& json, Amount added, Amount included, const std::string& currency) {
  if (included == Amount{0}) return write_total(json, TotalText::tax, added);
  json.begin_object().member("type", "tax").shown("display_text", "Additional tax");
  json.member("amount", added.minor);
  json.member("description", included_tax_text(included, currency, json.language())).end_object();
}

void write_given(json::Writer& json, std::string_view name,
                 const std::optional<std::string>& text) {
  if (text) json.member(name, *text);
}

void write_line(json::Writer& json, const OrderLine& line, const std::string& currency) {
  json.begin_object().member("id", line.id.text()).member("title", line.title);
  json.member("product_id", line.item_id);
  // It has no member for them; the description is of the product, which a line of an order lacks.
  if (!line.options.empty()) json.member("description", checkout::options_text(line.options));
  write_given(json, "image_url", line.image_url);
  write_given(json, "url", line.page_url);
  json.key("quantity").begin_object().member("ordered", line.ordered);
  json.member("current", line.current).member("fulfilled", line.fulfilled).end_object();
  json.member("unit_price", line.unit_price.minor).member("subtotal", line.subtotal.minor);
  // What was ordered never changes, so that the discount is what is missing of it (C-58).
  const Amount base{line.unit_price.minor * line.ordered};
  json.key("totals").begin_array();
  write_total(json, TotalText::items, base);
  write_total(json, TotalText::items_discount, {base.minor - line.subtotal.minor});
  write_total(json, TotalText::subtotal, line.subtotal);
  write_tax(json, line.tax, line.included_tax, currency);
  write_total(json, TotalText::total, line.total);
  json.end_array().member("status", line_status(line)).end_object();
}

void write_totals(json::Writer& json, const Order& order) {
  const checkout::OrderTotals& totals = order.totals;
  json.key("totals").begin_array();
  write_total(json, TotalText::items, totals.items_base_amount);
  write_total(json, TotalText::items_discount, totals.items_discount);
  write_total(json, TotalText::subtotal, totals.subtotal);
  write_total(json, TotalText::discount, totals.discount);
  write_total(json, TotalText::fulfillment, totals.fulfillment);
  write_tax(json, totals.tax, totals.included_tax, order.currency);
  write_total(json, TotalText::total, totals.total);
  const Amount refunded = checkout::amount_refunded(order);
  if (refunded > Amount{0}) write_total(json, TotalText::refunded, refunded);
  json.end_array();
}

void write_quantities(json::Writer& json, const std::vector<LineQuantity>& lines) {
  json.key("line_items").begin_array();
  for (const LineQuantity& each : lines) {
    json.begin_object().member("id", each.line.text()).member("quantity", each.quantity);
    json.end_object();
  }
  json.end_array();
}

void write_address(json::Writer& json, const checkout::Address& address) {
  json.begin_object().member("name", address.name).member("line_one", address.line_one);
  write_given(json, "line_two", address.line_two);
  json.member("city", address.city).member("state", address.state);
  json.member("country", address.country).member("postal_code", address.postal_code);
  json.end_object();
}

void write_fulfillment(json::Writer& json, const OrderFulfillment& fulfillment) {
  json.begin_object().member("id", fulfillment.id.text());
  json.member("type", spelling(fulfillment.type)).member("status", spelling(fulfillment.status));
  write_quantities(json, fulfillment.lines);
  write_given(json, "carrier", fulfillment.carrier);
  write_given(json, "tracking_number", fulfillment.tracking_number);
  write_given(json, "tracking_url", fulfillment.tracking_url);
  if (fulfillment.destination) write_address(json.key("destination"), *fulfillment.destination);
  if (fulfillment.access_url || fulfillment.license_key) {
    json.key("digital_delivery").begin_object();
    write_given(json, "access_url", fulfillment.access_url);
    write_given(json, "license_key", fulfillment.license_key);
    json.end_object();
  }
  json.key("events").begin_array();
  for (const checkout::Progress& step : fulfillment.progress) {
    json.begin_object().member("id", step.id.text()).member("type", spelling(step.reached));
    json.member("occurred_at", format_rfc3339(step.occurred_at)).end_object();
  }
  json.end_array().end_object();
}

void write_adjustment(json::Writer& json, const Adjustment& adjustment, std::string_view currency) {
  json.begin_object().member("id", adjustment.id.text());
  json.member("type", spelling(adjustment.type));
  json.member("occurred_at", format_rfc3339(adjustment.occurred_at));
  json.member("status", spelling(adjustment.status));
  if (!adjustment.lines.empty()) write_quantities(json, adjustment.lines);
  if (adjustment.amount) {
    json.member("amount", adjustment.amount->minor).member("currency", currency);
  }
  write_given(json, "description", adjustment.reason);
  json.end_object();
}

}  // namespace

std::string_view order_status_name(OrderStatus status) { return spelling(status); }

void write_order_members(json::Writer& json, const Order& order, OrderReader reader) {
  json.member("type", "order").member("id", order.id.text());
  json.member("checkout_session_id", order.checkout_session_id.text());
  if (!order.shop.number.empty()) json.member("order_number", order.shop.number);
  json.member("permalink_url", order.permalink_url).member("status", spelling(order.status));
  json.key("line_items").begin_array();
  for (const OrderLine& line : order.lines) write_line(json, line, order.currency);
  json.end_array();
  json.key("fulfillments").begin_array();
  for (const OrderFulfillment& each : order.fulfillments) write_fulfillment(json, each);
  json.end_array().key("adjustments").begin_array();
  for (const Adjustment& each : order.adjustments) write_adjustment(json, each, order.currency);
  json.end_array();
  write_totals(json, order);
  if (order.notes && reader == OrderReader::session) {  // SE-08
    json.key("confirmation").begin_object().member("order_notes", *order.notes).end_object();
  }
}

void write_order(json::Writer& json, const Order& order, OrderReader reader) {
  json.begin_object();
  write_order_members(json, order, reader);
  json.end_object();
}

std::string order_event_body(app::EventType type, const Order& order) {
  const bool created = type == app::EventType::order_create;
  std::string body;
  json::Writer json(body, order.language);
  json.begin_object().member("type", created ? "order_create" : "order_update").key("data");
  write_order(json, order, OrderReader::webhook);
  json.end_object();
  return body;
}

}  // namespace till::wire::acp
