#include "stripe_double/objects.h"

#include <array>

#include "json/writer.h"

namespace till::stripe_double {
namespace {

struct TestMethod {
  std::string_view name;
  Behaviour behaviour;
};

constexpr std::array kTestMethods{
    TestMethod{"pm_card_visa", Behaviour::approve},
    TestMethod{"pm_card_visa_debit", Behaviour::approve},
    TestMethod{"pm_card_mastercard", Behaviour::approve},
    TestMethod{"pm_card_amex", Behaviour::approve},
    TestMethod{"pm_card_discover", Behaviour::approve},
    TestMethod{"pm_card_chargeDeclined", Behaviour::decline},
    TestMethod{"pm_card_visa_chargeDeclined", Behaviour::decline},
    TestMethod{"pm_card_chargeDeclinedInsufficientFunds", Behaviour::no_funds},
    TestMethod{"pm_card_threeDSecure2Required", Behaviour::authenticate},
    TestMethod{"pm_double_processing", Behaviour::process},
    TestMethod{"pm_double_review", Behaviour::review},
    TestMethod{"pm_double_block", Behaviour::block},
};

void write_text_or_null(json::Writer& json, const std::string& text) {
  if (text.empty()) {
    json.null();
  } else {
    json.text(text);
  }
}

void write_metadata(json::Writer& json, const std::vector<Form::Field>& metadata) {
  json.key("metadata").begin_object();
  for (const Form::Field& field : metadata) json.escaped_key(field.first).text(field.second);
  json.end_object();
}

void write_limits(json::Writer& json, const Token& token) {
  json.key("usage_limits").begin_object().member("currency", token.currency);
  json.member("max_amount", token.most).key("expires_at");
  if (token.expires_at) {
    json.integer(*token.expires_at);
  } else {
    json.null();
  }
  json.end_object();
}

void write_deactivation(json::Writer& json, const Token& token) {
  if (token.deactivated_reason.empty()) {
    json.key("deactivated_at").null().key("deactivated_reason").null();
    return;
  }
  json.member("deactivated_at", token.deactivated_at);
  json.member("deactivated_reason", token.deactivated_reason);
}

void write_insights(json::Writer& json, const Token& token) {
  const bool block = token.behaviour == Behaviour::block;
  json.key("risk_details").begin_object().key("insights").begin_object();
  json.key("fraudulent_dispute").begin_object().member("score", block ? 97 : 3);
  json.member("recommended_action", block ? "block" : "continue").end_object();
  json.end_object().end_object();
}

void write_charge(json::Writer& json, const Intent& intent) {
  json.begin_object().member("id", charge_id(intent)).member("object", "charge");
  json.member("amount", intent.amount).member("amount_captured", intent.received);
  json.member("amount_refunded", intent.refunded + intent.released);
  json.key("captured").boolean(intent.received > 0);
  json.member("currency", intent.currency).member("payment_intent", intent.id);
  write_metadata(json, intent.metadata);
  const bool declined = !intent.decline_code.empty();
  json.key("outcome").begin_object();
  json.member("type", declined        ? "issuer_declined"
                      : intent.review ? "manual_review"
                                      : "authorized");
  json.end_object().end_object();
}

void write_last_error(json::Writer& json, const Intent& intent) {
  json.key("last_payment_error");
  if (intent.decline_code.empty() && !intent.not_authenticated) {
    json.null();
    return;
  }
  json.begin_object().member("type", "card_error");
  if (intent.not_authenticated) {
    json.member("code", "payment_intent_authentication_failure");
  } else {
    json.member("code", "card_declined").member("decline_code", intent.decline_code);
  }
  json.end_object();
}

}  // namespace

std::optional<Behaviour> behaviour_of(std::string_view payment_method) {
  for (const TestMethod& method : kTestMethods) {
    if (method.name == payment_method) return method.behaviour;
  }
  return std::nullopt;
}

std::string Intent::meta(std::string_view name) const {
  for (const Form::Field& field : metadata) {
    if (field.first == name) return field.second;
  }
  return {};
}

std::string granted_token_json(const Token& token) {
  std::string out;
  json::Writer json(out);
  json.begin_object().member("id", token.id).member("object", "shared_payment.granted_token");
  json.member("created", token.created).key("livemode").boolean(false);
  json.key("agent_details").null();
  write_deactivation(json, token);
  write_limits(json, token);
  json.key("usage_details").begin_object().key("amount_captured").begin_object();
  json.member("value", token.captured).member("currency", token.currency);
  json.end_object().end_object();
  write_insights(json, token);
  json.end_object();
  return out;
}

std::string issued_token_json(const Token& token) {
  std::string out;
  json::Writer json(out);
  json.begin_object().member("id", token.id).member("object", "shared_payment.issued_token");
  json.member("created", token.created).key("livemode").boolean(false);
  json.member("status", token.deactivated_reason.empty() ? "active" : "deactivated");
  json.key("next_action").null();
  write_deactivation(json, token);
  write_limits(json, token);
  json.end_object();
  return out;
}

std::string charge_id(const Intent& intent) { return "ch_" + intent.id.substr(3); }

std::string intent_json(const Intent& intent, bool expand_charge) {
  std::string out;
  json::Writer json(out);
  json.begin_object().member("id", intent.id).member("object", "payment_intent");
  json.member("status", intent.status).member("amount", intent.amount);
  json.member("amount_capturable", intent.capturable).member("amount_received", intent.received);
  json.member("currency", intent.currency).member("created", intent.created);
  json.member("capture_method", intent.manual ? "manual" : "automatic");
  json.key("livemode").boolean(false);
  json.member("client_secret", intent.id + "_secret_double");
  const bool methodless = intent.token.empty() || intent.status == "requires_payment_method";
  write_text_or_null(json.key("payment_method"), methodless ? "" : "pm_" + intent.id.substr(3));
  write_metadata(json, intent.metadata);
  write_last_error(json, intent);
  write_text_or_null(json.key("cancellation_reason"), intent.cancellation_reason);
  json.key("next_action");
  if (intent.status == "requires_action") {
    json.begin_object().member("type", "use_stripe_sdk").end_object();
  } else {
    json.null();
  }
  write_text_or_null(json.key("review"), intent.review ? "prv_" + intent.id.substr(3) : "");
  json.key("latest_charge");
  if (expand_charge && intent.charged()) {
    write_charge(json, intent);
  } else {
    write_text_or_null(json, intent.charged() ? charge_id(intent) : "");
  }
  json.end_object();
  return out;
}

std::string charge_json(const Intent& intent) {
  std::string out;
  json::Writer json(out);
  write_charge(json, intent);
  return out;
}

std::string refund_json(const Refund& refund) {
  std::string out;
  json::Writer json(out);
  json.begin_object().member("id", refund.id).member("object", "refund");
  json.member("amount", refund.amount).member("currency", refund.currency);
  json.member("payment_intent", refund.intent).member("status", refund.status);
  json.member("created", refund.created);
  write_metadata(json, refund.metadata);
  json.end_object();
  return out;
}

Event review_event(const std::string& intent, bool opened, std::string_view reason) {
  std::string object;
  json::Writer json(object);
  json.begin_object().member("id", "prv_" + intent.substr(3)).member("object", "review");
  json.member("payment_intent", intent).member("reason", reason);
  json.key("open").boolean(opened).end_object();
  return {opened ? "review.opened" : "review.closed", object};
}

}  // namespace till::stripe_double
