#include "wire/acp/response.h"

#include <span>

#include "json/writer.h"
#include "wire/acp/session_parts.h"

namespace till::wire {
namespace {

constexpr std::string_view kVersion = kSupportedVersions.front();
constexpr std::string_view kHandlers = "https://acp.dev/handlers/tokenized.card";

void write_handler(json::Writer& json, const checkout::PaymentHandler& handler,
                   const checkout::SellerProfile& profile) {
  json.begin_object().member("id", handler.id).member("name", "dev.acp.tokenized.card");
  json.member("version", "2026-01-22").member("spec", kHandlers);
  json.key("requires_delegate_payment").boolean(true);
  json.key("requires_pci_compliance").boolean(false);
  json.member("psp", handler.psp);
  json.member("config_schema", std::string(kHandlers) + "/config.json");
  json.key("instrument_schemas").begin_array();
  json.text(std::string(kHandlers) + "/instrument.json").end_array();
  const bool named = !handler.account.empty();
  json.key("config").begin_object();
  json.member("merchant_id", named ? handler.account : profile.merchant_id);
  json.member("psp", handler.psp);
  json.member("merchant_display_name", profile.merchant_name);
  json.key("accepted_brands").begin_array();
  for (const std::string& brand : handler.card_brands) json.text(brand);
  json.end_array();
  if (!handler.card_funding.empty()) {
    json.key("accepted_funding_types").begin_array();
    for (const std::string& funding : handler.card_funding) json.text(funding);
    json.end_array();
  }
  json.end_object().end_object();
}

void write_link(json::Writer& json, std::string_view type, const std::string& url) {
  json.begin_object().member("type", type).member("url", url).end_object();
}

std::string_view spelling(checkout::Enforcement enforcement) {
  switch (enforcement) {
    case checkout::Enforcement::always: return "always";
    case checkout::Enforcement::optional: return "optional";
    case checkout::Enforcement::conditional: break;
  }
  return "conditional";
}

void write_interventions(json::Writer& json, const checkout::Capabilities& capabilities) {
  json.begin_array();
  if (capabilities.three_ds) json.text("3ds");
  if (capabilities.biometric) json.text("biometric");
  if (capabilities.address_verification) json.text("address_verification");
  json.end_array();
}

void write_capabilities(json::Writer& json, const std::string& payment_json,
                        const checkout::Capabilities& capabilities) {
  json.begin_object().key("payment").raw(payment_json);
  write_interventions(json.key("interventions").begin_object().key("supported"), capabilities);
  json.key("required").begin_array();
  if (capabilities.three_ds_required) json.text("3ds");
  if (capabilities.biometric_required) json.text("biometric");
  json.end_array().member("enforcement", spelling(capabilities.enforcement)).end_object();
  if (!capabilities.extensions.empty()) {  // An empty list is invalid (XT-02).
    json.key("extensions").begin_array();
    for (const std::string& name : capabilities.extensions) {
      json.begin_object().member("name", name).key("extends").begin_array();
      json.text("$.CheckoutSessionCreateRequest.discounts");
      json.text("$.CheckoutSessionUpdateRequest.discounts");
      json.text("$.CheckoutSession.discounts").end_array().end_object();
    }
    json.end_array();
  }
  json.end_object();
}

void write_texts(json::Writer& json, std::string_view name,
                 std::initializer_list<std::string_view> texts) {
  json.key(name).begin_array();
  for (const std::string_view text : texts) json.text(text);
  json.end_array();
}

}  // namespace

SessionRenderer::SessionRenderer(const checkout::SellerProfile& profile)
    : resume_url_(profile.shop_url + "/checkout/"), cart_url_(profile.shop_url + "/cart/") {
  json::Writer payment(payment_json_);
  payment.begin_object().key("handlers").begin_array();
  for (const auto& handler : profile.handlers) write_handler(payment, handler, profile);
  payment.end_array().end_object();
  json::Writer capabilities(plain_capabilities_json_);
  write_capabilities(capabilities, payment_json_, {});
  json::Writer links(links_json_);
  links.begin_array();
  write_link(links, "terms_of_use", profile.shop_url + "/terms");
  write_link(links, "privacy_policy", profile.shop_url + "/privacy");
  write_link(links, "return_policy", profile.shop_url + "/returns");
  links.end_array();
  if (profile.marketing_options.empty()) return;  // MK-01
  json::Writer consents(consents_json_);
  consents.begin_array();
  for (const checkout::MarketingOption& option : profile.marketing_options) {
    consents.begin_object().member("channel", option.channel);
    consents.member("display_text", option.display_text);
    consents.member("privacy_policy_url", option.privacy_policy_url).end_object();
  }
  consents.end_array();
}

std::string SessionRenderer::render(const checkout::Session& session) const {
  std::string out;
  out.reserve(3072 + session.lines.size() * 768);
  json::Writer json(out, session.language);
  json.begin_object().member("id", session.id.text());
  json.key("protocol").begin_object().member("version", kVersion).end_object();
  json.member("status", status_spelling(session.status)).member("currency", session.currency);
  json.key("capabilities");
  if (session.capabilities == checkout::Capabilities{}) {
    json.raw(plain_capabilities_json_);
  } else {
    write_capabilities(json, payment_json_, session.capabilities);
  }
  if (session.buyer) write_buyer(json.key("buyer"), *session.buyer);
  write_line_items(json, session);
  if (session.fulfillment_details) {
    write_fulfillment_details(json.key("fulfillment_details"), *session.fulfillment_details);
  }
  write_fulfillment(json, session);
  write_session_totals(json, session);
  write_messages(json, session.messages);
  json.key("links").raw(links_json_);
  write_discounts(json, session);
  if (session.authentication) {  // ST-05
    write_authentication(json.key("authentication_metadata"), *session.authentication);
  }
  if (!consents_json_.empty() && !checkout::is_over(session.status)) {
    json.key("marketing_consent_options").raw(consents_json_);
  }
  if (session.order) write_order_member(json, *session.order);
  json.member("created_at", format_rfc3339(session.created_at));
  json.member("updated_at", format_rfc3339(session.updated_at));
  json.member("expires_at", format_rfc3339(session.expires_at));
  if (session.status == checkout::Status::requires_escalation) {  // SE-06
    json.member("continue_url", resume_url_ + session.id.text());
  }
  if (session.locale) json.member("locale", *session.locale);
  if (session.timezone) json.member("timezone", *session.timezone);
  if (session.quote_id && session.quote_expires_at) {  // CU-13
    json.member("quote_id", *session.quote_id);
    json.member("quote_expires_at", format_rfc3339(*session.quote_expires_at));
  }
  if (session.metadata_json) json.key("metadata").raw(*session.metadata_json);
  json.end_object();
  return out;
}

std::string SessionRenderer::render_cart(const checkout::Session& cart) const {
  std::string out;
  json::Writer json(out, cart.language);
  const std::string id = CartId{cart.id.bytes}.text();
  json.begin_object().member("id", id);
  write_line_items(json, cart);
  if (cart.buyer) write_buyer(json.key("buyer"), *cart.buyer);
  json.member("currency", cart.currency);
  write_estimated_totals(json, cart);
  write_messages(json, cart.messages);
  json.member("continue_url", cart_url_ + id);
  json.member("expires_at", format_rfc3339(cart.expires_at)).end_object();
  return out;
}

std::string render_token(std::string_view token_id, Timestamp created,
                         const std::map<std::string, std::string>& metadata) {
  std::string out;
  json::Writer json(out);
  json.begin_object().member("id", token_id).member("created", format_rfc3339(created));
  json.key("metadata").begin_object();
  for (const auto& [name, value] : metadata) json.escaped_key(name).text(value);
  json.end_object().end_object();
  return out;
}

std::string render_discovery(const checkout::SellerProfile& profile, bool with_delegate_payment) {
  std::string out;
  json::Writer json(out);
  json.begin_object().key("protocol").begin_object().member("name", "acp");
  json.member("version", kVersion).key("supported_versions").begin_array();
  const std::span<const std::string_view> versions(kSupportedVersions);
  for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
    json.text(*version);  // Oldest first here (VE-05).
  }
  json.end_array().end_object().member("api_base_url", profile.public_url);
  if (profile.serves_mcp) {
    write_texts(json, "transports", {"rest", "mcp"});
  } else {
    write_texts(json, "transports", {"rest"});
  }
  json.key("capabilities").begin_object();
  if (with_delegate_payment) {
    write_texts(json, "services", {"checkout", "delegate_payment", "carts"});
  } else {
    write_texts(json, "services", {"checkout", "carts"});
  }
  json.key("extensions").begin_array().begin_object().member("name", "discount");
  json.end_object().end_array();
  write_interventions(json.key("intervention_types"), profile.capabilities);
  json.key("supported_currencies").begin_array();
  for (const std::string& currency : profile.currencies) json.text(currency);
  json.end_array();
  write_texts(json, "supported_locales", {"en", "fr", "de", "es", "ja"});
  json.end_object().end_object();
  return out;
}

}  // namespace till::wire
