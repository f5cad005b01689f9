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

struct FoundItem {
  std::size_t at = 0;     // Its place in the catalogue.
  std::size_t words = 0;  // How many words of the query it holds.
};

struct FoundItems {
  std::vector<FoundItem> items;  // The best match first, those with more words before others.
  bool all_words = true;         // False: none holds all the words; these hold some.
};

// More than these are found in the order of the catalogue: comparing them would keep others waiting
// for long, and tells little when a word stands nearly everywhere.
inline constexpr std::size_t kMostRanked = 5'000;

// An SQLite FTS5 table in memory. One thread at a time.
class ProductIndex {
 public:
  // The items are read here only.
  explicit ProductIndex(const std::vector<CatalogItem>& items);
  ~ProductIndex();

  // Items that hold each word of the query; when there is none, those that hold any. None for a
  // query without words. See SearchTokenizer for when an item holds a word.
  FoundItems search(std::string_view query) const;

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  void fill(const std::vector<CatalogItem>& items) const;
  // The places of the items that fit an expression, in the order of the catalogue.
  std::vector<std::size_t> matches(const std::string& expression) const;
  // The same, the best match first if they are few enough.
  std::vector<std::size_t> ranked(const std::string& expression) const;
  std::vector<std::size_t> read(const char* sql, const std::string& expression) const;
  FoundItems search_any(const std::vector<std::string>& words) const;

  const std::size_t size_;
  std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace till::commerce
