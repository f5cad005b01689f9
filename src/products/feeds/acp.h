// ACP's product feed (schema.feed.json of 2026-04-17): products.jsonl with a product a line, or the
// answer of the Feed API with a member products.
#pragma once

#include <memory>

#include "products/feeds/feed_reader.h"

namespace till::products {

// Each variant is a product; those of one product with more than one are a group. A list price
// above the price makes the price that of a sale.
std::unique_ptr<FeedReader> make_acp(FeedSettings settings, FeedSink sink);

}  // namespace till::products
