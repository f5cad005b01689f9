// The interface of a database's FTS5, for extensions of it. Private to this folder.
#pragma once

#include <sqlite3.h>

#include "base/ensure.h"

namespace till::products {

// Never null; it lives as long as the database.
inline fts5_api* fts5_api_of(sqlite3* database) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  TILL_ENSURE(sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &statement, nullptr) ==
              SQLITE_OK);
  sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
  sqlite3_step(statement);
  sqlite3_finalize(statement);
  TILL_ENSURE(api != nullptr);
  return api;
}

}  // namespace till::products
