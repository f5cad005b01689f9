// The CSV that Shopify exports products as, with its column names of before and since 2024.
#pragma once

#include <memory>

#include "products/feeds/feed_reader.h"

namespace till::products {

// The rows of one handle follow each other and are told together; drafts, archived and unpublished
// products and gift cards are passed over. The id is the SKU, or else the handle with the values of
// the options. The page is that of the handle in the shop.
std::unique_ptr<FeedReader> make_shopify(FeedSettings settings, FeedSink sink);

}  // namespace till::products
