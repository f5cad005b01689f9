// FeedReader: takes a source of products in pieces, and tells each product and each bad row as it
// comes. One implementation a format.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "products/product.h"

namespace till::products {

// Why a row is no product, or less of one: where, what and how to mend it.
struct FeedFault {
  std::size_t line = 0;  // Of the source, from 1; that in which the row begins.
  std::string field;     // As the source calls it; empty: the whole row.
  std::string sentence;  // "The price has no currency. Write 12.50 USD."
  bool operator==(const FeedFault&) const = default;
};

// Called once a row, in the order of the source.
struct FeedSink {
  // Told with the faults that cost it a part (a picture that is no URL) and not the whole.
  std::function<void(Product product, std::size_t line)> product;
  // A row that is no product. It counts as bad.
  std::function<void(FeedFault fault)> bad;
  // Something of a row that was left out. The row is a product all the same.
  std::function<void(FeedFault fault)> left_out;
  // Rows of what the shop does not sell, or Till cannot: drafts, hidden products, gift cards.
  std::function<void(std::size_t rows)> passed_over = {};
};

// What the seller says of the source where the source does not.
struct FeedSettings {
  std::string currency;  // ISO 4217 in lower case, of prices without one.
  // Where buyers find the shop, without a slash at the end: products of an export that does not
  // tell their pages have them there. Empty: nowhere.
  std::string shop_url = {};
};

// Holds no more than one row and what it has not read of a piece: at most kMostRowBytes; where rows
// belong together, at most kMostHeldBytes of them. Used by one thread.
class FeedReader {
 public:
  virtual ~FeedReader() = default;
  // The next bytes of the source. False: the source is of no use from here on, finish() says why;
  // what was told until then may be wrong.
  virtual bool take(std::string_view bytes) = 0;
  // The end of the source. Refused with a fault of the whole source when it was cut off (an open
  // quote, element or stream), has no such columns, or is none of this format.
  virtual Result<void, FeedFault> finish() = 0;
};

inline constexpr std::size_t kMostRowBytes = 1024 * 1024;
inline constexpr std::size_t kMostHeldBytes = 32 * 1024 * 1024;

}  // namespace till::products
