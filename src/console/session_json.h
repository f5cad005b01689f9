// A session as the operator reads it: with what agents never see again. Private to console.
#pragma once

#include <string>

#include "checkout/session.h"

namespace till::console {

// One object with the session's id, agent, status and what was recorded for the seller;
// `session_json` is the session as the agent sees it.
std::string render_session_record(const checkout::Session& session,
                                  const std::string& session_json);

}  // namespace till::console
