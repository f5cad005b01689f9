// How much each discount takes from which line. Private to checkout.
#pragma once

#include <string>
#include <vector>

#include "checkout/discount_rules.h"

namespace till::checkout {

// A discount that applies, with its code as the agent wrote it.
struct AcceptedDiscount {
  const DiscountDefinition* definition = nullptr;
  std::string code;
};

bool qualifies(const DiscountDefinition& definition, const DiscountCart::Line& line);

// What the lines that qualify cost undiscounted, and their pieces. The cart's bases must add up.
Amount qualifying_amount(const DiscountDefinition& definition, const DiscountCart& cart);
std::int64_t qualifying_pieces(const DiscountDefinition& definition, const DiscountCart& cart);

// The percentage that so many pieces reach; nothing below the first tier.
std::optional<std::int64_t> reached_tier(const DiscountDefinition& definition, std::int64_t pieces);

// The pieces of each line that come at the reduced price.
std::vector<std::int64_t> reduced_pieces(const DiscountDefinition& definition,
                                         const DiscountCart& cart);

// Writes the amounts of the accepted discounts into the outcome, whose line_discounts stand at 0.
void take_amounts(std::vector<AcceptedDiscount> accepted, const DiscountCart& cart,
                  DiscountOutcome& outcome);

}  // namespace till::checkout
