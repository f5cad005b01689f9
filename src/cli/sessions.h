// What `till orders` does with checkout sessions: purchases that wait for approval, payments in
// doubt. Private to the command line.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>

#include "cli/admin_client.h"
#include "cli/commands.h"

namespace till::cli {

inline constexpr const char* kPendingApproval = "pending_approval";

// One line a purchase that waits; at most `limit` when it is not 0.
Outcome list_pending(AdminClient& admin, std::int64_t limit, std::ostream& out);
// The session and what was recorded for the seller, as JSON.
Outcome show_session(AdminClient& admin, const std::string& id, std::ostream& out);
// `approve`, `deny` and `settle` of a session; wrong use for any other action.
Outcome decide_session(const ChangeOrderOptions& options, std::ostream& out);

}  // namespace till::cli
