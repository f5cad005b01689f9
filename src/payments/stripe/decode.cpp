#include "payments/stripe/decode.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "payments/stripe/spelling.h"
#include "payments/stripe/units.h"

namespace till::payments::stripe {
namespace {

using checkout::PaymentFailure;

constexpr std::array<Spelling<IntentStatus>, 7> kIntentStatuses{{
    {"requires_payment_method", IntentStatus::requires_payment_method},
    {"requires_confirmation", IntentStatus::requires_confirmation},
    {"requires_action", IntentStatus::requires_action},
    {"processing", IntentStatus::processing},
    {"requires_capture", IntentStatus::requires_capture},
    {"succeeded", IntentStatus::succeeded},
    {"canceled", IntentStatus::canceled},
}};

constexpr std::array<Spelling<Deactivation>, 3> kDeactivations{{
    {"consumed", Deactivation::consumed},
    {"expired", Deactivation::expired},
    {"revoked", Deactivation::revoked},
}};

constexpr std::array<Spelling<RefundStatus>, 3> kRefundStatuses{{
    {"succeeded", RefundStatus::succeeded},
    {"failed", RefundStatus::failed},
    {"canceled", RefundStatus::failed},
}};

// A buyer may know of lacking funds and of a failed authentication; fraud codes stay here.
constexpr std::array<Spelling<PaymentFailure>, 4> kFailures{{
    {"insufficient_funds", PaymentFailure::insufficient_funds},
    {"authentication_required", PaymentFailure::authentication_failed},
    {"payment_intent_authentication_failure", PaymentFailure::authentication_failed},
    {"authentication_failure", PaymentFailure::authentication_failed},
}};

template <class AnyId>
std::optional<AnyId> metadata_id(Value object, std::string_view name) {
  return AnyId::parse(object.at("metadata").at(name).text());
}

// In our unit; Stripe counts some currencies in another.
Amount amount_of(Value value, std::string_view currency) {
  return from_stripe(number_of(value).value_or(0), currency);
}

bool is_blocked(Value insights) {
  constexpr std::array<std::string_view, 5> kInsights{"fraudulent_dispute", "stolen_card",
                                                      "card_testing", "card_issuer_decline", "bot"};
  return std::any_of(kInsights.begin(), kInsights.end(), [insights](std::string_view name) {
    return insights.at(name).at("recommended_action").text() == "block";
  });
}

void read_limits(Value object, GrantedToken& token) {
  const Value limits = object.at("usage_limits");
  const Value captured = object.at("usage_details").at("amount_captured");
  token.currency = limits.at("currency").text();
  token.captured = std::max(amount_of(captured.at("value"), token.currency), Amount{0});
  // A limit between two amounts of ours is as good as the lesser.
  token.remaining =
      limit_from_stripe(number_of(limits.at("max_amount")).value_or(0), token.currency);
  token.remaining.minor -= token.captured.minor;
  if (const auto seconds = number_of(limits.at("expires_at"))) {
    token.expires_at = Timestamp{std::clamp<std::int64_t>(*seconds, 0, kAmountMax / 1000) * 1000};
  }
}

}  // namespace

PaymentFailure failure_of(Value error) {
  const PaymentFailure by_code =
      spelled(kFailures, error.at("code").text(), PaymentFailure::declined);
  return spelled(kFailures, error.at("decline_code").text(), by_code);
}

std::optional<PaymentIntent> intent_of(Value object) {
  if (object.at("object").text() != "payment_intent") return std::nullopt;
  PaymentIntent intent;
  intent.id = object.at("id").text();
  intent.status = spelled(kIntentStatuses, object.at("status").text(), IntentStatus::unknown);
  intent.currency = object.at("currency").text();
  intent.amount = amount_of(object.at("amount"), intent.currency);
  intent.received = amount_of(object.at("amount_received"), intent.currency);
  intent.session = metadata_id<SessionId>(object, "checkout_session_id");
  intent.attempt = metadata_id<AttemptId>(object, "attempt_id");
  const Value outcome = object.at("latest_charge").at("outcome");
  intent.review = object.at("review").given() || outcome.at("type").text() == "manual_review";
  intent.abandoned = object.at("cancellation_reason").text() == "abandoned";
  intent.failure = failure_of(object.at("last_payment_error"));
  if (reference_of(object.at("id")).empty()) return std::nullopt;
  return intent;
}

std::optional<GrantedToken> token_of(Value object) {
  if (object.at("object").text() != "shared_payment.granted_token") return std::nullopt;
  GrantedToken token;
  token.live = object.at("livemode").flag();
  const Value reason = object.at("deactivated_reason");
  if (reason.given() || object.at("deactivated_at").given()) {
    token.deactivation = spelled(kDeactivations, reason.text(), Deactivation::consumed);
  }
  read_limits(object, token);
  token.block = is_blocked(object.at("risk_details").at("insights"));
  return token;
}

std::optional<Refund> refund_of(Value object) {
  Refund refund;
  refund.id = reference_of(object.at("id"));
  if (object.at("object").text() != "refund" || refund.id.empty()) return std::nullopt;
  refund.status = spelled(kRefundStatuses, object.at("status").text(), RefundStatus::pending);
  refund.currency = object.at("currency").text();
  refund.amount = amount_of(object.at("amount"), refund.currency);
  refund.adjustment = metadata_id<AdjustmentId>(object, "adjustment_id");
  return refund;
}

}  // namespace till::payments::stripe
