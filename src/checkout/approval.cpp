// Purchases that the seller looks at before they are paid (ST-08).
#include <algorithm>

#include "base/ensure.h"
#include "checkout/decide.h"
#include "checkout/session_rules.h"

namespace till::checkout {

Session await_approval(const Session& session, const AwaitedApproval& approval,
                       Milliseconds patience, Timestamp now) {
  TILL_ENSURE(!is_over(session.status) && !session.payment && !session.approval);
  Session next = session;
  next.version = session.version + 1;
  next.updated_at = now;
  next.status = Status::pending_approval;
  next.authentication.reset();
  next.approval = approval;
  next.expires_at = std::max(session.expires_at, now + patience);
  next.messages = {{MessageType::info, MessageCode::none, "$.payment_data", std::nullopt,
                    "The seller has to approve this purchase. Get the session until it is "
                    "decided; nothing is charged before."}};
  return next;
}

Result<void, Refusal> check_approvable(const Session& session, Timestamp now) {
  auto open = check_open(session, now);
  if (!open && open.error().code == RefusalCode::session_over) return open;
  if (session.approval) return {};
  return refused(Refusal{RefusalCode::approval_not_awaited, "",
                         "This checkout session does not wait for an approval. Leave it."});
}

Session approval_denied(const Session& session, Timestamp now) {
  TILL_ENSURE(session.approval.has_value());
  Session next = session;
  next.version = session.version + 1;
  next.updated_at = now;
  next.status = Status::ready_for_payment;
  next.approval.reset();
  next.messages = {error_message(MessageCode::payment_declined, "$.payment_data",
                                 Resolution::recoverable,
                                 "The seller did not approve this purchase and nothing was "
                                 "charged. Pay in another way or cancel.")};
  return next;
}

}  // namespace till::checkout
