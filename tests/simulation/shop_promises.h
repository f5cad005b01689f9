// What the shop behind Till and the buyer are promised: what the shop knows is what was sold.
#pragma once

#include <vector>

#include "simulation/till.h"

namespace till::simulation {

// Once all is calm: the shop's orders and stock are Till's, and nobody paid what was not shown.
void check_sales(ShopFloor& floor, const std::vector<checkout::Order>& orders, Executor& line);

}  // namespace till::simulation
