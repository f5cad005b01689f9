// Deadlines: which sessions something is due of, and who does it. A lease is given to a process
// and ends by itself; see attempts.h.
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

  // Takes up sessions whose deadline has come and that nobody has leased, earliest first. Each is
  // leased to this process until `now + lease`, and not taken up before, whatever its deadline is
  // by then.
  virtual Task<StoreResult<std::vector<SessionId>>> lease_deadlines(Timestamp now,
                                                                    Milliseconds lease,
                                                                    std::size_t most,
                                                                    Executor& executor) = 0;
};

}  // namespace till::app
