// Shares: an amount split over what something costs. Pure.
#pragma once

#include <vector>

#include "base/amount.h"

namespace till::checkout {

// The amount split by what each of the costs is of their sum, to the last unit: the shares add up
// to it. It is never more than the sum, which an amount holds; no share is more than its cost.
std::vector<Amount> shares_of(Amount amount, const std::vector<Amount>& costs);

}  // namespace till::checkout
