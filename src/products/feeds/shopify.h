// The CSV that Shopify exports products as, with its column names of before and since 2024.
#pragma once

#include <memory>

#include "products/feeds/feed_reader.h"

namespace till::products {

// The rows of one handle follow each other and are told together; drafts, archived and unpublished
// products are passed over. The id is the SKU, or else the handle with the values of the options.
std::unique_ptr<FeedReader> make_shopify(FeedSettings settings, FeedSink sink);

}  // namespace till::products
