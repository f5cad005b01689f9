// Wrappers around a reader that make its source plain: what was compressed is inflated, what a
// spreadsheet wrote as UTF-16 becomes UTF-8.
#pragma once

#include <cstdint>
#include <memory>

#include "products/feeds/feed_reader.h"

namespace till::products {

// More than any shop has products for: a few megabytes may say thousands of times as much.
inline constexpr std::uint64_t kMostUnpackedBytes = 32ULL * 1024 * 1024 * 1024;

// Inflates a source that begins as gzip does, by zlib and a few KiB a step; all others pass. A
// stream that ends before its end is refused, and so is one of more than so many bytes.
std::unique_ptr<FeedReader> unpacked(std::unique_ptr<FeedReader> reader,
                                     std::uint64_t most = kMostUnpackedBytes);

// Passes over a byte order mark, and turns what begins with one of UTF-16 into UTF-8.
std::unique_ptr<FeedReader> as_utf8(std::unique_ptr<FeedReader> reader);

}  // namespace till::products
