// What waits for the writer. Private to the SQLite store.
#pragma once

#include <coroutine>
#include <cstddef>
#include <span>
#include <variant>
#include <vector>

#include "app/store.h"
#include "base/task.h"
#include "store/sqlite/batch_writer.h"

namespace till::store {

struct Pruning {
  Timestamp now;
  app::Retention retention;
  std::size_t dropped = 0;
};

struct Erasing {
  std::vector<SessionId> sessions;
  Timestamp now;
  const app::OrderEvents& events;
  std::vector<SessionId> left{};
};

struct Stating {
  std::span<const app::Store::StatedStock> stock;
  Timestamp at;
};

struct StatingOthers {
  std::shared_ptr<const app::StatedPieces> others;
  Timestamp at;
};

struct Telling {
  app::StockReport report;
  app::StockTold told{};
};

// What the writer has to do and the coroutine that waits for it.
struct Waiting {
  std::variant<EncodedChangeset, Pruning, Stating, StatingOthers, Telling, Erasing, app::AuditEvent>
      order;
  Executor& executor;
  app::CommitOutcome outcome = app::CommitOutcome::busy;
  std::coroutine_handle<> work{};
  std::size_t bytes = 0;  // About what it holds while it waits.
};

}  // namespace till::store
