// The XML of Google Merchant feeds: items of RSS 2.0 or entries of Atom, attributes with or without
// the prefix g.
#pragma once

#include <memory>

#include "products/feeds/feed_reader.h"

namespace till::products {

// Read by expat. A document with entities of its own, or in an encoding that expat does not know,
// is refused.
std::unique_ptr<FeedReader> make_google_xml(FeedSettings settings, FeedSink sink);

}  // namespace till::products
