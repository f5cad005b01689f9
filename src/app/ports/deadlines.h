// Deadlines: which sessions something is due of.
#pragma once

#include <cstddef>
#include <vector>

#include "app/ports/store_result.h"
#include "base/clock.h"
#include "base/id.h"

namespace till::app {

// For threads and failures see store_result.h.
class Deadlines {
 public:
  virtual ~Deadlines() = default;

  // Sessions whose deadline has come, earliest first.
  virtual Task<StoreResult<std::vector<SessionId>>> due_deadlines(Timestamp now, std::size_t limit,
                                                                  Executor& executor) = 0;
};

}  // namespace till::app
