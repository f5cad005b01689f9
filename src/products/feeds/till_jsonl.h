// TillJsonl: Till's own lines of JSON, one product each.
#pragma once

#include <memory>

#include "products/feeds/feed_reader.h"

namespace till::products {

// A source that ends without a line end was cut off. Empty lines are passed over.
std::unique_ptr<FeedReader> read_till_jsonl(FeedSettings settings, FeedSink sink);

}  // namespace till::products
