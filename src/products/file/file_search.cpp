#include "products/file/file_search.h"

#include <algorithm>
#include <utility>

#include "products/search/search_words.h"

namespace till::products {
namespace {

constexpr auto kMost = static_cast<std::int64_t>(kMostFound);

constexpr const char* kMatching =
    "SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rowid LIMIT ?2";
// A word of the title counts for more than one of the description.
constexpr const char* kRanked =
    "SELECT rowid, till_rank(words, 4.0, 1.0, 2.0, 2.0) FROM words WHERE words MATCH ?1 "
    "ORDER BY rowid LIMIT ?2";
constexpr const char* kTags =
    "SELECT place, amount FROM tags WHERE currency = ?1 AND amount BETWEEN ?2 AND ?3 "
    "ORDER BY amount, place LIMIT ?4";
constexpr const char* kFirst = "SELECT place FROM products ORDER BY place LIMIT ?1";

// Files of before have no columns of sales.
bool has_sales(sqlite3* database) {
  Query column(database, "SELECT 1 FROM pragma_table_info('products') WHERE name = 'sale'");
  return column.step();
}

// What a product costs in the currency ?2 at the moment ?3.
std::string_view price_of(sqlite3* database) {
  if (!has_sales(database)) return "json_extract(prices, ?2)";
  return "coalesce(CASE WHEN coalesce(sale_from, ?3) <= ?3 AND (sale_until IS NULL OR ?3 < "
         "sale_until) THEN json_extract(sale, ?2) END, json_extract(prices, ?2))";
}

// The row of a place, on request with its price in a currency. Files of before know no groups.
std::string row_of(sqlite3* database, bool priced) {
  return std::string("SELECT place, id, stated, digital, ") +
         (knows_groups(database) ? "number" : "0") +
         (priced ? ", " + std::string(price_of(database)) : "") + " FROM products WHERE place = ?1";
}

}  // namespace

bool knows_groups(sqlite3* database) {
  Query found(database, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'variants'");
  return found.step();
}

FoundProduct found_in(const Query& row) {
  return {row.integer(0), std::string(row.text(1)), row.integer(2), row.integer(3) != 0,
          static_cast<std::uint64_t>(row.integer(4))};
}

FileSearch::FileSearch(DatabaseHandle database)
    : database_(std::move(database)),
      matching_(database_.get(), kMatching),
      ranked_(database_.get(), kRanked),
      row_(database_.get(), row_of(database_.get(), false).c_str()),
      priced_row_(database_.get(), row_of(database_.get(), true).c_str()),
      tags_(database_.get(), kTags),
      first_(database_.get(), kFirst),
      knows_sales_(has_sales(database_.get())),
      beginnings_(database_.get()) {}

std::optional<FileSearch::Places> FileSearch::read(Query& query) {
  const QueryEnd end(query);
  Places places;
  while (query.step()) places.push_back(query.integer(0));
  return query.failed() ? std::nullopt : std::optional(std::move(places));
}

std::optional<FileSearch::Places> FileSearch::matches(const std::string& expression) {
  return read(matching_.bind(1, std::string_view(expression)).bind(2, kMost));
}

// Sorted here: whether these are all, and so worth sorting, is known once they are found.
std::optional<FileSearch::Places> FileSearch::ranked(const std::string& expression) {
  const QueryEnd end(ranked_);
  std::vector<std::pair<double, std::int64_t>> found;
  ranked_.bind(1, std::string_view(expression)).bind(2, kMost);
  while (ranked_.step()) found.emplace_back(ranked_.real(1), ranked_.integer(0));
  if (ranked_.failed()) return std::nullopt;
  if (found.size() < kMostFound) std::sort(found.begin(), found.end());
  Places places;
  places.reserve(found.size());
  for (const auto& [rank, place] : found) places.push_back(place);
  return places;
}

// A tag counts if it is what the product costs at that moment, so that each is found once.
bool FileSearch::add_by_price(const PriceSpan& price, FoundProducts& found) {
  const QueryEnd end(tags_);
  tags_.bind(1, std::string_view(price.currency)).bind(2, price.least).bind(3, price.most);
  tags_.bind(4, 2 * kMost);
  while (found.products.size() < kMostFound && tags_.step()) {
    const std::int64_t amount = tags_.integer(1);
    const PriceSpan tag{price.currency, amount, amount, price.at};
    if (!add(tags_.integer(0), 0, tag, found)) return false;
  }
  return !tags_.failed();
}

std::optional<FileSearch::Places> FileSearch::first() { return read(first_.bind(1, kMost)); }

bool FileSearch::is_common(std::string_view word) {
  const std::string expression = all_of(form_expressions(word));
  matching_.bind(1, std::string_view(expression));
  const auto places = read(matching_.bind(2, static_cast<std::int64_t>(kEnoughFound)));
  return places && places->size() == kEnoughFound;
}

FileSearch::Widened FileSearch::widened(std::string_view words) {
  Widened widened;
  widened.expressions = form_expressions(words, [this, &widened](std::string_view word) {
    std::vector<std::string> others;
    if (!is_common(word)) others = beginnings_.of(word);
    widened.by_any = widened.by_any || !others.empty();
    return others;
  });
  return widened;
}

std::optional<FileSearch::Places> FileSearch::search_all(std::string_view words) {
  auto places = ranked(all_of(form_expressions(words)));
  if (!places || places->size() >= kEnoughFound) return places;
  const Widened more = widened(words);
  return more.by_any ? ranked(all_of(more.expressions)) : places;
}

std::optional<FileSearch::Places> FileSearch::search_any(
    const std::vector<std::string>& words, std::unordered_map<std::int64_t, std::size_t>& held) {
  for (const std::string& word : words) {
    const auto places = matches(word);
    if (!places) return std::nullopt;
    for (const std::int64_t place : *places) ++held[place];
  }
  std::optional<Places> all = Places();
  if (held.size() < kMostFound) {
    all = ranked(any_of(words));
  } else {
    for (const auto& [place, count] : held) all->push_back(place);
    std::sort(all->begin(), all->end());
  }
  if (!all) return all;
  std::stable_sort(all->begin(), all->end(), [&held](std::int64_t left, std::int64_t right) {
    return held[left] > held[right];
  });
  if (all->size() > kMostFound) all->resize(kMostFound);
  return all;
}

bool FileSearch::add(std::int64_t place, std::size_t words, const std::optional<PriceSpan>& price,
                     FoundProducts& found) {
  Query& row = price ? priced_row_ : row_;
  const QueryEnd end(row);
  const std::string member = price ? "$." + price->currency : "";
  row.bind(1, place);
  if (price) row.bind(2, std::string_view(member));
  if (price && knows_sales_) row.bind(3, price->at.ms);
  if (!row.step()) return false;
  if (price) {
    const auto amount = row.number(5);
    if (!(amount && *amount >= price->least && *amount <= price->most)) return true;
  }
  found.products.push_back(found_in(row));
  found.products.back().words = words;
  return true;
}

std::optional<FoundProducts> FileSearch::search(std::string_view words,
                                                const std::optional<PriceSpan>& price) {
  const std::lock_guard lock(mutex_);
  const std::vector<std::string> each = form_expressions(words);
  std::unordered_map<std::int64_t, std::size_t> held;
  FoundProducts found;
  std::optional<Places> places;
  if (each.empty()) {
    if (price) return add_by_price(*price, found) ? std::optional(std::move(found)) : std::nullopt;
    places = first();
  } else {
    places = search_all(words);
    if (places && places->empty() && each.size() > 1) {
      found.all_words = false;
      places = search_any(widened(words).expressions, held);
    }
  }
  if (!places) return std::nullopt;
  for (const std::int64_t place : *places) {
    const std::size_t count = found.all_words ? each.size() : held[place];
    if (!add(place, count, price, found)) return std::nullopt;
  }
  return found;
}

}  // namespace till::products
