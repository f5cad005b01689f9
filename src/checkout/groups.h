// Fulfilment groups: which lines go together, how and where (FU-11). Private to checkout.
#pragma once

#include <cstddef>
#include <vector>

#include "checkout/decide.h"

namespace till::checkout {

inline constexpr std::size_t kNoGroup = static_cast<std::size_t>(-1);

// The lines an id of the agent stands for: a line item id names one, an item id all of its lines
// (FU-07).
std::vector<std::size_t> lines_named(const Draft& draft, const std::string& id);

// Of each line the index of its group, the first that names it, or kNoGroup.
std::vector<std::size_t> groups_of_lines(const Draft& draft);

// A group that goes to an address of its own is a shipment of its own.
bool has_own_address(const FulfillmentGroup& group);

// Is the option at the place the group names, or does it name none? Shipping knows no places.
bool is_at_place(const FulfillmentGroup& group, const FulfillmentOption& option);

// Adds a message for every group that names no line, a line of another group or an unknown place.
void report_groups(Draft& draft, const std::vector<std::size_t>& owners);

}  // namespace till::checkout
