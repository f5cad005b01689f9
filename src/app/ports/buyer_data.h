// BuyerData: what is kept of one buyer, to be found and to be forgotten.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/ports/order_events.h"
#include "app/ports/store_result.h"
#include "base/clock.h"
#include "base/id.h"

namespace till::app {

// With `next` there are more versions to look at, from there on.
struct BuyerPage {
  std::vector<SessionId> sessions;
  std::optional<std::uint64_t> next;
};

// For threads and failures see store_result.h.
class BuyerData {
 public:
  virtual ~BuyerData() = default;

  // Sessions with a version that holds this e-mail address, from `from` on, of a bounded number of
  // versions a call. An id may come more than once. Blocks on disk for milliseconds.
  virtual Task<StoreResult<BuyerPage>> sessions_of_buyer(std::string email, std::uint64_t from,
                                                         Executor& executor) = 0;
  // Forgets who bought: what the newest version of a session that is over tells of its buyer and
  // all its older versions, its order's, the bodies of that order's events and the tokens made for
  // the session, but for what a refund needs. A session that is not over, or unknown, is left.
  // Nothing of it can be found on the disk afterwards. The sessions that were left. `events`, of
  // which the new bodies are, must outlive the call.
  virtual Task<StoreResult<std::vector<SessionId>>> erase_buyer(std::vector<SessionId> sessions,
                                                                Timestamp now,
                                                                const OrderEvents& events,
                                                                Executor& executor) = 0;
};

}  // namespace till::app
