// Outbox: the events that are told to agents.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "app/ports/changeset.h"
#include "app/ports/store_result.h"

namespace till::app {

struct EventFilter {
  std::optional<EventState> state;
  std::size_t limit = 100;
  std::optional<EventId> after = {};  // Given: only later ids, in their order.
  std::optional<OrderId> order = {};  // Only this order's; not together with `after`.
  bool bodies = true;                 // False: they come without, which costs less.
};

// For threads and failures see store_result.h.
class Outbox {
 public:
  virtual ~Outbox() = default;

  // Events as filtered, oldest first.
  virtual Task<StoreResult<std::vector<OutboxEvent>>> events(EventFilter filter,
                                                             Executor& executor) = 0;

  // Nothing when there is no such event (any more).
  virtual Task<StoreResult<std::optional<OutboxEvent>>> event(EventId id, Executor& executor) = 0;

  // Writes what became of events, all together or not at all; an unknown one is left out.
  virtual Task<CommitOutcome> update_events(std::vector<EventUpdate> updates,
                                            Executor& executor) = 0;
};

}  // namespace till::app
