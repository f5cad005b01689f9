// The ends of a session and the checks that guard its changes (A7).
#include <algorithm>
#include <utility>

#include "base/ensure.h"
#include "checkout/decide.h"
#include "checkout/session_rules.h"

namespace till::checkout {
namespace {

// For a session that is over.
TextId text_of_end(Status status) {
  switch (status) {
    case Status::completed: return TextId::session_completed;
    case Status::canceled: return TextId::session_canceled;
    case Status::expired:
    case Status::incomplete:
    case Status::not_ready_for_payment:
    case Status::requires_escalation:
    case Status::authentication_required:
    case Status::ready_for_payment:
    case Status::pending_approval:
    case Status::complete_in_progress:
    case Status::in_progress: break;
  }
  return TextId::session_expired;
}

// A refusal repeats so many of the session's errors; the session shows them all.
constexpr std::size_t kErrorsTold = 5;

bool past_deadline(const Session& session, Timestamp now) {
  return !is_over(session.status) && !session.payment && session.expires_at <= now;
}

Session next_version(const Session& session, Timestamp now) {
  Session next = session;
  next.version = session.version + 1;
  next.updated_at = now;
  next.messages.clear();
  next.authentication.reset();
  next.approval.reset();
  return next;
}

// An approved purchase has as long as a new session, should its payment fail or ask for an
// authentication: the patience was the seller's, not the agent's.
Timestamp end_once_approved(const Session& session, Timestamp now) {
  const auto& earlier = session.approval->expires_if_denied;
  if (!earlier) return session.expires_at;
  const Milliseconds lifetime = *earlier - session.created_at;
  return std::min(session.expires_at, std::max(*earlier, now + lifetime));
}

// What the prices were had by stays where the newer word says nothing of it: the seller looks at
// the certificate, and prices an approved purchase by it, when it is long completed.
void take_buyer(Session& session, Buyer buyer) {
  if (session.buyer) {
    const Buyer& before = *session.buyer;
    if (!buyer.tax_exemption) buyer.tax_exemption = before.tax_exemption;
    if (!buyer.authentication_status) buyer.authentication_status = before.authentication_status;
  }
  session.buyer = std::move(buyer);
}

}  // namespace

Result<void, Refusal> check_open(const Session& session, Timestamp now) {
  const Status status = past_deadline(session, now) ? Status::expired : session.status;
  if (is_over(status)) {
    return refused(Refusal{RefusalCode::session_over, {}, text_of_end(status)});
  }
  if (session.payment) {
    return refused(Refusal{RefusalCode::payment_in_progress, {}, TextId::payment_under_way});
  }
  if (session.approval) {
    return refused(Refusal{RefusalCode::approval_pending, {}, TextId::approval_pending});
  }
  return {};
}

Result<Session, Refusal> apply_cancel(const Session& session, const CancelCommand& command,
                                      Timestamp now) {
  const auto open = check_open(session, now);
  if (!open && open.error().code != RefusalCode::approval_pending) return refused(open.error());
  Session next = next_version(session, now);
  next.status = Status::canceled;
  next.holds.clear();
  if (command.intent_trace) next.record.intent_trace = command.intent_trace;
  return next;
}

Session apply_expiry(const Session& session, Timestamp now) {
  TILL_ENSURE(past_deadline(session, now));
  Session next = next_version(session, now);
  next.status = Status::expired;
  next.holds.clear();
  return next;
}

SessionPtr as_seen(SessionPtr session, Timestamp now) {
  if (!past_deadline(*session, now)) return session;
  Session seen = *session;
  seen.status = Status::expired;
  seen.messages.clear();
  seen.authentication.reset();
  return std::make_shared<const Session>(std::move(seen));
}

Result<void, Refusal> check_declines(const Session& session, std::int64_t most) {
  // The authentication that is asked for was counted, and its payment is still to come.
  const std::int64_t asked = session.status == Status::authentication_required ? 1 : 0;
  if (session.declines - asked < most) return {};
  return refused(Refusal{RefusalCode::too_many_declines, {}, TextId::too_many_declines});
}

Result<void, Refusal> check_completable(const Session& session, Timestamp now) {
  if (auto open = check_open(session, now); !open) return open;
  if (session.status == Status::ready_for_payment) return {};
  if (session.status == Status::authentication_required) return {};
  return refused(Refusal{RefusalCode::not_ready_for_payment,
                         {},
                         TextId::not_ready_for_payment,
                         errors_of(session, kErrorsTold)});
}

void take_over(Session& session, const CompleteCommand& command,
               const std::vector<MarketingOption>& offered, Timestamp now) {
  if (command.buyer) take_buyer(session, *command.buyer);
  if (command.order_notes) session.order_notes = command.order_notes;
  SellerRecord& record = session.record;
  record.business = {command.purchase_order_number, command.payment_terms, command.due_date};
  if (!record.last_touch) record.last_touch = command.attribution;
  if (command.risk_signals) record.risk_signals = command.risk_signals;
  record_consents(session, command.consents, offered, now);
}

Session begin_payment(const Session& session, const OpenPayment& payment, Timestamp now) {
  TILL_ENSURE(!session.payment && !session.order);
  TILL_ENSURE(session.status == Status::ready_for_payment ||
              session.status == Status::authentication_required ||
              session.status == Status::pending_approval);
  Session next = next_version(session, now);
  next.status = Status::complete_in_progress;
  next.payment = payment;
  next.approved = session.approved || session.approval;
  if (session.approval) next.expires_at = end_once_approved(session, now);
  return next;
}

}  // namespace till::checkout
