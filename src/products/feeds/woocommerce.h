// The CSV that WooCommerce exports products as.
#pragma once

#include <memory>

#include "products/feeds/feed_reader.h"

namespace till::products {

// Simple products and variations are products; what a variation does not say, its variable product
// does, which may come after it. All other types, drafts, private and hidden products are passed
// over. The id is the SKU, or else the ID. The page is that of the product's ID in the shop.
std::unique_ptr<FeedReader> make_woocommerce(FeedSettings settings, FeedSink sink);

}  // namespace till::products
