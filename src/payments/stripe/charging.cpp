#include "payments/stripe/charging.h"

#include "payments/stripe/form.h"
#include "payments/stripe/requests.h"
#include "payments/stripe/token_rules.h"
#include "payments/stripe/units.h"

namespace till::payments::stripe {
namespace {

using app::ChargeApproved;
using app::ChargeInDoubt;
using app::ChargeOutcome;
using app::ChargePending;
using app::ChargeRefused;
using checkout::PaymentFailure;

// May it have become something else since a first answer that said so?
bool is_unsettled(const ChargeReading& reading) {
  return reading.finding == Finding::awaiting_buyer || reading.finding == Finding::processing ||
         (reading.finding == Finding::approved && !reading.captured);
}

}  // namespace

Task<ChargeOutcome> Charging::run() {
  // Whatever it is, it was never sent and never will be.
  if (!is_identifier(request_.token.reveal())) {
    co_return ChargeRefused{PaymentFailure::token_unknown};
  }
  if (!to_stripe(request_.amount, request_.currency)) {
    // Only sessions from before totals were rounded to what Stripe charges have such a total, and
    // their charge may have been sent in another unit.
    if (repeated_) co_return co_await without_key();
    api_.alarm("stripe_refused", request_.session.text(), "Stripe charges no such part of a unit");
    co_return ChargeRefused{PaymentFailure::provider_refused};
  }
  if (!repeated_) co_return co_await first();
  if (is_identifier(request_.reference)) co_return co_await known();
  co_return co_await repeated();
}

Task<ChargeOutcome> Charging::first() {
  const Reading<GrantedToken> looked = co_await token();
  if (std::holds_alternative<Unreliable>(looked)) co_return ChargeInDoubt{};
  if (const auto* error = std::get_if<ApiError>(&looked)) {
    if (error->kind == ErrorKind::missing) co_return ChargeRefused{PaymentFailure::token_unknown};
    // A restricted key may lack the right to look; Stripe checks the token in any case.
    api_.warn("stripe_token_not_shown", request_.session.text(), "the key may lack the right");
  }
  if (const auto* granted = std::get_if<GrantedToken>(&looked)) {
    if (const auto failure = misuse_of(*granted)) co_return ChargeRefused{*failure};
    if (granted->block && api_.options().risk_policy == RiskPolicy::decline) {
      co_return ChargeRefused{PaymentFailure::declined};
    }
  }
  if (!api_.has_time(deadline_)) co_return ChargeInDoubt{};
  if (request_.receipt_email) {
    api_.tell("stripe_charge", request_.session.text(), "receipt_email",
              has_receipt(request_) ? "asked_for" : "left_out");
  }
  co_return co_await post();
}

Task<ChargeOutcome> Charging::known() {
  const Reading<PaymentIntent> looked = co_await intent(request_.reference);
  if (const auto* found = std::get_if<PaymentIntent>(&looked)) {
    // What was reported of an earlier attempt says nothing about this one.
    if (found->attempt == request_.attempt)
      co_return co_await outcome_of(classify(*found, request_));
    api_.warn("stripe_other_attempt", request_.session.text(), "asking by the key");
    co_return co_await repeated();
  }
  if (std::holds_alternative<Unreliable>(looked)) co_return doubt();
  // It was named by Stripe, so that one that is not known there says something of our own key.
  co_return in_doubt("the charge is not shown");
}

Task<ChargeOutcome> Charging::repeated() {
  if (request_.key_spent_at || age() > kKeyLife) co_return co_await without_key();
  if (api_.options().risk_policy == RiskPolicy::decline) {
    // The first call may have ended before anything was charged, and the key would charge now.
    const Reading<GrantedToken> looked = co_await token();
    if (std::holds_alternative<Unreliable>(looked)) co_return doubt();
    const auto* granted = std::get_if<GrantedToken>(&looked);
    if (granted != nullptr && granted->block && !is_used(*granted)) {
      co_return co_await without_key();
    }
  }
  co_return co_await post();
}

Task<ChargeOutcome> Charging::post() {
  net::ClientRequest wanted = charge_request(api_.options(), request_);
  const Answer answer = co_await api_.ask("charge", std::move(wanted), deadline_, executor_);
  // Stripe keeps the answer to a key, even a fault of its own: the key will say nothing else.
  if (answer.replayed && answer.status >= 500) co_return co_await without_key();
  ChargeReading reading = classify(read_intent(answer), request_);
  if (repeated_ && reading.of_this_call && !answer.replayed) {
    co_return co_await by_search(std::move(reading));
  }
  if (repeated_ && is_unsettled(reading)) co_return co_await look_at(reading.reference);
  co_return co_await outcome_of(std::move(reading));
}

Task<ChargeOutcome> Charging::outcome_of(ChargeReading reading) {
  switch (reading.finding) {
    case Finding::approved: co_return co_await approved(std::move(reading));
    case Finding::awaiting_buyer: co_return co_await waiting(std::move(reading.reference));
    case Finding::processing: co_return ChargePending{std::move(reading.reference)};
    case Finding::refused: co_return ChargeRefused{reading.failure};
    case Finding::deactivated:
    case Finding::unexplained: co_return co_await explained(std::move(reading));
    case Finding::extras: co_return without_extras();
    case Finding::ask_intent: co_return co_await look_at(std::move(reading.reference));
    case Finding::other_charge: co_return in_doubt("another amount or currency was charged");
    case Finding::misused_key:
      api_.alarm(kDoubt, request_.session.text(), "the key came with other parameters before");
      co_return co_await without_key();
    case Finding::not_allowed: {
      const ChargeOutcome doubt = in_doubt("the secret key is not accepted, or lacks the right");
      if (repeated_) co_return doubt;
      co_return ChargeRefused{PaymentFailure::provider_refused};
    }
    case Finding::in_doubt: break;
  }
  co_return doubt();
}

Task<ChargeOutcome> Charging::look_at(std::string reference) {
  const Reading<PaymentIntent> looked = co_await intent(reference);
  const auto* found = std::get_if<PaymentIntent>(&looked);
  if (found == nullptr) co_return ChargePending{std::move(reference)};
  co_return co_await outcome_of(classify(*found, request_));
}

Task<ChargeOutcome> Charging::approved(ChargeReading reading) {
  // A first call that was lost may have passed without anyone heeding Stripe's advice.
  if (repeated_ && !block_ && api_.options().risk_policy != RiskPolicy::ignore) {
    const Reading<GrantedToken> looked = co_await token();
    if (std::holds_alternative<Unreliable>(looked)) {
      co_return ChargePending{std::move(reading.reference)};
    }
  }
  const bool advised = block_.value_or(false) && api_.options().risk_policy != RiskPolicy::ignore;
  co_return ChargeApproved{std::move(reading.reference), reading.captured,
                           reading.review || advised};
}

Task<ChargeOutcome> Charging::explained(ChargeReading reading) {
  const Reading<GrantedToken> looked = co_await token();
  if (const auto* granted = std::get_if<GrantedToken>(&looked)) {
    if (const auto failure = misuse_of(*granted)) co_return ChargeRefused{*failure};
  }
  if (reading.finding == Finding::unexplained) {
    api_.alarm("stripe_refused", request_.session.text(), "for a reason that is not known");
  }
  co_return ChargeRefused{reading.failure};
}

Task<ChargeOutcome> Charging::waiting(std::string reference) {
  if (repeated_ && age() > api_.options().pending_patience) {
    co_return co_await abandon(std::move(reference));
  }
  co_return ChargePending{std::move(reference)};
}

Task<ChargeOutcome> Charging::abandon(std::string reference) {
  net::ClientRequest wanted = abandon_request(api_.options(), request_.gateway_key, reference);
  const Answer answer = co_await api_.ask("abandon", std::move(wanted), deadline_, executor_);
  Reading<PaymentIntent> read = read_intent(answer);
  // A refusal says that it is not waiting any more.
  if (std::holds_alternative<ApiError>(read)) read = co_await intent(reference);
  const auto* found = std::get_if<PaymentIntent>(&read);
  if (found == nullptr) co_return ChargePending{std::move(reference)};
  ChargeReading reading = classify(*found, request_);
  if (reading.finding == Finding::awaiting_buyer) co_return ChargePending{std::move(reference)};
  co_return co_await outcome_of(std::move(reading));
}

Task<Reading<GrantedToken>> Charging::token() {
  net::ClientRequest wanted = token_request(api_.options(), request_.token);
  const Answer answer = co_await api_.ask("token", std::move(wanted), deadline_, executor_);
  Reading<GrantedToken> reading = read_token(answer);
  if (const auto* granted = std::get_if<GrantedToken>(&reading)) block_ = granted->block;
  co_return reading;
}

Task<Reading<PaymentIntent>> Charging::intent(std::string reference) {
  net::ClientRequest wanted = intent_request(api_.options(), reference);
  const Answer answer = co_await api_.ask("intent", std::move(wanted), deadline_, executor_);
  co_return read_intent(answer);
}

std::optional<PaymentFailure> Charging::misuse_of(const GrantedToken& token) const {
  return misuse(token, mode_of(api_.options().secret_key), request_.amount, request_.currency,
                api_.now());
}

ChargeOutcome Charging::without_extras() const {
  api_.warn("stripe_extras_refused", request_.session.text(),
            "asking without the addresses of receipt and parcel");
  return app::ChargeNeedsPlain{};
}

ChargeOutcome Charging::in_doubt(std::string_view why) const {
  api_.alarm(kDoubt, request_.session.text(), why);
  return doubt();
}

}  // namespace till::payments::stripe
