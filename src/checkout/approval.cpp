// Purchases that the seller looks at before they are paid (ST-08).
#include <algorithm>

#include "base/currency.h"
#include "base/ensure.h"
#include "checkout/decide.h"
#include "checkout/session_rules.h"

namespace till::checkout {
namespace {

std::string money(Amount amount, const Session& session) {
  return decimal_text(amount, session.currency) + " " + session.currency;
}

ApprovalRefusal total_changed(const Session& waiting, const Session& priced) {
  const Amount asked = waiting.totals.total;
  const Amount now = priced.totals.total;
  const TextId text = is_delivered_as_shown(waiting, priced) ? TextId::approved_total_changed
                                                             : TextId::approved_delivery_changed;
  std::vector<std::string> amounts{money(asked, waiting), money(now, priced),
                                   std::to_string(asked.minor), std::to_string(now.minor)};
  return {Refusal{RefusalCode::total_changed, Member::accepted_total, {text, std::move(amounts)}},
          now};
}

ApprovalRefusal not_to_be_had(const Session& priced) {
  return {Refusal{RefusalCode::not_ready_for_payment,
                  {},
                  TextId::purchase_impossible,
                  errors_of(priced, priced.messages.size())},
          std::nullopt};
}

}  // namespace

Session await_approval(const Session& session, const AwaitedApproval& approval,
                       Milliseconds patience, Timestamp now) {
  TILL_ENSURE(!is_over(session.status) && !session.payment && !session.approval);
  Session next = session;
  next.version = session.version + 1;
  next.updated_at = now;
  next.status = Status::pending_approval;
  next.authentication.reset();
  next.approved = false;
  next.approval = approval;
  next.approval->expires_if_denied = session.expires_at;
  next.expires_at = std::max(session.expires_at, now + patience);
  next.messages = {{MessageType::info, MessageCode::none, Member::payment, std::nullopt,
                    TextId::approval_awaited}};
  return next;
}

Result<void, Refusal> check_approvable(const Session& session, Timestamp now) {
  auto open = check_open(session, now);
  if (!open && open.error().code == RefusalCode::session_over) return open;
  if (session.approval) return {};
  return refused(Refusal{RefusalCode::approval_not_awaited, {}, TextId::approval_not_awaited});
}

Result<Session, ApprovalRefusal> approved_purchase(const Session& waiting, Session priced,
                                                   std::optional<Amount> accepted) {
  TILL_ENSURE(waiting.approval.has_value());
  if (priced.status != Status::ready_for_payment) return refused(not_to_be_had(priced));
  const Amount asked = waiting.totals.total;
  const Amount now = priced.totals.total;
  const bool same = asked == now;
  if (!same && !accepted) return refused(total_changed(waiting, priced));
  if (accepted && *accepted != asked && *accepted != now) {
    return refused(total_changed(waiting, priced));
  }
  const bool as_shown =
      is_same_price(priced.totals, waiting.totals) && is_delivered_as_shown(waiting, priced);
  if (same ? !as_shown : *accepted == asked) {
    Session stood = waiting;
    // Its pieces are where they were asked for just now.
    stood.held_by_shop = priced.held_by_shop;
    stood.holds = std::move(priced.holds);
    priced = std::move(stood);
    // The seller stands by it, also when a discount was used up meanwhile.
    for (DiscountUse& use : priced.discounts.uses) use.limit = kAmountMax;
  }
  priced.version = waiting.version;
  return priced;
}

Session approval_denied(const Session& session, Timestamp now) {
  TILL_ENSURE(session.approval.has_value());
  Session next = session;
  next.version = session.version + 1;
  next.updated_at = now;
  next.status = Status::ready_for_payment;
  next.expires_at = session.approval->expires_if_denied.value_or(session.expires_at);
  next.approval.reset();
  next.messages = {error_message(MessageCode::payment_declined, Member::payment,
                                 Resolution::recoverable, TextId::approval_denied)};
  return next;
}

}  // namespace till::checkout
