// HoldIntents: what the shop's backend may hold for sessions, and who sees to it that it is right.
// A lease is given to a process and ends by itself; see attempts.h.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "app/hold_intent.h"
#include "app/ports/store_result.h"
#include "base/task.h"

namespace till::app {

// Written by Sessions::commit(). For threads and failures see store_result.h.
class HoldIntents {
 public:
  virtual ~HoldIntents() = default;

  // Nothing when the backend holds nothing for the session, as far as anybody knows.
  virtual Task<StoreResult<std::optional<HoldIntent>>> hold_of(SessionId session,
                                                               Executor& executor) = 0;

  // Takes up those that are due and that nobody has leased, earliest first. Each is leased to this
  // process until `now + lease`.
  virtual Task<StoreResult<std::vector<HoldIntent>>> lease_holds(Timestamp now, Milliseconds lease,
                                                                 std::size_t most,
                                                                 Executor& executor) = 0;

  // Ends this process' lease; while it is still due, it is given out again from `due` on.
  virtual Task<StoreResult<Done>> postpone_hold(SessionId session, Timestamp due,
                                                Executor& executor) = 0;
};

}  // namespace till::app
