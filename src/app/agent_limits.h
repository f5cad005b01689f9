// The limits of what one agent may keep from others, checked against the store. Private to app.
#pragma once

#include <optional>

#include "app/checkout_service.h"

namespace till::app {

// The limits that every commit for an agent is held to.
AgentLimits limits_of(const CheckoutDependencies& dependencies);

// Refused: too_many_open_sessions.
std::optional<checkout::Refusal> refuse_session(const CheckoutDependencies& dependencies,
                                                const std::string& agent);

// Lowers the available stock in the quote to the share that the draft's agent may hold. What its
// session holds already, it keeps.
void keep_to_share(const CheckoutDependencies& dependencies, const checkout::Draft& draft,
                   checkout::Quote& quote);

}  // namespace till::app
