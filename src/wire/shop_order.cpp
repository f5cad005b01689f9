#include "wire/shop_order.h"

#include <algorithm>
#include <optional>

#include "app/payment_attempts.h"
#include "json/value.h"
#include "json/writer.h"
#include "wire/acp/order_json.h"
#include "wire/shop_people.h"
#include "wire/shop_purchase.h"

namespace till::wire {
namespace {

using checkout::Order;
using checkout::Session;
using checkout::ShopNews;
using checkout::ShopNewsType;

struct Spelled {
  ShopNewsType type;
  std::string_view name;
};
constexpr Spelled kTypes[] = {{ShopNewsType::canceled, "canceled"},
                              {ShopNewsType::refunded, "refunded"},
                              {ShopNewsType::held, "held"},
                              {ShopNewsType::released, "released"},
                              {ShopNewsType::disputed, "disputed"}};

std::string_view spelling(ShopNewsType type) {
  for (const Spelled& each : kTypes) {
    if (each.type == type) return each.name;
  }
  return "disputed";
}

// Who is said to have the money; nobody was asked for what costs nothing or is owed on account.
void write_payment(json::Writer& json, const Order& order) {
  const std::string& reference = order.payment_reference;
  const bool charged = reference != app::kOnAccount && reference != app::kNothingToCharge;
  const std::string_view nobody =
      reference == app::kOnAccount ? app::kOnAccount : std::string_view("none");
  json.key("payment").begin_object();
  json.member("provider", order.provider.empty() ? nobody : std::string_view(order.provider));
  if (charged && !reference.empty()) json.member("reference", reference);
  json.key("captured").boolean(order.payment == checkout::PaymentState::captured);
  json.member("amount", order.totals.total.minor).end_object();
}

void write_order(json::Writer& json, const Session& session) {
  const Order& order = *session.order;
  json.begin_object().member("id", order.id.text());
  json.member("created_at", format_rfc3339(order.created_at));
  json.member("status", acp::order_status_name(order.status));
  if (checkout::stands_still(order)) json.key("held").boolean(true);
  json.member("permalink_url", order.permalink_url);
  write_purchase(json, session);
  write_consents(json, session);
  write_payment(json, order);
  json.end_object();
}

// What the agent told of the buyer's machine.
void write_risk_signals(json::Writer& json, const checkout::SellerRecord& record) {
  json.key("risk_signals").begin_object();
  if (const auto& signals = record.risk_signals) {
    write_given(json, "ip_address", signals->ip_address);
    write_given(json, "user_agent", signals->user_agent);
    write_given(json, "accept_language", signals->accept_language);
    write_given(json, "session_id", signals->session_id);
    write_given(json, "device_fingerprint", signals->device_fingerprint);
  }
  json.end_object();
}

}  // namespace

std::string shop_order(const Session& session) {
  std::string body;
  json::Writer json(body, session.order->language);
  write_order(json, session);
  return body;
}

std::string shop_approval(const Session& sold, const std::string& provider) {
  std::string body;
  json::Writer json(body, sold.order->language);
  json.begin_object();
  write_purchase(json, sold);
  json.key("payment").begin_object();
  json.member("provider", provider.empty() ? app::kOnAccount : std::string_view(provider));
  json.member("amount", sold.totals.total.minor).end_object();
  write_risk_signals(json, sold.record);
  json.end_object();
  return body;
}

std::string shop_order_event(const ShopNews& news, const EventId& id, Timestamp at,
                             const Session& session) {
  std::string body;
  json::Writer json(body, session.order->language);
  json.begin_object().member("type", spelling(news.type)).member("id", id.text());
  json.member("occurred_at", format_rfc3339(at));
  if (news.reason) json.member("reason", *news.reason);
  if (news.amount) json.member("amount", news.amount->minor);
  json.key("order");
  write_order(json, session);
  json.end_object();
  return body;
}

std::string shop_body_without_buyer(const app::OutboxEvent& event, const Session& session) {
  if (event.type == app::EventType::order_create) return shop_order(session);
  json::Document document;
  const auto root = document.parse(event.body);
  ShopNews news;
  for (const Spelled& each : kTypes) {
    if (root && root->at("type").text() == each.name) news.type = each.type;
  }
  const auto amount = root ? root->at("amount").whole() : std::nullopt;
  if (amount) news.amount = Amount{*amount};
  return shop_order_event(news, event.id, event.created_at, session);
}

}  // namespace till::wire
