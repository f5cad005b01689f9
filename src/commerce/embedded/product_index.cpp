#include "commerce/embedded/product_index.h"

#include <sqlite3.h>

#include <algorithm>

#include "base/ensure.h"
#include "products/search/search_tokenizer.h"
#include "products/search/search_words.h"

namespace till::commerce {
namespace {

struct Finalize {
  void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

Statement prepare(sqlite3* database, const char* sql) {
  sqlite3_stmt* handle = nullptr;
  TILL_ENSURE(sqlite3_prepare_v2(database, sql, -1, &handle, nullptr) == SQLITE_OK);
  return Statement(handle);
}

void bind_text(const Statement& statement, int at, std::string_view text) {
  sqlite3_bind_text(statement.get(), at, text.data(), static_cast<int>(text.size()),
                    SQLITE_TRANSIENT);
}

}  // namespace

void ProductIndex::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

// Nothing here can fail but for memory: the database is our own and in memory.
ProductIndex::ProductIndex(const std::vector<CatalogItem>& items) : size_(items.size()) {
  sqlite3* database = nullptr;
  TILL_ENSURE(sqlite3_open_v2(":memory:", &database,
                              SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                              nullptr) == SQLITE_OK);
  database_.reset(database);
  products::add_search_tokenizer(database);
  const char* const table =
      "CREATE VIRTUAL TABLE items USING fts5(title, description, id, joined, "
      "tokenize='till', content='');"
      "BEGIN";
  TILL_ENSURE(sqlite3_exec(database, table, nullptr, nullptr, nullptr) == SQLITE_OK);
  fill(items);
  TILL_ENSURE(sqlite3_exec(database, "COMMIT", nullptr, nullptr, nullptr) == SQLITE_OK);
}

ProductIndex::~ProductIndex() = default;

void ProductIndex::fill(const std::vector<CatalogItem>& items) const {
  const Statement insert = prepare(database_.get(),
                                   "INSERT INTO items(rowid, title, description, id, joined) "
                                   "VALUES (?1, ?2, ?3, ?4, ?5)");
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string& description = items[i].description.value_or("");
    sqlite3_bind_int64(insert.get(), 1, static_cast<sqlite3_int64>(i));
    bind_text(insert, 2, items[i].title);
    bind_text(insert, 3, description);
    bind_text(insert, 4, items[i].id);
    bind_text(insert, 5, products::joined_words(items[i].title + " " + description));
    TILL_ENSURE(sqlite3_step(insert.get()) == SQLITE_DONE);
    sqlite3_reset(insert.get());
  }
}

std::vector<std::size_t> ProductIndex::matches(const std::string& expression) const {
  return read("SELECT rowid FROM items WHERE items MATCH ?1 ORDER BY rowid", expression);
}

std::vector<std::size_t> ProductIndex::ranked(const std::string& expression) const {
  auto places = matches(expression);
  if (places.size() > kMostRanked) return places;
  // A word of the title counts for more than one of the description.
  return read(
      "SELECT rowid FROM items WHERE items MATCH ?1 "
      "ORDER BY bm25(items, 4.0, 1.0, 2.0, 2.0), rowid",
      expression);
}

std::vector<std::size_t> ProductIndex::read(const char* sql, const std::string& expression) const {
  const Statement select = prepare(database_.get(), sql);
  bind_text(select, 1, expression);
  std::vector<std::size_t> places;
  // What the tokenizer takes for no word at all matches nothing.
  while (sqlite3_step(select.get()) == SQLITE_ROW) {
    places.push_back(static_cast<std::size_t>(sqlite3_column_int64(select.get(), 0)));
  }
  return places;
}

FoundItems ProductIndex::search(std::string_view query) const {
  const std::vector<std::string> words = products::word_expressions(query);
  FoundItems found;
  if (words.empty()) return found;
  for (const std::size_t at : ranked(products::all_of(words)))
    found.items.push_back({at, words.size()});
  return found.items.empty() && words.size() > 1 ? search_any(words) : found;
}

FoundItems ProductIndex::search_any(const std::vector<std::string>& words) const {
  std::vector<std::size_t> held(size_);
  for (const std::string& word : words) {
    for (const std::size_t at : matches(word)) ++held[at];
  }
  FoundItems found;
  found.all_words = false;
  std::vector<std::size_t> places;
  for (std::size_t at = 0; at < size_; ++at) {
    if (held[at] > 0) places.push_back(at);
  }
  if (places.size() <= kMostRanked) places = ranked(products::any_of(words));
  for (const std::size_t at : places) found.items.push_back({at, held[at]});
  std::stable_sort(
      found.items.begin(), found.items.end(),
      [](const FoundItem& left, const FoundItem& right) { return left.words > right.words; });
  return found;
}

}  // namespace till::commerce
