// The table of formats that products come in. A new format is a reader and a row.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "products/feeds/feed_reader.h"

namespace till::products {

// The first bytes of a source as far as they help to tell what it is: without compression and byte
// order mark, in UTF-8. `columns` are the names of the first line as column_name() has them, each
// between blanks: " id title price "; empty for XML and JSON.
struct FeedHead {
  std::string_view text;
  std::string_view columns;
};

struct FeedFormat {
  std::string_view name;   // As --format takes it.
  std::string_view title;  // What people call it.
  bool (*is_it)(const FeedHead& head);
  // Sources may be compressed by gzip and begin with a byte order mark.
  std::unique_ptr<FeedReader> (*make)(FeedSettings settings, FeedSink sink);
};

std::span<const FeedFormat> feed_formats();

// Nullptr when there is none of the name.
const FeedFormat* feed_format(std::string_view name);

// The format of a source that begins with these bytes, a few KiB of it; nullptr when it looks like
// none.
const FeedFormat* format_of(std::string_view first_bytes);

}  // namespace till::products
