// What both stores drop and forget, as rules over values. Private to store.
#pragma once

#include <optional>

#include "app/records.h"
#include "app/retention.h"
#include "checkout/session.h"

namespace till::store {

// Older than the retention allows. An open attempt never is.
bool is_due(const app::VaultToken& token, const app::Retention& retention, Timestamp now);
bool is_due(const app::PaymentAttempt& attempt, const app::Retention& retention, Timestamp now);

// The session and the order in it without their buyer.
checkout::Session erased_session(const checkout::Session& session, Timestamp now);
bool is_made_for(const app::VaultToken& token, const SessionId& session);
// What stays of a token of such a session: nothing of one that was not spent, and of the others
// what a refund needs.
std::optional<app::VaultToken> erased_token(app::VaultToken token);

// A version from before the seller decided, without what was to be charged.
checkout::SessionPtr without_approval_token(const checkout::Session& session);

}  // namespace till::store
