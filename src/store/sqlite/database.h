// Database and Statement: SQLite's C interface with ownership. Private to the SQLite store.
#pragma once

#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/result.h"

namespace till::store {

// A prepared statement that is used again and again. Bind, step until it has no row, reset. One
// thread at a time. One that could not be prepared fails at every step.
class Statement {
 public:
  Statement() = default;
  Statement(sqlite3* database, const char* sql);

  // Parameters count from 1. Views must stay valid until reset().
  Statement& bind(int at, std::int64_t value);
  Statement& bind_null(int at);
  Statement& bind_text(int at, std::string_view text);
  Statement& bind_blob(int at, std::string_view bytes);
  template <std::size_t size>
  Statement& bind(int at, const std::array<std::uint8_t, size>& bytes) {
    return bind_blob(at, {reinterpret_cast<const char*>(bytes.data()), size});
  }
  // A temporary would be gone at the first step.
  template <std::size_t size>
  Statement& bind(int at, const std::array<std::uint8_t, size>&& bytes) = delete;

  // True when there is a row. False at the end and after an error; see failed().
  bool step();
  bool failed() const { return failed_; }
  // Runs to the end and resets; false after an error.
  bool run();
  void reset();

  // Columns count from 0; views are valid until the next step or reset.
  std::int64_t integer(int at) const { return sqlite3_column_int64(handle_.get(), at); }
  std::uint64_t number(int at) const { return static_cast<std::uint64_t>(integer(at)); }
  bool is_null(int at) const { return sqlite3_column_type(handle_.get(), at) == SQLITE_NULL; }
  std::string_view bytes(int at) const;
  template <class AnyId>
  AnyId id(int at) const {
    AnyId id;
    const std::string_view raw = bytes(at);
    if (raw.size() == id.bytes.size()) {
      raw.copy(reinterpret_cast<char*>(id.bytes.data()), raw.size());
    }
    return id;
  }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
  };
  void note_bound(int result) { bound_ = bound_ && result == SQLITE_OK; }
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
  bool bound_ = true;
  bool failed_ = false;
};

// Resets a statement when a scope is left, so that no read stays open.
class ResetAtEnd {
 public:
  explicit ResetAtEnd(Statement& statement) : statement_(statement) {}
  ~ResetAtEnd() { statement_.reset(); }
  ResetAtEnd(const ResetAtEnd&) = delete;
  ResetAtEnd& operator=(const ResetAtEnd&) = delete;

 private:
  Statement& statement_;
};

// One connection. One thread at a time.
class Database {
 public:
  enum class Access { read_write, read_only };
  static Result<Database, std::string> open(const std::string& path, Access access);

  // False after an error; see error().
  bool execute(const char* sql);
  std::string error() const { return sqlite3_errmsg(handle_.get()); }
  // Did the last call fail for want of room? Then what it belonged to can be rolled back and tried
  // again later, since nothing was synced.
  bool is_full() const;
  // A transaction is open.
  bool in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }
  Statement prepare(const char* sql) const { return {handle_.get(), sql}; }
  sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  explicit Database(sqlite3* handle) : handle_(handle) {}
  int log_error() const;
  std::unique_ptr<sqlite3, Close> handle_;
};

}  // namespace till::store
