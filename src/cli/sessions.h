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

// What is wrong with an id that no order has.
Failure wrong_order_id(const std::string& id);

// One line a purchase that waits.
Outcome list_pending(AdminClient& admin, const ListOrdersOptions& options, std::ostream& out);
// The session and what was recorded for the seller, as JSON.
Outcome show_session(AdminClient& admin, const std::string& id, std::ostream& out);
// `approve`, `deny` and `settle` of a session; wrong use for any other action.
Outcome decide_session(const ChangeOrderOptions& options, std::ostream& out,
                       std::ostream* terminal);

}  // namespace till::cli
