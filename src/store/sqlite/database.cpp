#include "store/sqlite/database.h"

#include <cerrno>

#include "base/ensure.h"

namespace till::store {

Statement::Statement(sqlite3* database, const char* sql) {
  sqlite3_stmt* handle = nullptr;
  const int result =
      sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  TILL_ENSURE(result != SQLITE_ERROR);  // Our own SQL on our own schema; a disk fails otherwise.
  handle_.reset(handle);
}

Statement& Statement::bind(int at, std::int64_t value) {
  note_bound(sqlite3_bind_int64(handle_.get(), at, value));
  return *this;
}

Statement& Statement::bind_null(int at) {
  note_bound(sqlite3_bind_null(handle_.get(), at));
  return *this;
}

Statement& Statement::bind_text(int at, std::string_view text) {
  // A view of nothing may have no data, which SQLite would take for NULL.
  const char* data = text.empty() ? "" : text.data();
  note_bound(sqlite3_bind_text64(handle_.get(), at, data, text.size(), SQLITE_STATIC, SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind_blob(int at, std::string_view bytes) {
  const char* data = bytes.empty() ? "" : bytes.data();
  note_bound(sqlite3_bind_blob64(handle_.get(), at, data, bytes.size(), SQLITE_STATIC));
  return *this;
}

bool Statement::step() {
  failed_ = handle_ == nullptr || !bound_;
  if (failed_) return false;
  const int result = sqlite3_step(handle_.get());
  failed_ = result != SQLITE_ROW && result != SQLITE_DONE;
  return result == SQLITE_ROW;
}

bool Statement::run() {
  while (step()) {
  }
  const bool fine = !failed_;
  reset();
  return fine;
}

void Statement::reset() {
  sqlite3_reset(handle_.get());
  bound_ = true;
}

std::string_view Statement::bytes(int at) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(handle_.get(), at));
  const int size = sqlite3_column_bytes(handle_.get(), at);
  return data == nullptr ? std::string_view()
                         : std::string_view(data, static_cast<std::size_t>(size));
}

namespace {

// Nobody reads SQLite's statistics of memory, which cost a lock at each allocation. Only before its
// first use; later it keeps them, which does no harm.
void keep_no_statistics() {
  static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(configured);
}

}  // namespace

Result<Database, std::string> Database::open(const std::string& path, Access access) {
  keep_no_statistics();
  const int flags = access == Access::read_only ? SQLITE_OPEN_READONLY
                                                : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  sqlite3* handle = nullptr;
  const int result = sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(handle);
  if (result != SQLITE_OK) return refused("cannot open " + path + ": " + sqlite3_errstr(result));
  sqlite3_busy_timeout(handle, 5'000);
  return database;
}

// Why the last write to the log failed.
int Database::log_error() const {
  sqlite3_file* log = nullptr;
  sqlite3_file_control(handle_.get(), "main", SQLITE_FCNTL_JOURNAL_POINTER,
                       static_cast<void*>(&log));
  int error = 0;
  if (log != nullptr && log->pMethods != nullptr) {
    log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &error);
  }
  return error;
}

bool Database::is_full() const {
  const int code = sqlite3_extended_errcode(handle_.get());
  if (code == SQLITE_FULL) return true;
  if (code != SQLITE_IOERR_WRITE) return false;
  // SQLite knows a full disk, but neither a quota nor a limit on the size of a file.
  const int error = log_error();
  return error == ENOSPC || error == EDQUOT || error == EFBIG;
}

bool Database::execute(const char* sql) {
  return sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

}  // namespace till::store
