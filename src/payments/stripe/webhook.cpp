#include "payments/stripe/webhook.h"

#include <string>
#include <utility>

#include "payments/stripe/decode.h"
#include "payments/stripe/signature.h"
#include "payments/stripe/units.h"

namespace till::payments::stripe {
namespace {

using app::ReportedState;
using What = decltype(app::ProviderEvent::what);

app::ChargeState state_of(std::string_view type) {
  if (type == "payment_intent.succeeded") return app::ChargeState::captured;
  if (type == "payment_intent.amount_capturable_updated") return app::ChargeState::authorized;
  if (type == "payment_intent.canceled") return app::ChargeState::canceled;
  return app::ChargeState::undecided;
}

// A member of the object in our unit; nothing when it is absent or no amount of ours.
std::optional<Amount> amount_member(Value object, std::string_view member) {
  const auto counted = number_of(object.at(member));
  if (!counted || *counted < 0) return std::nullopt;
  const Amount amount = from_stripe(*counted, object.at("currency").text());
  return amount.minor < 0 ? std::nullopt : std::optional(amount);
}

What charge_reported(std::string_view type, Value object) {
  // The call that makes a charge tells of it itself.
  if (type == "payment_intent.created") return app::OtherReported{};
  const std::string intent = reference_of(object.at("id"));
  // A PaymentIntent of another system on this account names no session.
  const Value metadata = object.at("metadata");
  const auto session = SessionId::parse(metadata.at("checkout_session_id").text());
  if (intent.empty() || !session) return app::OtherReported{};
  app::ChargeReported reported{intent, session, AttemptId::parse(metadata.at("attempt_id").text()),
                               state_of(type)};
  if (reported.state == app::ChargeState::captured) {
    const auto captured = amount_member(object, "amount_received");
    if (!captured || captured->minor < 1) return app::OtherReported{};
    reported.captured = *captured;
  }
  return reported;
}

// Stripe counts as refunded also what was set aside and let go, all of it or the rest of a capture.
What refund_total_reported(Value charge) {
  const auto refunded = amount_member(charge, "amount_refunded");
  const auto amount = amount_member(charge, "amount");
  const auto captured = amount_member(charge, "amount_captured");
  const std::string intent = reference_of(charge.at("payment_intent"));
  const bool whole = refunded && amount && captured && *amount >= *captured;
  if (intent.empty() || !whole) return app::OtherReported{};
  const std::int64_t given_back = refunded->minor - (amount->minor - captured->minor);
  if (given_back <= 0) return app::OtherReported{};
  return app::RefundTotalReported{intent, {given_back}, std::string(charge.at("currency").text())};
}

ReportedState state_of(RefundStatus status) {
  switch (status) {
    case RefundStatus::succeeded: return ReportedState::succeeded;
    case RefundStatus::failed: return ReportedState::failed;
    case RefundStatus::pending: break;
  }
  return ReportedState::pending;
}

What refund_reported(Value object) {
  auto refund = refund_of(object);
  const std::string intent = reference_of(object.at("payment_intent"));
  if (!refund || intent.empty() || refund->amount.minor < 0) return app::OtherReported{};
  return app::RefundReported{intent,
                             std::move(refund->id),
                             refund->amount,
                             std::move(refund->currency),
                             state_of(refund->status),
                             refund->adjustment};
}

What dispute_reported(Value object) {
  const std::string_view status = object.at("status").text();
  const std::string intent = reference_of(object.at("payment_intent"));
  const auto amount = amount_member(object, "amount");
  // A warning is an inquiry of the bank's; no money has moved.
  const bool warning = status.starts_with("warning_");
  if (warning || intent.empty() || !amount) return app::OtherReported{};
  app::DisputeReported reported{intent, reference_of(object.at("id")), *amount,
                                std::string(object.at("currency").text())};
  if (status == "won") reported.state = ReportedState::failed;
  if (status == "lost") reported.state = ReportedState::succeeded;
  return reported;
}

What review_reported(std::string_view type, Value object) {
  const std::string intent = reference_of(object.at("payment_intent"));
  if (intent.empty()) return app::OtherReported{};
  const bool opened = type == "review.opened";
  const bool approved =
      object.at("reason").text() == "approved" || object.at("closed_reason").text() == "approved";
  return app::ReviewReported{intent, opened, !opened && approved};
}

What fraud_reported(Value object) {
  const std::string intent = reference_of(object.at("payment_intent"));
  if (intent.empty()) return app::OtherReported{};
  return app::FraudReported{intent};
}

What token_reported(Value object) {
  const std::string token = reference_of(object.at("id"));
  if (token.empty()) return app::OtherReported{};
  return app::TokenReported{sha256(token)};
}

bool is_refund(std::string_view type) {
  return type == "refund.created" || type == "refund.updated" || type == "refund.failed" ||
         type == "charge.refund.updated";
}

What reported(std::string_view type, Value object) {
  if (type.starts_with("payment_intent.")) return charge_reported(type, object);
  if (type == "charge.refunded") return refund_total_reported(object);
  if (is_refund(type)) return refund_reported(object);
  if (type.starts_with("charge.dispute.")) return dispute_reported(object);
  if (type == "review.opened" || type == "review.closed") return review_reported(type, object);
  if (type == "radar.early_fraud_warning.created") return fraud_reported(object);
  if (type.starts_with("shared_payment.granted_token.")) return token_reported(object);
  return app::OtherReported{};
}

bool is_timely(const SignatureHeader& signature, Timestamp now) {
  const Milliseconds age = now - signature.made_at;
  return age <= kWebhookTolerance && age >= -kWebhookTolerance;
}

}  // namespace

std::optional<WebhookRefusal> objection_to_header(std::optional<std::string_view> header,
                                                  Timestamp now) {
  const auto signature = header ? parse_signature(*header) : std::nullopt;
  if (!signature) return WebhookRefusal::no_signature;
  return is_timely(*signature, now) ? std::nullopt : std::optional(WebhookRefusal::too_old);
}

Result<app::ProviderEvent, WebhookRefusal> read_webhook(std::optional<std::string_view> header,
                                                        std::string_view body,
                                                        const std::vector<Secret>& secrets,
                                                        Timestamp now) {
  const auto signature = header ? parse_signature(*header) : std::nullopt;
  if (!signature) return refused(WebhookRefusal::no_signature);
  if (!is_signed(*signature, body, secrets)) return refused(WebhookRefusal::bad_signature);
  if (!is_timely(*signature, now)) return refused(WebhookRefusal::too_old);
  const Document document(body);
  const Value event = document.root();
  const std::string_view type = event.at("type").text();
  std::string id = reference_of(event.at("id"));
  if (id.empty() || type.empty()) return refused(WebhookRefusal::malformed);
  return app::ProviderEvent{std::move(id), reported(type, event.at("data").at("object"))};
}

}  // namespace till::payments::stripe
