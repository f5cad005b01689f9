// Wrappers around a reader that make its source plain: what was compressed is inflated, what a
// spreadsheet wrote as UTF-16 becomes UTF-8.
#pragma once

#include <memory>

#include "products/feeds/feed_reader.h"

namespace till::products {

// Inflates a source that begins as gzip does, by zlib and a few KiB a step; all others pass. A
// stream that ends before its end is refused.
std::unique_ptr<FeedReader> unpacked(std::unique_ptr<FeedReader> reader);

// Passes over a byte order mark, and turns what begins with one of UTF-16 into UTF-8.
std::unique_ptr<FeedReader> as_utf8(std::unique_ptr<FeedReader> reader);

}  // namespace till::products
