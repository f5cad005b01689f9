// Amounts of tax: on a net price, and within a price that holds them. Pure.
#pragma once

#include <vector>

#include "base/amount.h"
#include "checkout/shares.h"
#include "commerce/embedded/tax_rate.h"

namespace till::commerce {

// The rates that hold at one place, by priority. They outlive whoever looks at them.
using TaxesThere = std::vector<const TaxRate*>;

// What is added to a net price: each tax half up, a compound one on the price with those before it.
// kAmountMax where it is more than an amount holds.
Amount tax_added(Amount net, const TaxesThere& taxes);

// The part of a price that is tax, half up: price less tax is net. Never more than the price.
Amount tax_within(Amount gross, const TaxesThere& taxes);

using checkout::shares_of;

}  // namespace till::commerce
