// OpenAI's product feed: JSON lines, CSV and TSV, in its names of before and since 2026.
#pragma once

#include <memory>

#include "products/feeds/feed_reader.h"

namespace till::products {

std::unique_ptr<FeedReader> make_openai(FeedSettings settings, FeedSink sink);

}  // namespace till::products
