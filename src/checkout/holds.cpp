#include "checkout/holds.h"

#include <algorithm>

#include "base/ensure.h"
#include "checkout/decide.h"

namespace till::checkout {
namespace {

// Nothing that a purchase needs is missing but its payment.
bool is_known(const Session& session) {
  if (!session.buyer || session.buyer->email.empty()) return false;
  return std::none_of(session.messages.begin(), session.messages.end(), [](const Message& message) {
    return message.type == MessageType::error && message.code == MessageCode::missing;
  });
}

}  // namespace

std::optional<Timestamp> hold_end(const Session& session, const HoldPolicy& policy) {
  if (session.holds.empty() || session.payment || session.approval) return std::nullopt;
  if (is_known(session)) return std::nullopt;
  return session.updated_at + policy.without_buyer;
}

Timestamp next_due(const Session& session, const HoldPolicy& policy) {
  return std::min(session.expires_at, hold_end(session, policy).value_or(session.expires_at));
}

Timestamp deadline_of(const Session& session) {
  return session.deadline.value_or(session.expires_at);
}

void plan_deadline(Session& next, const Session* before, const HoldPolicy& policy) {
  const Timestamp due = next_due(next, policy);
  const Timestamp planned = before == nullptr ? due : std::min(due, deadline_of(*before));
  next.deadline.reset();
  if (planned != next.expires_at) next.deadline = planned;
}

std::optional<Session> apply_due(const Session& session, const HoldPolicy& policy, Timestamp now) {
  TILL_ENSURE(!is_over(session.status));
  if (session.payment || deadline_of(session) > now) return std::nullopt;
  if (session.expires_at <= now) return apply_expiry(session, now);
  const auto end = hold_end(session, policy);
  return end && *end <= now ? release_hold(session, policy, now)
                            : postpone_deadline(session, policy);
}

Session release_hold(const Session& session, const HoldPolicy& policy, Timestamp now) {
  TILL_ENSURE(!is_over(session.status) && !session.payment && !session.approval);
  Session next = session;
  next.version = session.version + 1;
  next.updated_at = now;
  next.holds.clear();
  plan_deadline(next, nullptr, policy);
  return next;
}

Session postpone_deadline(const Session& session, const HoldPolicy& policy) {
  Session next = session;
  next.version = session.version + 1;
  plan_deadline(next, nullptr, policy);
  return next;
}

std::int64_t share_of(std::int64_t on_hand, std::int64_t percent) {
  TILL_ENSURE(percent >= 0 && percent <= 100);
  // In two parts, so that the product cannot overflow.
  return on_hand / 100 * percent + (on_hand % 100 * percent + 99) / 100;
}

std::int64_t within_share(std::int64_t free, const HeldPieces& held, std::int64_t percent) {
  const std::int64_t allowed = share_of(free + held.by_all, percent) - held.by_agent;
  return std::min(free, std::max<std::int64_t>(allowed, 0));
}

}  // namespace till::checkout
