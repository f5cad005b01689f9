// What one agent may keep from others, asked of the store. Private to app.
#pragma once

#include <optional>

#include "app/checkout_service.h"

namespace till::app {

// What every commit for an agent keeps to.
AgentLimits limits_of(const CheckoutDependencies& dependencies);

// Refused: too_many_open_sessions.
std::optional<checkout::Refusal> refuse_session(const CheckoutDependencies& dependencies,
                                                const std::string& agent);

// Leaves of what the quote says to be there only the share that the agent of the draft may hold.
// What the draft's session holds already it keeps.
void keep_to_share(const CheckoutDependencies& dependencies, const checkout::Draft& draft,
                   checkout::Quote& quote);

}  // namespace till::app
