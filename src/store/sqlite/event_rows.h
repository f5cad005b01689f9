// Events as rows of the outbox. Private to the SQLite store.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "app/records.h"
#include "store/sqlite/database.h"

namespace till::store {

// Selects events as the clause tells; the body only where ?1 asks for it, since it is most of a
// row.
Statement select_events(const Database& database, std::string_view clause);

// Nothing when a column holds what was never written.
std::optional<app::OutboxEvent> event_of(const Statement& row);
// Where it is in the table; later events have greater numbers.
std::uint64_t row_of(const Statement& row);

}  // namespace till::store
