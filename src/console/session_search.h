// What an operator may look for among checkout sessions, and the list of those found. Private to
// console.
#pragma once

#include <string>
#include <string_view>

#include "app/ports/views.h"
#include "net/http_types.h"

namespace till::console {

// From the parameters status, agent, email, since, until, limit and cursor. A day counts as a
// whole. Refused with the answer to one that is none.
Result<app::SessionFilter, net::Response> read_session_filter(std::string_view query);

// One object with a summary of each session, and next_cursor when there may be more.
std::string render_session_list(const app::SessionPage& page);

}  // namespace till::console
