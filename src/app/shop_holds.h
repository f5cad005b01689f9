// ShopHolds: pieces that the shop behind Till sets aside for a session.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/task.h"
#include "checkout/session.h"

namespace till::app {

// The whole set of a session, of each item once; it replaces what the session had.
struct HoldRequest {
  SessionId session;
  std::uint64_t version = 0;  // An older one than the last is ignored. Also names the deed.
  Timestamp until;            // Then the pieces are free again by themselves.
  std::vector<checkout::Hold> pieces;
};

// Of this item nothing is held. So many pieces the session could have had: fewer than it wanted.
struct Shortage {
  std::string item_id;
  std::int64_t available = 0;
  bool operator==(const Shortage&) const = default;
};

// Implementations may be called from any thread.
class ShopHolds {
 public:
  virtual ~ShopHolds() = default;
  // Does the shop hold pieces itself? Also while nobody knows. It may change its mind.
  virtual bool is_wanted() const = 0;
  // May a question be sent now? Not while the shop does not hold, or was silent too often: nothing
  // would be known after it. Whoever may, asks.
  virtual Task<bool> can_be_asked(Executor& executor) = 0;
  // Longer than a request waits for the shop from its question to what it decides by the answer.
  virtual Milliseconds patience() const = 0;
  // What it has too little of; everything else is held. Nothing: no answer, so that the shop may or
  // may not have done it. The request must live until the Task has ended.
  virtual Task<std::optional<std::vector<Shortage>>> hold(const HoldRequest& request,
                                                          Executor& executor) = 0;
  // Everything of the session, for good. `version` names the deed. False: no answer.
  virtual Task<bool> give_back(SessionId session, std::uint64_t version, Executor& executor) = 0;
};

}  // namespace till::app
