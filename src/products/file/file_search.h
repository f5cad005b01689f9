// FileSearch: full-text search over a product file. Private to the product file and to commerce.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/amount.h"
#include "base/clock.h"
#include "products/file/sqlite.h"
#include "products/file/word_beginnings.h"

namespace till::products {

// A product by what a list of them is sorted by.
struct FoundProduct {
  std::int64_t place = 0;  // From 1, in the order of the file.
  std::string id;
  std::int64_t stated = 0;  // See stated_pieces().
  bool digital = false;
  std::uint64_t group = 0;  // A number made of its group; 0: it has none, or nobody wrote it down.
  std::size_t words = 0;    // How many words of the query it holds.
};

struct FoundProducts {
  std::vector<FoundProduct> products;  // The best match first, those with more words before others.
  bool all_words = true;               // False: none holds all the words; these hold some.
};

// No more are looked at: of those that hold the words the first ones of the file, without words
// those that cost least. Whoever looks for less gets an answer in time. Of a product with a sale
// both prices are looked at, of which one holds: where there are many sales, fewer are found.
inline constexpr std::size_t kMostFound = 1'000;

// Where so many hold the words in any form, words that only begin so are not looked for: see
// WordBeginnings.
inline constexpr std::size_t kEnoughFound = 100;

// What has to be there of the price of a moment, both ends included.
struct PriceSpan {
  std::string currency;
  std::int64_t least = 0;
  std::int64_t most = kAmountMax;
  Timestamp at = {};  // Sales that are on then count.
};

// False of a file that an earlier till made: it has neither a table of variants nor their numbers.
bool knows_groups(sqlite3* database);

// A row of place, id, stated, digital, group.
FoundProduct found_in(const Query& row);

// Any thread may call.
class FileSearch {
 public:
  explicit FileSearch(DatabaseHandle database);

  // Products that hold each word in title, description or id, in one of its forms, or, unless there
  // are enough, a word that begins so; when there is none, those that hold any. Without words all
  // of them. Nothing when the file cannot be read.
  std::optional<FoundProducts> search(std::string_view words,
                                      const std::optional<PriceSpan>& price);

 private:
  using Places = std::vector<std::int64_t>;
  // The first kMostFound that fit the expression; nothing after an error. So is the next one.
  std::optional<Places> matches(const std::string& expression);
  // The same, the best match first if these are all.
  std::optional<Places> ranked(const std::string& expression);
  // Do enough hold it in any form that words which begin so are not looked for?
  bool is_common(std::string_view word);
  // The query's words, each in its forms or, unless it is common, as one of those that begin so.
  struct Widened {
    std::vector<std::string> expressions;
    bool by_any = false;  // Else no word begins so, and the forms are all there is.
  };
  Widened widened(std::string_view words);
  // Those that hold all the words.
  std::optional<Places> search_all(std::string_view words);
  std::optional<Places> search_any(const std::vector<std::string>& words,
                                   std::unordered_map<std::int64_t, std::size_t>& held);
  // Without words: what costs least first.
  bool add_by_price(const PriceSpan& price, FoundProducts& found);
  std::optional<Places> first();
  std::optional<Places> read(Query& query);
  bool add(std::int64_t place, std::size_t words, const std::optional<PriceSpan>& price,
           FoundProducts& found);

  std::mutex mutex_;
  DatabaseHandle database_;
  Query matching_, ranked_, row_, priced_row_, tags_, first_;
  const bool knows_sales_;
  WordBeginnings beginnings_;
};

}  // namespace till::products
