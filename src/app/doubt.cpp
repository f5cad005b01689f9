// Payments in doubt: asked about again, decided by the operator, refunded when they come too late.
#include <string>
#include <string_view>
#include <utility>

#include "app/conclusion.h"
#include "app/hold_rules.h"
#include "app/payment_attempts.h"
#include "app/settlement.h"

namespace till::app {
namespace {

using checkout::Refusal;
using checkout::RefusalCode;
using checkout::TextId;

Refusal not_in_doubt() {
  return {RefusalCode::payment_not_in_doubt, {}, TextId::payment_not_in_doubt};
}

// Why the charge cannot be what paid for the session.
std::optional<Refusal> objection(const ChargeSearch& found, const SessionId& session) {
  if (std::holds_alternative<ChargeInDoubt>(found)) {
    return Refusal{RefusalCode::unavailable, {}, TextId::provider_does_not_answer};
  }
  const auto* origin = std::get_if<ChargeOrigin>(&found);
  if (origin != nullptr && origin->session == session) return std::nullopt;
  return Refusal{RefusalCode::invalid, checkout::Member::charge, TextId::charge_unknown};
}

// The operator's word on a payment that is in doubt, which ends the doubt.
class DecidePayment final : public UseCase {
 public:
  DecidePayment(const CheckoutDependencies& dependencies, checkout::PaymentVerdict verdict)
      : dependencies_(dependencies), verdict_(std::move(verdict)) {}

  // The attempt that was in doubt when the word was given; nothing when there was none.
  const std::optional<AttemptId>& about() const { return about_; }

  Step needs(const Loaded& loaded, Timestamp) override {
    if (!loaded.session) return refuse_once(session_not_found());
    if (!loaded.session->payment) return refuse_once(not_in_doubt());
    // The word is on the payment that was in doubt when it was given, and on no later one.
    if (!about_) about_ = loaded.session->payment->attempt;
    if (!pays(*loaded.session, *about_)) return refuse_once(not_in_doubt());
    Needs needs;
    needs.attempt = about_;
    needs.attempts = loaded.session->id;
    return needs;
  }

  Step decide(const Loaded& loaded, const Answers& answers, Timestamp now) override {
    if (answers.charge != nullptr) return settle_by(*answers.charge, *loaded.session, now);
    const auto* attempt = find_attempt(*answers.attempts, *about_);
    if (attempt == nullptr || attempt->state != AttemptState::open) {
      return refuse_once(not_in_doubt());
    }
    if (!answers.claimed) {
      return refuse_once({RefusalCode::payment_in_progress, {}, TextId::provider_being_asked});
    }
    attempt_ = *attempt;
    if (!verdict_.charge) {
      return settle(*loaded.session, ChargeRefused{checkout::PaymentFailure::not_charged}, now);
    }
    PaymentGateway* const gateway = dependencies_.gateways.of(attempt_.provider);
    if (gateway == nullptr) return refuse_once(not_configured(attempt_.provider));
    Needs needs;
    needs.charge = *verdict_.charge;
    needs.provider = gateway;
    return needs;
  }

 private:
  Decision settle_by(const ChargeSearch& found, const checkout::Session& session, Timestamp now) {
    if (auto refusal = objection(found, session.id)) return refuse_once(std::move(*refusal));
    return settle(session, ChargeApproved{*verdict_.charge, !attempt_.capture_later}, now);
  }
  Decision settle(const checkout::Session& session, const ChargeOutcome& outcome, Timestamp now) {
    Decision decision;
    decision.changeset = settlement(dependencies_, session, attempt_, outcome, now);
    decision.content = SessionReply{decision.changeset.session, Success::ok};
    return decision;
  }

  const CheckoutDependencies& dependencies_;
  checkout::PaymentVerdict verdict_;
  std::optional<AttemptId> about_;
  PaymentAttempt attempt_;
};

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
  const auto claimed = pipeline_.claim(id);
  if (!claimed) co_return false;
  auto leased = co_await dependencies_.store.attempts.lease_attempt(id, dependencies_.clock.now(),
                                                                    kAskLease, executor);
  if (!leased || !*leased) co_return false;
  auto loaded = co_await dependencies_.store.sessions.load(attempt.session, std::nullopt, executor);
  if (!loaded || !loaded->session) co_return false;
  // Whoever read the attempt may have done so before it was settled.
  if (!pays(*loaded->session, id)) co_return true;
  // To look a named charge up charges nothing.
  if (attempt.gateway_reference.empty()) {
    const bool held = co_await is_held(*loaded->session, executor);
    if (!held) co_return false;
  }
  auto reply = co_await pay(std::move(attempt), loaded->session, true, executor);
  if (!reply) co_return true;
  const auto* answer = std::get_if<SessionReply>(&reply->content);
  co_return answer != nullptr && !pays(*answer->session, id);
}

Task<bool> CheckoutService::is_held(const checkout::Session& session, Executor& executor) {
  if (!session.held_by_shop || session.holds.empty()) co_return true;
  const auto intent = co_await dependencies_.store.hold_intents.hold_of(session.id, executor);
  const Timestamp until = dependencies_.clock.now() + kChargeTime;
  const bool stands_so_long = intent && *intent && stands(**intent, session.holds, until);
  if (!stands_so_long && dependencies_.log != nullptr) {
    const std::string id = session.id.text();
    dependencies_.log->write(LogLevel::warning, "charge_waits_for_hold",
                             {{"session_id", std::string_view(id)}});
  }
  co_return stands_so_long;
}

Task<Reply> CheckoutService::decide_payment(SessionId id, checkout::PaymentVerdict verdict,
                                            Executor& executor) {
  DecidePayment use_case(dependencies_, std::move(verdict));
  Subject subject{id, {}, TurnRule::wanted, executor};
  const Ended ended = co_await pipeline_.run(std::move(subject), use_case);
  if (ended.attempt) {
    const Timestamp next = dependencies_.clock.now() + kNextPatience;
    co_await dependencies_.store.attempts.postpone(*use_case.about(), next, executor);
  }
  if (ended.end == End::decided) co_return Reply{ended.content, false};
  if (ended.end == End::unreadable) {
    co_return Reply{Refusal{RefusalCode::internal, {}, TextId::store_unreadable}, false};
  }
  co_return Reply{Refusal{RefusalCode::unavailable, {}, TextId::server_busy}, false};
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
