// What products are told to be, in the words of checkout. Private to commerce.
#pragma once

#include <optional>

#include "checkout/item_facts.h"
#include "products/product.h"

namespace till::commerce {

checkout::ItemCondition item_condition(products::Condition condition);
products::Condition product_condition(checkout::ItemCondition condition);

// Nothing of what is had now or not at all: whether there are pieces, the stock says.
std::optional<checkout::LaterSupply> later_supply(
    std::optional<products::Availability> availability);

}  // namespace till::commerce
