#include "commerce/embedded/product_index.h"

#include <sqlite3.h>

#include <cctype>

#include "base/ensure.h"

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

// Letters and digits of ASCII and whatever lies beyond it; all else parts words.
bool in_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || std::isalnum(byte) != 0;
}

std::size_t count_matches(sqlite3* database, const std::string& expression) {
  const Statement count = prepare(database, "SELECT count(*) FROM items WHERE items MATCH ?1");
  bind_text(count, 1, expression);
  // What the tokenizer takes for no word at all matches nothing.
  if (sqlite3_step(count.get()) != SQLITE_ROW) return 0;
  return static_cast<std::size_t>(sqlite3_column_int64(count.get(), 0));
}

}  // namespace

void ProductIndex::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

// Nothing here can fail but for memory: the database is our own and in memory.
ProductIndex::ProductIndex(const std::vector<CatalogItem>& items) {
  sqlite3* database = nullptr;
  TILL_ENSURE(sqlite3_open_v2(":memory:", &database,
                              SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                              nullptr) == SQLITE_OK);
  database_.reset(database);
  const char* const table =
      "CREATE VIRTUAL TABLE items USING fts5(title, description, id,"
      " tokenize='unicode61 remove_diacritics 2'); BEGIN";
  TILL_ENSURE(sqlite3_exec(database, table, nullptr, nullptr, nullptr) == SQLITE_OK);
  const Statement insert =
      prepare(database, "INSERT INTO items(rowid, title, description, id) VALUES (?1, ?2, ?3, ?4)");
  for (std::size_t i = 0; i < items.size(); ++i) {
    sqlite3_bind_int64(insert.get(), 1, static_cast<sqlite3_int64>(i));
    bind_text(insert, 2, items[i].title);
    bind_text(insert, 3, items[i].description.value_or(""));
    bind_text(insert, 4, items[i].id);
    TILL_ENSURE(sqlite3_step(insert.get()) == SQLITE_DONE);
    sqlite3_reset(insert.get());
  }
  TILL_ENSURE(sqlite3_exec(database, "COMMIT", nullptr, nullptr, nullptr) == SQLITE_OK);
}

ProductIndex::~ProductIndex() = default;

std::string match_expression(std::string_view query) {
  std::string expression;
  std::size_t words = 0;
  for (std::size_t at = 0; at < query.size() && words < ProductIndex::kQueryWords;) {
    if (!in_word(query[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < query.size() && in_word(query[end])) ++end;
    // Quoted, a word is never an operator of the expression.
    expression.append(words == 0 ? "\"" : " \"").append(query.substr(at, end - at)).append("\"*");
    ++words;
    at = end;
  }
  return expression;
}

FoundItems ProductIndex::search(std::string_view query, std::size_t skipped,
                                std::size_t most) const {
  FoundItems found;
  const std::string expression = match_expression(query);
  if (expression.empty()) return found;
  found.total = count_matches(database_.get(), expression);
  // A word of the title counts for more than one of the description.
  const Statement select = prepare(database_.get(),
                                   "SELECT rowid FROM items WHERE items MATCH ?1 "
                                   "ORDER BY bm25(items, 4.0, 1.0, 2.0), rowid LIMIT ?2 OFFSET ?3");
  bind_text(select, 1, expression);
  sqlite3_bind_int64(select.get(), 2, static_cast<sqlite3_int64>(most));
  sqlite3_bind_int64(select.get(), 3, static_cast<sqlite3_int64>(skipped));
  while (sqlite3_step(select.get()) == SQLITE_ROW) {
    found.items.push_back(static_cast<std::size_t>(sqlite3_column_int64(select.get(), 0)));
  }
  return found;
}

}  // namespace till::commerce
