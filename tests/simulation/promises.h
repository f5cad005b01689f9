// The five promises of the README, checked from outside: against what the provider charged, what
// the platform was told and what the agents were answered.
#pragma once

#include <vector>

#include "simulation/buyers.h"

namespace till::simulation {

// What has to hold at any moment.
void check_step(ShopFloor& floor);

// What has to hold once all is calm and every deadline has passed.
void check_end(ShopFloor& floor, const std::vector<Agent>& agents, Executor& line);

}  // namespace till::simulation
