// Google Merchant product feeds: TSV, CSV, and XML as RSS or Atom.
#pragma once

#include <memory>

#include "products/feeds/feed_reader.h"

namespace till::products {

std::unique_ptr<FeedReader> make_google(FeedSettings settings, FeedSink sink);

}  // namespace till::products
