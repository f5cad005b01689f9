// Payments in doubt: asked about again, decided by the operator, refunded when they come too late.
#include <algorithm>
#include <utility>

#include "app/payment_attempts.h"
#include "app/use_case.h"

namespace till::app {
namespace {

using checkout::Refusal;
using checkout::RefusalCode;
using checkout::TextId;

Reply settling_refused(RefusalCode code, TextId text, checkout::Field field = {}) {
  return {Refusal{code, std::move(field), text}, false};
}

Reply not_in_doubt() {
  return settling_refused(RefusalCode::payment_not_in_doubt, TextId::payment_not_in_doubt);
}

Reply being_asked() {
  return settling_refused(RefusalCode::payment_in_progress, TextId::provider_being_asked);
}

const PaymentAttempt* find_attempt(const std::vector<PaymentAttempt>& attempts,
                                   const AttemptId& id) {
  const auto found = std::find_if(attempts.begin(), attempts.end(),
                                  [&id](const PaymentAttempt& each) { return each.id == id; });
  return found == attempts.end() ? nullptr : &*found;
}

// Why the charge cannot be what paid for the session.
std::optional<Reply> objection(const ChargeSearch& found, const SessionId& session) {
  if (std::holds_alternative<ChargeInDoubt>(found)) {
    return settling_refused(RefusalCode::unavailable, TextId::provider_does_not_answer);
  }
  const auto* origin = std::get_if<ChargeOrigin>(&found);
  if (origin != nullptr && origin->session == session) return std::nullopt;
  return settling_refused(RefusalCode::invalid, TextId::charge_unknown, checkout::Member::charge);
}

}  // namespace

Refusal not_configured(const std::string& provider) {
  return {
      RefusalCode::provider_not_configured, {}, {TextId::payment_of_other_provider, {provider}}};
}

bool CheckoutService::may_ask(const PaymentAttempt& attempt) const {
  return dependencies_.gateways.of(attempt.provider) != nullptr;
}

Task<bool> CheckoutService::settle(PaymentAttempt attempt, Executor& executor) {
  if (!may_ask(attempt)) co_return false;
  const AttemptId id = attempt.id;
  const auto claimed = claim(paying_, id);
  if (!claimed) co_return false;
  auto leased = co_await dependencies_.store.attempts.lease_attempt(id, dependencies_.clock.now(),
                                                                    kAskLease, executor);
  if (!leased || !*leased) co_return false;
  auto loaded = co_await dependencies_.store.sessions.load(attempt.session, std::nullopt, executor);
  if (!loaded || !loaded->session) co_return false;
  // Whoever read the attempt may have done so before it was settled.
  if (!pays(*loaded->session, id)) co_return true;
  auto reply = co_await pay(std::move(attempt), loaded->session, true, executor);
  if (!reply) co_return true;
  const auto* answer = std::get_if<SessionReply>(&reply->content);
  co_return answer != nullptr && !pays(*answer->session, id);
}

Task<Reply> CheckoutService::decide_payment(SessionId id, checkout::PaymentVerdict verdict,
                                            Executor& executor) {
  auto loaded = co_await dependencies_.store.sessions.load(id, std::nullopt, executor);
  auto attempts = co_await dependencies_.store.attempts.attempts_of(id, executor);
  if (!loaded || !attempts) {
    co_return settling_refused(RefusalCode::internal, TextId::store_unreadable);
  }
  if (!loaded->session) co_return Reply{session_not_found(), false};
  if (!loaded->session->payment) co_return not_in_doubt();
  const AttemptId attempt_id = loaded->session->payment->attempt;
  const PaymentAttempt* attempt = find_attempt(*attempts, attempt_id);
  if (attempt == nullptr || attempt->state != AttemptState::open) co_return not_in_doubt();
  const auto claimed = claim(paying_, attempt_id);
  if (!claimed) co_return being_asked();
  auto leased = co_await dependencies_.store.attempts.lease_attempt(
      attempt_id, dependencies_.clock.now(), kAskLease, executor);
  if (!leased || !*leased) co_return being_asked();
  Reply reply = co_await decide_attempt(*attempt, std::move(verdict), executor);
  const Timestamp next = dependencies_.clock.now() + kNextPatience;
  co_await dependencies_.store.attempts.postpone(attempt_id, next, executor);
  co_return reply;
}

Task<Reply> CheckoutService::decide_attempt(const PaymentAttempt& attempt,
                                            checkout::PaymentVerdict verdict, Executor& executor) {
  ChargeOutcome outcome = ChargeRefused{checkout::PaymentFailure::not_charged};
  if (verdict.charge) {
    PaymentGateway* const gateway = dependencies_.gateways.of(attempt.provider);
    if (gateway == nullptr) co_return Reply{not_configured(attempt.provider), false};
    const ChargeSearch found = co_await gateway->find(*verdict.charge, executor);
    if (auto refusal = objection(found, attempt.session)) co_return std::move(*refusal);
    outcome = ChargeApproved{*verdict.charge, !attempt.capture_later};
  }
  auto reply = co_await conclude(attempt, std::move(outcome), executor);
  if (!reply) co_return not_in_doubt();
  const auto* answer = std::get_if<SessionReply>(&reply->content);
  if (answer != nullptr && !pays(*answer->session, attempt.id)) co_return std::move(*reply);
  co_return settling_refused(RefusalCode::unavailable, TextId::server_busy);
}

Task<Done> CheckoutService::remember(const PaymentAttempt& attempt, const ChargeOutcome& outcome,
                                     Executor& executor) {
  const auto* pending = std::get_if<ChargePending>(&outcome);
  const auto* doubt = std::get_if<ChargeInDoubt>(&outcome);
  const bool named = pending != nullptr && attempt.gateway_reference != pending->reference;
  const bool spent = doubt != nullptr && doubt->key_spent && !attempt.key_spent_at;
  if (!named && !spent) co_return Done{};
  // Read anew: a report may have named the charge meanwhile.
  const auto attempts =
      co_await dependencies_.store.attempts.attempts_of(attempt.session, executor);
  const PaymentAttempt* kept = attempts ? find_attempt(*attempts, attempt.id) : nullptr;
  if (kept == nullptr) co_return Done{};
  Changeset told;
  told.attempt = *kept;
  // Looked up by its reference from now on, also when the key is forgotten.
  if (named) told.attempt->gateway_reference = pending->reference;
  if (spent) told.attempt->key_spent_at = dependencies_.clock.now();
  co_await dependencies_.store.sessions.commit(std::move(told), executor);
  co_return Done{};
}

Task<Done> CheckoutService::give_back(PaymentAttempt attempt, ChargeApproved charge,
                                      Executor& executor) {
  const auto attempts =
      co_await dependencies_.store.attempts.attempts_of(attempt.session, executor);
  const PaymentAttempt* kept = attempts ? find_attempt(*attempts, attempt.id) : nullptr;
  const bool has_order = kept != nullptr && kept->state == AttemptState::approved &&
                         kept->gateway_reference == charge.reference;
  if (has_order) co_return Done{};
  bool given_back = false;
  PaymentGateway* const gateway = dependencies_.gateways.of(attempt.provider);
  // Only what is known to have no order.
  if (kept != nullptr && gateway != nullptr) {
    // The id of the attempt serves as that of the refund, so that a repetition is the same.
    ChargeStep step{to_hex(sha256_of_parts({"give back", attempt.gateway_key})),
                    charge.reference,
                    attempt.amount,
                    attempt.currency,
                    attempt.session,
                    attempt.order,
                    AdjustmentId{attempt.id.bytes}};
    StepOutcome outcome = StepInDoubt{};
    if (charge.captured) {
      outcome = co_await gateway->refund(std::move(step), executor);
    } else {
      outcome = co_await gateway->cancel(std::move(step), executor);
    }
    given_back = std::holds_alternative<StepDone>(outcome);
  }
  if (dependencies_.log == nullptr) co_return Done{};
  const std::string session = attempt.session.text();
  const std::string id = attempt.id.text();
  dependencies_.log->write(LogLevel::error, "charge_without_order",
                           {{"session_id", session},
                            {"attempt_id", id},
                            {"charge", charge.reference},
                            {"given_back", given_back ? "yes" : "no: a person has to look"}});
  co_return Done{};
}

}  // namespace till::app
