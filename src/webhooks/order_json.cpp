#include "webhooks/order_json.h"

#include <string_view>

namespace till::webhooks {
namespace {

using checkout::Order;
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

// OD-03, tested in this order.
std::string_view line_status(const OrderLine& line) {
  if (line.current == 0) return "removed";
  if (line.fulfilled == line.current) return "fulfilled";
  if (line.fulfilled > 0) return "partial";
  return "processing";
}

void write_total(JsonWriter& json, std::string_view type, std::string_view text, Amount amount) {
  json.begin_object().member("type", type).member("display_text", text);
  json.member("amount", amount.minor).end_object();
}

void write_line(JsonWriter& json, const OrderLine& line) {
  json.begin_object().member("id", line.id.text()).member("title", line.title);
  json.member("product_id", line.item_id);
  json.key("quantity").begin_object().member("ordered", line.ordered);
  json.member("current", line.current).member("fulfilled", line.fulfilled).end_object();
  json.member("unit_price", line.unit_price.minor).member("subtotal", line.subtotal.minor);
  json.key("totals").begin_array();
  write_total(json, "subtotal", "Subtotal", line.subtotal);
  write_total(json, "tax", "Tax", line.tax);
  write_total(json, "total", "Total", line.total);
  json.end_array().member("status", line_status(line)).end_object();
}

void write_totals(JsonWriter& json, const checkout::OrderTotals& totals) {
  json.key("totals").begin_array();
  write_total(json, "items_base_amount", "Items", totals.items_base_amount);
  write_total(json, "items_discount", "Item discounts", totals.items_discount);
  write_total(json, "subtotal", "Subtotal", totals.subtotal);
  write_total(json, "discount", "Discount", totals.discount);
  write_total(json, "fulfillment", "Delivery", totals.fulfillment);
  write_total(json, "tax", "Tax", totals.tax);
  write_total(json, "total", "Total", totals.total);
  json.end_array();
}

}  // namespace

void write_order(JsonWriter& json, const Order& order) {
  json.begin_object().member("type", "order").member("id", order.id.text());
  json.member("checkout_session_id", order.checkout_session_id.text());
  json.member("permalink_url", order.permalink_url).member("status", spelling(order.status));
  json.key("line_items").begin_array();
  for (const OrderLine& line : order.lines) write_line(json, line);
  json.end_array();
  json.key("fulfillments").begin_array().end_array();
  json.key("adjustments").begin_array().end_array();
  write_totals(json, order.totals);
  json.end_object();
}

}  // namespace till::webhooks
