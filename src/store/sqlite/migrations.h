// The schema and how it came to be. Private to the SQLite store.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "store/sqlite/database.h"

namespace till::store {

// Can this binary bring data of that schema to its own? Refused for data of a newer one.
Result<void, std::string> check_schema(std::int64_t version);

// Is the database of this binary's schema? False when it is older; refused when it is newer.
Result<bool, std::string> is_newest(const Database& database);

// Brings the database to the newest schema. Refused when it is newer than this binary or cannot be
// written.
Result<void, std::string> migrate(Database& database);

}  // namespace till::store
