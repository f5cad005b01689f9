// The schema and how it came to be. Private to the SQLite store.
#pragma once

#include <string>

#include "base/result.h"
#include "store/sqlite/database.h"

namespace till::store {

// Brings the database to the newest schema. Refused when it is newer than this binary or cannot be
// written.
Result<void, std::string> migrate(Database& database);

}  // namespace till::store
