// CsvRows: the rows of a CSV or TSV that comes in pieces, read by libcsv.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "products/feeds/feed_reader.h"

namespace till::products {

struct CsvRow {
  std::size_t line = 0;   // In which it begins, from 1.
  bool long_row = false;  // It goes on in further lines.
  bool ended = false;     // By a line end, not by the end of the source.
  std::vector<std::string_view> fields;
};

// The separator is the one of tab, semicolon, comma and bar that the first line has most of. Lines
// end as on Windows, Unix or an old Mac; blank ones are passed over. Holds one row.
class CsvRows {
 public:
  using OnRow = std::function<void(const CsvRow& row)>;
  explicit CsvRows(OnRow on_row);
  ~CsvRows();

  // False: a row is longer than kMostRowBytes.
  bool take(std::string_view bytes);
  // The row that the source ends in is told; refused when a quote is open or a row was too long.
  Result<void, FeedFault> finish();

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace till::products
