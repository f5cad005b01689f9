#include "products/file/sqlite.h"

#include "products/search/search_rank.h"
#include "products/search/search_tokenizer.h"

namespace till::products {
namespace {

// As SQLite's URIs want it.
std::string escaped(const std::string& path) {
  std::string uri;
  for (const char c : path) {
    if (c == '?') {
      uri += "%3f";
    } else if (c == '#') {
      uri += "%23";
    } else if (c == '%') {
      uri += "%25";
    } else {
      uri += c;
    }
  }
  return uri;
}

Result<DatabaseHandle, std::string> open(const std::string& name, int flags) {
  sqlite3* opened = nullptr;
  const int result = sqlite3_open_v2(name.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  DatabaseHandle database(opened);
  if (result != SQLITE_OK) return refused(std::string(sqlite3_errstr(result)));
  add_search_tokenizer(opened);
  add_search_rank(opened);
  return database;
}

}  // namespace

Query::Query(sqlite3* database, const char* sql) {
  sqlite3_stmt* handle = nullptr;
  failed_ = sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, nullptr) !=
            SQLITE_OK;
  handle_.reset(handle);
}

Query& Query::bind(int at, std::int64_t value) {
  failed_ = failed_ || sqlite3_bind_int64(handle_.get(), at, value) != SQLITE_OK;
  return *this;
}

Query& Query::bind(int at, std::optional<std::int64_t> value) {
  if (value) return bind(at, *value);
  failed_ = failed_ || sqlite3_bind_null(handle_.get(), at) != SQLITE_OK;
  return *this;
}

Query& Query::bind(int at, std::string_view text) {
  const char* const bytes = text.empty() ? "" : text.data();
  failed_ = failed_ || sqlite3_bind_text(handle_.get(), at, bytes, static_cast<int>(text.size()),
                                         SQLITE_STATIC) != SQLITE_OK;
  return *this;
}

bool Query::step() {
  if (failed_) return false;
  const int result = sqlite3_step(handle_.get());
  if (result == SQLITE_ROW) return true;
  failed_ = result != SQLITE_DONE;
  reset();
  return false;
}

bool Query::run() {
  while (step()) {
  }
  return !failed_;
}

void Query::reset() {
  if (handle_) sqlite3_reset(handle_.get());
}

std::optional<std::int64_t> Query::number(int at) const {
  if (sqlite3_column_type(handle_.get(), at) == SQLITE_NULL) return std::nullopt;
  return integer(at);
}

std::string_view Query::text(int at) const {
  const auto* const bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), at));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), at))};
}

Result<DatabaseHandle, std::string> open_to_write(const std::string& path) {
  return open(path, SQLITE_OPEN_READWRITE);
}

Result<DatabaseHandle, std::string> open_to_read(const std::string& path) {
  return open("file:" + escaped(path) + "?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
}

bool execute(const DatabaseHandle& database, const char* sql) {
  return sqlite3_exec(database.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

}  // namespace till::products
