// What an authentication makes of a session (A15).
#include "checkout/authentication.h"

#include <utility>

#include "base/ensure.h"
#include "checkout/decide.h"
#include "checkout/session_rules.h"

namespace till::checkout {
namespace {

TextId text_after(AuthenticationOutcome outcome) {
  switch (outcome) {
    case AuthenticationOutcome::denied:
    case AuthenticationOutcome::rejected: return TextId::authentication_denied;
    case AuthenticationOutcome::abandoned:
    case AuthenticationOutcome::canceled: return TextId::authentication_abandoned;
    case AuthenticationOutcome::internal_error:
    case AuthenticationOutcome::not_supported:
    case AuthenticationOutcome::processing_error: return TextId::authentication_impossible;
    case AuthenticationOutcome::attempt_acknowledged:
    case AuthenticationOutcome::authenticated:
    case AuthenticationOutcome::informational: break;
  }
  return TextId::nothing_charged;
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
  return refused(Refusal{RefusalCode::authentication_missing, Member::authentication_result,
                         TextId::authentication_untold});
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
  next.messages = {error_message(MessageCode::requires_3ds, Member::authentication_result,
                                 Resolution::requires_buyer_input, TextId::authentication_asked)};
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
  next.messages = {error_message(MessageCode::payment_declined, Member::authentication_result,
                                 Resolution::recoverable, text_after(outcome))};
  return next;
}

}  // namespace till::checkout
