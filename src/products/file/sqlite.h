// SQLite's C interface with ownership. Private to the product file.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace till::products {

// One that could not be prepared, and one whose value could not be bound, fails at every step. One
// thread at a time.
class Query {
 public:
  Query() = default;
  Query(sqlite3* database, const char* sql);

  // Parameters count from 1. Texts must stay valid until the last step.
  Query& bind(int at, std::int64_t value);
  Query& bind(int at, std::optional<std::int64_t> value);
  Query& bind(int at, std::string_view text);
  // True when there is a row; at the end and after an error it is reset.
  bool step();
  // To the end; false after an error.
  bool run();
  bool failed() const { return failed_; }
  void reset();

  // Columns count from 0; texts are valid until the next step.
  std::int64_t integer(int at) const { return sqlite3_column_int64(handle_.get(), at); }
  double real(int at) const { return sqlite3_column_double(handle_.get(), at); }
  std::optional<std::int64_t> number(int at) const;
  std::string_view text(int at) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
  bool failed_ = false;
};

// Resets a query when a scope is left.
class QueryEnd {
 public:
  explicit QueryEnd(Query& query) : query_(query) {}
  ~QueryEnd() { query_.reset(); }
  QueryEnd(const QueryEnd&) = delete;
  QueryEnd& operator=(const QueryEnd&) = delete;

 private:
  Query& query_;
};

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using DatabaseHandle = std::unique_ptr<sqlite3, CloseDatabase>;

// To be written by this process alone, with no way back; the file must be there and empty.
Result<DatabaseHandle, std::string> open_to_write(const std::string& path);
// A file that nobody changes.
Result<DatabaseHandle, std::string> open_to_read(const std::string& path);
// False after an error; sqlite3_errmsg() says which.
bool execute(const DatabaseHandle& database, const char* sql);

}  // namespace till::products
