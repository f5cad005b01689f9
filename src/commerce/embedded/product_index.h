// ProductIndex: full-text search over the items of a catalogue. Private to the embedded catalogue.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "commerce/embedded/catalog.h"

struct sqlite3;

namespace till::commerce {

struct FoundItems {
  std::vector<std::size_t> items;  // Places in the catalogue, the best match first.
  std::size_t total = 0;
};

// An SQLite FTS5 table in memory. One thread at a time.
class ProductIndex {
 public:
  // The items are read here only.
  explicit ProductIndex(const std::vector<CatalogItem>& items);
  ~ProductIndex();

  // Items that hold a word beginning with each word of the query, accents and case aside.
  FoundItems search(std::string_view query, std::size_t skipped, std::size_t most) const;

  // Of a longer query the rest is passed over.
  static constexpr std::size_t kQueryWords = 16;

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  std::unique_ptr<sqlite3, Close> database_;
};

// The words of a query as an FTS5 expression; empty when there are none.
std::string match_expression(std::string_view query);

}  // namespace till::commerce
