// What keeps lines from being brought to the buyer, or taxed (FU-08, FU-09, FU-12). Private to
// checkout.
#pragma once

#include <cstddef>
#include <vector>

#include "checkout/decide.h"

namespace till::checkout {

// Of each line: the index of its group, or kNoGroup, and whether an option carries it.
struct Choices {
  const std::vector<std::size_t>& groups;
  const std::vector<bool> chosen;
};

// Adds a message for each address that is missing, each member of an address that keeps lines from
// being brought there or from being taxed, and each line that nothing carries.
void report_obstacles(Draft& draft, const Quote& quote, const Choices& choices);

}  // namespace till::checkout
