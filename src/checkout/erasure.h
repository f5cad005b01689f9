// What is left of a purchase once its buyer is forgotten. Pure.
#pragma once

#include <string_view>

#include "checkout/session.h"

namespace till::checkout {

// The same version without anything that tells who bought: no buyer, addresses, contacts, notes,
// texts of the agent, attribution or messages. What was bought and what it cost stays, and so does
// its order as it is. For a session that is over.
Session without_buyer(Session session);

// The order that bookkeeping needs: lines, amounts, the payment's references, what happened when;
// `erased_at` is its tombstone. A second time changes nothing.
Order without_buyer(Order order, Timestamp now);

// Does any place of the session hold this e-mail address, as people write addresses? Empty matches
// nothing.
bool holds_email(const Session& session, std::string_view email);

}  // namespace till::checkout
