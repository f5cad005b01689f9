// Sessions: checkout sessions as versions, the answers of idempotency keys, and the commit that
// changes them with everything that belongs to them.
#pragma once

#include <cstdint>
#include <optional>

#include "app/ports/changeset.h"
#include "app/ports/store_result.h"

namespace till::app {

struct Loaded {
  checkout::SessionPtr session;             // The newest version, or null.
  std::optional<IdempotencyRecord> record;  // The answer of the key, when it has one.
};

// What a commit wrote is there for every load that begins after the Task of the commit has ended,
// and after a crash of process or power. For threads and failures see store_result.h.
class Sessions {
 public:
  virtual ~Sessions() = default;

  // One look at the session and the key; an absent argument is not looked for.
  virtual Task<StoreResult<Loaded>> load(std::optional<SessionId> session,
                                         std::optional<Digest> idempotency_scope,
                                         Executor& executor) = 0;

  // One version of a session; null when it is not kept (any more).
  virtual Task<StoreResult<checkout::SessionPtr>> session_version(SessionId session,
                                                                  std::uint64_t version,
                                                                  Executor& executor) = 0;

  // Applies the changeset. Changesets of one session, key, attempt or token that are in flight
  // together are decided one after the other.
  virtual Task<CommitOutcome> commit(Changeset changeset, Executor& executor) = 0;
};

}  // namespace till::app
