#include "commerce/remote/check/samples.h"

#include "base/amount.h"
#include "commerce/remote/quote_question.h"
#include "json/writer.h"

namespace till::commerce::remote::check {
namespace {

constexpr std::string_view kNote =
    "A test by `till backend check`, which cancels it at once. Send nothing.";

std::int64_t delivery_of(const Purchase& purchase) {
  return purchase.option ? purchase.option->subtotal.minor : 0;
}

std::int64_t tax_of(const Purchase& purchase) {
  return purchase.tax + (purchase.option ? purchase.option->tax.minor : 0);
}

std::int64_t included_tax_of(const Purchase& purchase) {
  return purchase.included_tax + (purchase.option ? purchase.option->included_tax.minor : 0);
}

void write_tax(json::Writer& json, std::int64_t added, std::int64_t included) {
  json.member("tax", added + included);
  if (included > 0) json.key("tax_included").boolean(true);
}

void write_lines(json::Writer& json, const Purchase& purchase) {
  json.key("lines").begin_array().begin_object().member("index", 0).member("id", "li_check");
  json.member("item_id", purchase.item).member("title", purchase.title).member("quantity", 1);
  json.member("unit_amount", purchase.unit_amount).member("discount", 0);
  json.member("subtotal", purchase.unit_amount);
  write_tax(json, purchase.tax, purchase.included_tax);
  json.member("total", purchase.unit_amount + purchase.tax);
  if (purchase.option) json.member("option_id", purchase.option->id);
  json.end_object().end_array();
}

void write_total(json::Writer& json, std::string_view type, std::int64_t amount) {
  json.begin_object().member("type", type).member("amount", amount).end_object();
}

void write_totals(json::Writer& json, const Purchase& purchase, bool given_back) {
  const std::int64_t total = total_of(purchase).value_or(0);
  json.key("totals").begin_array();
  write_total(json, "items_base_amount", purchase.unit_amount);
  write_total(json, "items_discount", 0);
  write_total(json, "subtotal", purchase.unit_amount);
  write_total(json, "discount", 0);
  write_total(json, "fulfillment", delivery_of(purchase));
  write_total(json, "tax", tax_of(purchase));
  write_total(json, "total", total);
  if (given_back) write_total(json, "amount_refunded", total);
  json.end_array();
}

void write_way(json::Writer& json, const Purchase& purchase) {
  json.key("fulfillment").begin_array();
  if (purchase.option) {
    const checkout::QuotedOption& option = *purchase.option;
    json.begin_object().member("type", spelling_of(option.type)).member("option_id", option.id);
    json.member("title", option.title).member("amount", option.subtotal.minor);
    write_tax(json, option.tax.minor, option.included_tax.minor);
    json.key("lines").begin_array().integer(0).end_array();
    if (option.type != checkout::FulfillmentType::digital) {
      write_address(json.key("address"), sample_address());
    }
    json.end_object();
  }
  json.end_array();
}

void write_purchase(json::Writer& json, const Purchase& purchase, bool given_back) {
  json.member("session_id", purchase.session).member("agent", kAgent);
  json.member("currency", purchase.currency).member("locale", "en-US");
  write_lines(json, purchase);
  write_totals(json, purchase, given_back);
  const std::int64_t included = included_tax_of(purchase);
  if (included > 0) json.member("included_tax", included);
  json.key("discounts").begin_array().end_array();
  write_way(json, purchase);
  json.key("buyer").begin_object().member("name", "A test of Till");
  json.member("email", "till-check@example.com").end_object();
  json.member("order_notes", kNote);
}

void write_order(json::Writer& json, const Purchase& purchase, const std::string& id,
                 bool canceled) {
  json.begin_object().member("id", id).member("created_at", format_rfc3339(purchase.now));
  json.member("status", canceled ? "canceled" : "confirmed");
  write_purchase(json, purchase, canceled);
  json.key("payment").begin_object().member("provider", "till-check");
  json.member("reference", "till-check-" + id).key("captured").boolean(true);
  json.member("amount", total_of(purchase).value_or(0)).end_object().end_object();
}

}  // namespace

checkout::Address sample_address() {
  return {"A test of Till", "1 Market St", std::nullopt, "San Francisco", "CA", "US", "94105"};
}

std::string holds_body(std::int64_t version, Timestamp until, const std::vector<Pieces>& lines) {
  std::string out;
  json::Writer json(out);
  json.begin_object().member("version", version).member("until", format_rfc3339(until));
  json.key("lines").begin_array();
  for (const Pieces& each : lines) {
    json.begin_object().member("item_id", each.item).member("quantity", each.quantity).end_object();
  }
  json.end_array().end_object();
  return out;
}

std::optional<std::int64_t> total_of(const Purchase& purchase) {
  CheckedSum sum;
  sum.add({purchase.unit_amount}).add({delivery_of(purchase)}).add({tax_of(purchase)});
  const auto total = sum.result();
  return total ? std::optional(total->minor) : std::nullopt;
}

std::string approval_body(const Purchase& purchase) {
  std::string out;
  json::Writer json(out);
  json.begin_object();
  write_purchase(json, purchase, false);
  json.key("payment").begin_object().member("provider", "till-check");
  json.member("amount", total_of(purchase).value_or(0)).end_object();
  json.key("risk_signals").begin_object().end_object().end_object();
  return out;
}

std::string order_body(const Purchase& purchase, const std::string& id) {
  std::string out;
  json::Writer json(out);
  write_order(json, purchase, id, false);
  return out;
}

std::string cancel_body(const Purchase& purchase, const std::string& id) {
  std::string out;
  json::Writer json(out);
  json.begin_object().member("type", "canceled").member("id", "evt_" + id);
  json.member("occurred_at", format_rfc3339(purchase.now)).member("reason", kNote);
  write_order(json.key("order"), purchase, id, true);
  json.end_object();
  return out;
}

}  // namespace till::commerce::remote::check
