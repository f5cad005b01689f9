// Upkeep: what the store forgets with time.
#pragma once

#include <cstddef>

#include "app/ports/store_result.h"
#include "app/retention.h"

namespace till::app {

// For threads and failures see store_result.h.
class Upkeep {
 public:
  virtual ~Upkeep() = default;

  // Drops what is older than the retention allows at `now`, a bounded number a call; the number
  // dropped. A version that a kept record points at stays. Of a completed session its buyer goes
  // and the rest stays, see fate_of.
  virtual Task<StoreResult<std::size_t>> prune(Timestamp now, Retention retention,
                                               Executor& executor) = 0;
};

}  // namespace till::app
