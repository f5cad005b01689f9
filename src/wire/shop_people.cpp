#include "wire/shop_people.h"

#include <optional>
#include <string>
#include <string_view>

#include "checkout/emails.h"
#include "wire/names.h"
#include "wire/shop_order.h"

namespace till::wire {
namespace {

using checkout::Attribution;
using checkout::Session;

std::string name_of(const checkout::Buyer& buyer) {
  if (buyer.full_name && !buyer.full_name->empty()) return *buyer.full_name;
  const std::string first = buyer.first_name.value_or("");
  const std::string last = buyer.last_name.value_or("");
  return first.empty() || last.empty() ? first + last : first + " " + last;
}

void write_touch(json::Writer& json, std::string_view name,
                 const std::optional<Attribution>& touch) {
  if (!touch) return;
  json.key(name).begin_object().member("provider", touch->provider);
  write_given(json, "publisher_id", touch->publisher_id);
  write_given(json, "campaign_id", touch->campaign_id);
  write_given(json, "creative_id", touch->creative_id);
  write_given(json, "sub_id", touch->sub_id);
  write_given(json, "source_type", touch->source_type);
  write_given(json, "source_url", touch->source_url);
  write_given(json, "issued_at", touch->issued_at);
  write_given(json, "expires_at", touch->expires_at);
  if (touch->metadata_json) json.key("metadata").raw(*touch->metadata_json);
  json.end_object();
}

}  // namespace

void write_given(json::Writer& json, std::string_view name,
                 const std::optional<std::string>& text) {
  if (text && !text->empty()) json.member(name, *text);
}

void write_shop_address(json::Writer& json, const checkout::Address& address) {
  json.begin_object().member("name", address.name).member("line_one", address.line_one);
  write_given(json, "line_two", address.line_two);
  json.member("city", address.city).member("state", address.state);
  json.member("country", address.country).member("postal_code", address.postal_code);
  json.end_object();
}

void write_location(json::Writer& json, const checkout::PickupLocation& location) {
  json.begin_object().member("name", location.name);
  write_shop_address(json.key("address"), location.address);
  write_given(json, "phone", location.phone);
  write_given(json, "instructions", location.instructions);
  json.end_object();
}

void write_contact(json::Writer& json, const checkout::FulfillmentDetails& details) {
  if (!details.name && !details.phone_number && !details.email) return;
  json.key("contact").begin_object();
  write_given(json, "name", details.name);
  write_given(json, "phone", details.phone_number);
  write_given(json, "email", details.email);
  json.end_object();
}

void write_buyer(json::Writer& json, const Session& session) {
  const auto emails = checkout::known_emails(session);
  json.key("buyer").begin_object();
  if (const auto& buyer = session.buyer) {
    const std::string name = name_of(*buyer);
    if (!name.empty()) json.member("name", name);
    write_given(json, "phone", buyer->phone_number);
    write_given(json, "customer_id", buyer->customer_id);
    if (buyer->company) write_given(json, "company", buyer->company->name);
  }
  json.member("email", emails.empty() ? kNoEmail : std::string_view(emails.front()));
  json.end_object();
}

void write_consents(json::Writer& json, const Session& session) {
  if (session.record.consents.empty()) return;
  json.key("consents").begin_array();
  for (const checkout::MarketingConsent& each : session.record.consents) {
    json.begin_object().member("channel", each.channel);
    json.key("opted_in").boolean(each.opted_in).member("contact", each.contact);
    json.member("shown_text", each.shown_text);
    json.member("decided_at", format_rfc3339(each.decided_at)).end_object();
  }
  json.end_array();
}

void write_record(json::Writer& json, const Session& session) {
  const checkout::SellerRecord& record = session.record;
  if (record.first_touch || record.last_touch) {
    json.key("attribution").begin_object();
    write_touch(json, "first_touch", record.first_touch);
    write_touch(json, "last_touch", record.last_touch);
    json.end_object();
  }
  write_given(json, "order_notes", session.order->notes);
  write_given(json, "purchase_order_number", record.business.purchase_order_number);
  if (record.business.payment_terms) {
    json.member("payment_terms", terms_spelling(*record.business.payment_terms));
  }
}

}  // namespace till::wire
