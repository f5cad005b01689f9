// ChargeLimits: which amounts a payment provider charges in a currency, and how totals come to be
// among them before they are shown. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "base/amount.h"
#include "checkout/decide.h"

namespace till::checkout {

// In minor units of the currency. The defaults let any amount pass.
struct ChargeLimits {
  std::int64_t step = 1;       // Every charge is a multiple of it; positive.
  Amount least;                // Of what is charged at all.
  std::optional<Amount> most;  // Nothing: whatever Till can state.
};

// What the shop quoted for the draft in amounts whose total can be charged. Taxes and the prices of
// deliveries go to the nearest multiple of the step, half up; what the items cost beyond a multiple
// is taken off as a discount of its own, so that totals still add up (LT-07 to LT-13).
void round_quote(const Draft& draft, const ChargeLimits& limits, Quote& quote);

// The priced session; not ready for payment, with the reason, when it would be but its total is
// more or less than the provider charges. A total of nothing is not charged.
Session within_limits(Session priced, const ChargeLimits& limits);

}  // namespace till::checkout
