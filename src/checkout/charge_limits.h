// ChargeLimits: which amounts a payment provider charges in a currency, and how totals are brought
// to such amounts before they are shown. Pure.
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

// What can be charged by either of two providers.
ChargeLimits both(const ChargeLimits& one, const ChargeLimits& other);

// Changes the quote for the draft so that its total can be charged. Taxes and delivery prices are
// rounded to the nearest multiple of the step, half up; what the items cost beyond a multiple is
// taken off as a discount of its own, so that totals still add up (LT-07 to LT-13). A tax within
// a price is no amount of its own in any sum, and stays as the shop reckoned it.
void round_quote(const Draft& draft, const ChargeLimits& limits, Quote& quote);

// If the priced session would be ready for payment but costs more or less than the provider
// charges, it is not, and a message says why. A total of nothing is never charged, so it may pass.
void keep_within(const ChargeLimits& limits, Session& priced);

}  // namespace till::checkout
