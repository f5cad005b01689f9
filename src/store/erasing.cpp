#include "store/erasing.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "checkout/erasure.h"

namespace till::store {

bool is_due(const app::VaultToken& token, const app::Retention& retention, Timestamp now) {
  // What was charged with a token is refunded by it.
  if (token.spent_by) return token.created_at < now + -retention.attempts;
  // An agent may name any time; no session waits for longer.
  const Timestamp end = std::min(token.expires_at, token.created_at + 366 * app::kDay);
  return end < now + -retention.tokens;
}

bool is_due(const app::PaymentAttempt& attempt, const app::Retention& retention, Timestamp now) {
  return attempt.state != app::AttemptState::open && attempt.created_at < now + -retention.attempts;
}

checkout::Session erased_session(const checkout::Session& session, Timestamp now) {
  checkout::Session erased = checkout::without_buyer(session);
  if (erased.order) erased.order = checkout::without_buyer(std::move(*erased.order), now);
  return erased;
}

bool is_made_for(const app::VaultToken& token, const SessionId& session) {
  return token.checkout_session_id == session.text();
}

std::optional<app::VaultToken> erased_token(app::VaultToken token) {
  if (!token.spent_by) return std::nullopt;
  token.metadata.clear();
  return token;
}

checkout::SessionPtr without_approval_token(const checkout::Session& session) {
  auto without = std::make_shared<checkout::Session>(session);
  without->approval.emplace();
  return without;
}

}  // namespace till::store
