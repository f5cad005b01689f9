// Prices that an agent showed to its buyer and sends along (CU-15).
#pragma once

#include <vector>

#include "checkout/command.h"
#include "checkout/session_rules.h"

namespace till::checkout {

// What a line costs is what the shop says. Where the agent showed another price, a warning says
// both, so that the buyer is told before paying. The lines are those of the draft, priced, in the
// order in which they were requested.
void explain_suggested_prices(Draft& draft, const std::vector<RequestedLine>& requested);

}  // namespace till::checkout
