// Attempts: payments that were begun, what became of them, and who asks the provider about one.
//
// A lease is given to a process, not to a part of it: what runs in one process sees to it that it
// asks about an attempt once at a time. It ends by itself, so that an attempt whose process died is
// taken up by another. A store of one process grants every lease of its own, writes nothing for it
// and knows of none after a restart: what was open then is due at once.
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

  // Takes up what is due: open attempts that are neither leased nor postponed beyond `now`, oldest
  // first. Each is leased to this process until `now + lease`; no other is given it before.
  virtual Task<StoreResult<std::vector<PaymentAttempt>>> lease_due(Timestamp now,
                                                                   Milliseconds lease,
                                                                   std::size_t most,
                                                                   Executor& executor) = 0;

  // Leases one attempt, also when it is postponed or this process has it already; false while
  // another has it. Whether it is still open is for the caller to see.
  virtual Task<StoreResult<bool>> lease_attempt(AttemptId id, Timestamp now, Milliseconds lease,
                                                Executor& executor) = 0;

  // Ends this process' lease; the attempt is due again at `due`. Nothing happens to an attempt that
  // is settled or that another process has.
  virtual Task<StoreResult<Done>> postpone(AttemptId id, Timestamp due, Executor& executor) = 0;

  // Attempts not settled, oldest first, whoever has them.
  virtual Task<StoreResult<std::vector<PaymentAttempt>>> open_attempts(std::size_t limit,
                                                                       Executor& executor) = 0;

  // All attempts of a session, oldest first; settled ones carry no token.
  virtual Task<StoreResult<std::vector<PaymentAttempt>>> attempts_of(SessionId session,
                                                                     Executor& executor) = 0;
};

}  // namespace till::app
