#include "console/session_json.h"

#include "json/writer.h"
#include "wire/names.h"

namespace till::console {
namespace {

using checkout::Attribution;

void write_given(json::Writer& json, std::string_view name,
                 const std::optional<std::string>& text) {
  if (text) json.member(name, *text);
}

void write_attribution(json::Writer& json, const Attribution& attribution, std::string_view touch) {
  json.begin_object().member("touchpoint", touch).member("provider", attribution.provider);
  if (attribution.token) json.member("token", attribution.token->reveal());
  write_given(json, "publisher_id", attribution.publisher_id);
  write_given(json, "campaign_id", attribution.campaign_id);
  write_given(json, "creative_id", attribution.creative_id);
  write_given(json, "sub_id", attribution.sub_id);
  if (attribution.source_type) {
    json.key("source").begin_object().member("type", *attribution.source_type);
    write_given(json, "url", attribution.source_url);
    json.end_object();
  }
  write_given(json, "issued_at", attribution.issued_at);
  write_given(json, "expires_at", attribution.expires_at);
  if (attribution.metadata_json) json.key("metadata").raw(*attribution.metadata_json);
  json.end_object();
}

void write_attributions(json::Writer& json, const checkout::SellerRecord& record) {
  json.key("affiliate_attributions").begin_array();
  if (record.first_touch) write_attribution(json, *record.first_touch, "first");
  if (record.last_touch) write_attribution(json, *record.last_touch, "last");
  json.end_array();
}

void write_trace(json::Writer& json, const checkout::IntentTrace& trace) {
  json.key("intent_trace").begin_object().member("reason_code", trace.reason_code);
  write_given(json, "trace_summary", trace.summary);
  if (trace.metadata_json) json.key("metadata").raw(*trace.metadata_json);
  json.end_object();
}

void write_consents(json::Writer& json, const checkout::SellerRecord& record) {
  json.key("marketing_consents").begin_array();
  for (const checkout::MarketingConsent& consent : record.consents) {
    json.begin_object().member("channel", consent.channel);
    json.key("opted_in").boolean(consent.opted_in).member("contact", consent.contact);
    json.member("shown_text", consent.shown_text);
    json.member("decided_at", format_rfc3339(consent.decided_at)).end_object();
  }
  json.end_array();
}

void write_risk(json::Writer& json, const checkout::RiskSignals& risk) {
  json.key("risk_signals").begin_object();
  write_given(json, "ip_address", risk.ip_address);
  write_given(json, "user_agent", risk.user_agent);
  write_given(json, "accept_language", risk.accept_language);
  write_given(json, "session_id", risk.session_id);
  write_given(json, "device_fingerprint", risk.device_fingerprint);
  json.end_object();
}

}  // namespace

std::string render_session_record(const checkout::Session& session,
                                  const std::string& session_json) {
  const checkout::SellerRecord& record = session.record;
  std::string out;
  json::Writer json(out);
  json.begin_object().member("id", session.id.text()).member("agent", session.agent);
  json.key("session").raw(session_json);
  if (session.order) json.member("order_id", session.order->id.text());
  write_given(json, "order_notes", session.order_notes);
  write_given(json, "purchase_order_number", record.business.purchase_order_number);
  if (record.business.payment_terms) {
    json.member("payment_terms", wire::terms_spelling(*record.business.payment_terms));
  }
  write_given(json, "due_date", record.business.due_date);
  write_attributions(json, record);
  write_consents(json, record);
  if (record.intent_trace) write_trace(json, *record.intent_trace);
  if (record.risk_signals) write_risk(json, *record.risk_signals);
  json.end_object();
  return out;
}

}  // namespace till::console
