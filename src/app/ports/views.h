// Views: what operators look for. Reads alone, beside the paths of agents.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "app/ports/store_result.h"
#include "base/clock.h"
#include "checkout/session.h"

namespace till::app {

// All that is given must hold of the newest version of a session.
struct SessionFilter {
  // As it is stored: what has expired unnoticed still counts as open.
  std::optional<checkout::Status> status;
  std::string agent;                // Empty: of all.
  std::string email;                // That any member holds, see checkout::holds_email; or empty.
  std::optional<Timestamp> since;   // Created then or later,
  std::optional<Timestamp> until;   // and before this.
  std::optional<SessionId> before;  // Only older ones.
  std::size_t limit = 100;
};

// Newest first. With `next` there may be more, before that id; a page may be short and still have
// a next one, since only so many sessions are looked at for it.
struct SessionPage {
  std::vector<checkout::SessionPtr> sessions;
  std::optional<SessionId> next;
};

// For threads and failures see store_result.h.
class Views {
 public:
  virtual ~Views() = default;

  // Checkouts, no carts. What few sessions are at a time is found without looking at any other:
  // pending_approval, authentication_required and complete_in_progress, which has an open attempt.
  virtual Task<StoreResult<SessionPage>> sessions(SessionFilter filter, Executor& executor) = 0;
};

}  // namespace till::app
