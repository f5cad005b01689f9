// WordBeginnings: the words of a product file that begin as another one. Private to the product
// file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "products/file/sqlite.h"
#include "products/search/word_folder.h"

namespace till::products {

// So many are looked for beside a word: the commonest, for a word may begin thousands.
inline constexpr std::size_t kMostBeginnings = 16;

// One thread at a time. The database must outlive it.
class WordBeginnings {
 public:
  explicit WordBeginnings(sqlite3* database);

  // The commonest ones that are longer than the word, without case and accents. None after an
  // error, and in a file of before there was such a list: what is found is fewer.
  std::vector<std::string> of(std::string_view word);

 private:
  WordFolder folder_;
  Query terms_;
};

}  // namespace till::products
