#include "app/conclusion.h"

#include <utility>

#include "app/payment_attempts.h"
#include "app/settlement.h"

namespace till::app {

PaymentResult result_of(const ChargeOutcome& outcome) {
  if (std::holds_alternative<ChargeApproved>(outcome)) return PaymentResult::approved;
  if (std::holds_alternative<ChargePending>(outcome)) return PaymentResult::in_doubt;
  if (std::holds_alternative<ChargeInDoubt>(outcome)) return PaymentResult::in_doubt;
  if (std::holds_alternative<ChargeNeedsPlain>(outcome)) return PaymentResult::in_doubt;
  return PaymentResult::refused;
}

Step Conclude::needs(const Loaded& loaded, Timestamp now) {
  const checkout::SessionPtr& session = loaded.session;
  settled_by_others_ = session && !pays(*session, attempt_.id);
  if (!session || settled_by_others_) return nothing_to_do();
  if (result_of(outcome_) == PaymentResult::in_doubt) {
    if (!tells_something()) return nothing_to_do(session);
    Needs needs;  // A report may have named the charge meanwhile.
    needs.attempts = attempt_.session;
    return needs;
  }
  Changeset changeset = settlement(dependencies_, *session, attempt_, outcome_, now);
  SessionReply settled{changeset.session, Success::ok};
  return Decision{std::move(settled), std::move(changeset)};
}

Step Conclude::decide(const Loaded& loaded, const Answers& answers, Timestamp now) {
  const PaymentAttempt* kept = find_attempt(*answers.attempts, attempt_.id);
  if (kept == nullptr) return nothing_to_do(loaded.session);
  Decision decision{SessionReply{loaded.session, Success::ok}, {}, KeyUse::pending};
  decision.changeset.attempt = *kept;
  const auto* pending = std::get_if<ChargePending>(&outcome_);
  // Looked up by its reference from now on, also when the key is forgotten.
  if (pending != nullptr) decision.changeset.attempt->gateway_reference = pending->reference;
  if (pending == nullptr) decision.changeset.attempt->key_spent_at = now;
  return decision;
}

bool Conclude::tells_something() const {
  const auto* pending = std::get_if<ChargePending>(&outcome_);
  const auto* doubt = std::get_if<ChargeInDoubt>(&outcome_);
  const bool named = pending != nullptr && attempt_.gateway_reference != pending->reference;
  const bool spent = doubt != nullptr && doubt->key_spent && !attempt_.key_spent_at;
  return named || spent;
}

Step SwitchToPlain::needs(const Loaded& loaded, Timestamp) {
  const checkout::SessionPtr& session = loaded.session;
  if (!session || !pays(*session, plain_.id)) return nothing_to_do();
  Decision decision{SessionReply{session, Success::ok}, {}, KeyUse::pending};
  decision.changeset.attempt = plain_;
  return decision;
}

}  // namespace till::app
