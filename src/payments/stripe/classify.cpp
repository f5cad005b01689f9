#include "payments/stripe/classify.h"

namespace till::payments::stripe {
namespace {

using checkout::PaymentFailure;

ChargeReading without_charge(Finding finding, PaymentFailure failure) {
  ChargeReading reading;
  reading.finding = finding;
  reading.failure = failure;
  return reading;
}

ChargeReading refused_for(PaymentFailure failure) {
  return without_charge(Finding::refused, failure);
}

// Refused as things are now, by the token or by what cannot be known.
ChargeReading refused_now(Finding finding, PaymentFailure failure) {
  ChargeReading reading = without_charge(finding, failure);
  reading.of_this_call = true;
  return reading;
}

// Not yet certain to have charged nothing, nor to do so later.
bool may_be_alive(IntentStatus status) {
  return status != IntentStatus::requires_payment_method && status != IntentStatus::canceled;
}

ChargeReading classify_error(const ApiError& error) {
  if (error.intent && may_be_alive(error.intent->status)) {
    ChargeReading reading;
    reading.finding = Finding::ask_intent;
    reading.reference = error.intent->id;
    return reading;
  }
  switch (error.kind) {
    case ErrorKind::declined: return refused_for(error.failure);
    case ErrorKind::over_limit:
      return refused_now(Finding::refused, PaymentFailure::token_amount_too_small);
    case ErrorKind::missing: return refused_now(Finding::refused, PaymentFailure::token_unknown);
    case ErrorKind::amount_too_small: return refused_for(PaymentFailure::amount_too_small);
    case ErrorKind::amount_too_large: return refused_for(PaymentFailure::amount_too_large);
    case ErrorKind::currency:
      return refused_now(Finding::unexplained, PaymentFailure::currency_refused);
    case ErrorKind::extras: return refused_now(Finding::extras, PaymentFailure::provider_refused);
    case ErrorKind::authentication:
      return refused_now(Finding::refused, PaymentFailure::proof_refused);
    case ErrorKind::deactivated:
      return refused_now(Finding::deactivated, PaymentFailure::token_used);
    case ErrorKind::misused_key:
      return without_charge(Finding::misused_key, PaymentFailure::declined);
    case ErrorKind::not_allowed:
      return without_charge(Finding::not_allowed, PaymentFailure::provider_refused);
    case ErrorKind::already_refunded:
    case ErrorKind::other: break;
  }
  return refused_now(Finding::unexplained, PaymentFailure::provider_refused);
}

}  // namespace

ChargeReading classify(const PaymentIntent& intent, const app::ChargeRequest& request) {
  ChargeReading reading{Finding::in_doubt, intent.failure, intent.id, true, intent.review};
  if (intent.amount != request.amount || intent.currency != request.currency) {
    reading.finding = Finding::other_charge;
    return reading;
  }
  switch (intent.status) {
    case IntentStatus::succeeded: reading.finding = Finding::approved; break;
    case IntentStatus::requires_capture:
      reading.finding = Finding::approved;
      reading.captured = false;
      break;
    case IntentStatus::requires_action:
    case IntentStatus::requires_confirmation: reading.finding = Finding::awaiting_buyer; break;
    case IntentStatus::processing: reading.finding = Finding::processing; break;
    case IntentStatus::requires_payment_method: reading.finding = Finding::refused; break;
    case IntentStatus::canceled:
      reading.finding = Finding::refused;
      reading.failure =
          intent.abandoned ? PaymentFailure::authentication_failed : PaymentFailure::not_charged;
      break;
    case IntentStatus::unknown: break;
  }
  return reading;
}

ChargeReading classify(const Reading<PaymentIntent>& answer, const app::ChargeRequest& request) {
  if (const auto* intent = std::get_if<PaymentIntent>(&answer)) return classify(*intent, request);
  if (const auto* error = std::get_if<ApiError>(&answer)) return classify_error(*error);
  return {};
}

}  // namespace till::payments::stripe
