// What the shop states of an item beside its name and its price: the members that lines of quotes
// and products share. Private to this folder.
#pragma once

#include <optional>

#include "checkout/item_facts.h"
#include "commerce/remote/answer_fault.h"
#include "json/node.h"

namespace till::commerce::remote {

// Reads group, options, brand, gtin, mpn, category, condition, weight_grams, size, availability,
// available_at and least_age; an empty text and a number of 0 tell nothing. A GTIN that is none
// costs nobody the item: it is left out, and noted in `left_out` unless something is already.
checkout::ItemFacts read_item_facts(const json::Node& item, AnswerFaults& left_out);

}  // namespace till::commerce::remote
