// Prices that an agent showed to its buyer and sends along (CU-15).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "checkout/command.h"
#include "checkout/session_rules.h"

namespace till::checkout {

// May this price of an item stand, as the seller's policy has it?
using MayStand = std::function<bool(const std::string& item_id, Amount price)>;

// Lines keep the suggested prices that may stand. What a line kept before stays where none does.
// The lines are those of the draft, in the order in which they were requested.
void honor_suggested_prices(Draft& draft, const std::vector<RequestedLine>& requested,
                            const MayStand& may_stand);

// What a line costs is what the shop says. Where the agent showed another price, a warning says
// both, so that the buyer is told before paying. The lines are those of the draft, priced, in the
// order in which they were requested.
void explain_suggested_prices(Draft& draft, const std::vector<RequestedLine>& requested);

}  // namespace till::checkout
