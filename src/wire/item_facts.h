// How agents are told what an item is, over REST and as a product alike.
#pragma once

#include <string_view>
#include <vector>

#include "checkout/item_facts.h"
#include "json/writer.h"

namespace till::wire {

// in_stock, out_of_stock, pre_order or backorder: what cannot be had now is out of stock, whenever
// there may be more of it.
std::string_view availability_spelling(bool in_stock, const checkout::SharedFacts& facts);
std::string_view condition_spelling(checkout::ItemCondition condition);

// Each writes a member, name included, where there is something to tell.
void write_options(json::Writer& json, const std::vector<checkout::ItemOption>& options);
void write_weight_and_size(json::Writer& json, const checkout::ItemFacts& facts);
void write_available_at(json::Writer& json, const checkout::SharedFacts& facts);

}  // namespace till::wire
