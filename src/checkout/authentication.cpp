// What an authentication makes of a session (A15).
#include "checkout/authentication.h"

#include <utility>

#include "base/ensure.h"
#include "checkout/decide.h"
#include "checkout/session_rules.h"

namespace till::checkout {
namespace {

const char* advice_after(AuthenticationOutcome outcome) {
  switch (outcome) {
    case AuthenticationOutcome::denied:
    case AuthenticationOutcome::rejected:
      return "The card's issuer did not authenticate the buyer and nothing was charged. Ask for "
             "another card.";
    case AuthenticationOutcome::abandoned:
    case AuthenticationOutcome::canceled:
      return "The buyer did not finish the authentication and nothing was charged. Complete again "
             "to start anew.";
    case AuthenticationOutcome::internal_error:
    case AuthenticationOutcome::not_supported:
    case AuthenticationOutcome::processing_error:
      return "The buyer could not be authenticated and nothing was charged. Complete again or ask "
             "for another card.";
    case AuthenticationOutcome::attempt_acknowledged:
    case AuthenticationOutcome::authenticated:
    case AuthenticationOutcome::informational: break;
  }
  return "Nothing was charged. Complete again.";
}

}  // namespace

bool has_proof(AuthenticationOutcome outcome) {
  switch (outcome) {
    case AuthenticationOutcome::attempt_acknowledged:
    case AuthenticationOutcome::authenticated:
    case AuthenticationOutcome::informational: return true;
    case AuthenticationOutcome::abandoned:
    case AuthenticationOutcome::canceled:
    case AuthenticationOutcome::denied:
    case AuthenticationOutcome::internal_error:
    case AuthenticationOutcome::not_supported:
    case AuthenticationOutcome::processing_error:
    case AuthenticationOutcome::rejected: break;
  }
  return false;
}

Result<void, Refusal> check_authentication(const Session& session, const CompleteCommand& command) {
  if (session.status != Status::authentication_required || command.authentication) return {};
  return refused(Refusal{RefusalCode::authentication_missing, "$.authentication_result",
                         "This checkout session waits for 3-D Secure. Authenticate the buyer with "
                         "authentication_metadata and send authentication_result, whatever the "
                         "outcome."});
}

Session authentication_needed(const Session& session, const AuthenticationRequest& request,
                              Timestamp now) {
  if (!session.capabilities.three_ds) {
    return payment_failed(session, PaymentFailure::authentication_required, now);
  }
  TILL_ENSURE(session.status == Status::complete_in_progress && session.payment && !session.order);
  Session next = session;
  next.version = session.version + 1;
  next.updated_at = now;
  next.status = Status::authentication_required;
  next.payment.reset();
  next.authentication = request;
  // It tells that the card lives, which whoever tries out stolen ones wants to know.
  ++next.declines;
  next.messages = {error_message(MessageCode::requires_3ds, "$.authentication_result",
                                 Resolution::requires_buyer_input,
                                 "The card's issuer wants to authenticate the buyer. Run 3-D "
                                 "Secure with authentication_metadata, then complete again with "
                                 "authentication_result.")};
  return next;
}

Session authentication_failed(const Session& session, AuthenticationOutcome outcome,
                              Timestamp now) {
  TILL_ENSURE(session.status == Status::authentication_required && !session.payment);
  Session next = session;
  next.version = session.version + 1;
  next.updated_at = now;
  next.status = Status::ready_for_payment;
  next.authentication.reset();
  next.approved = false;
  next.messages = {error_message(MessageCode::payment_declined, "$.authentication_result",
                                 Resolution::recoverable, advice_after(outcome))};
  return next;
}

}  // namespace till::checkout
