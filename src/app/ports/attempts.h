// Attempts: payments that were begun, and what became of them.
#pragma once

#include <cstddef>
#include <vector>

#include "app/ports/store_result.h"
#include "app/records.h"

namespace till::app {

// For threads and failures see store_result.h.
class Attempts {
 public:
  virtual ~Attempts() = default;

  // Attempts not settled, oldest first.
  virtual Task<StoreResult<std::vector<PaymentAttempt>>> open_attempts(std::size_t limit,
                                                                       Executor& executor) = 0;

  // All attempts of a session, oldest first; settled ones carry no token.
  virtual Task<StoreResult<std::vector<PaymentAttempt>>> attempts_of(SessionId session,
                                                                     Executor& executor) = 0;
};

}  // namespace till::app
