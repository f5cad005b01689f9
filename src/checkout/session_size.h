// How much a session takes up. Pure.
#pragma once

#include <cstddef>

#include "base/result.h"
#include "checkout/refusal.h"
#include "checkout/session.h"

namespace till::checkout {

// At least as many bytes as the session has when it is stored.
std::size_t session_bytes(const Session& session);

// Refused: session_too_large, with the member of the request that is the largest, when
// the session has more than limits::kSessionBytes.
Result<void, Refusal> check_size(const Session& session);

// The same of a session that may do without the links and facts of its lines: as many lines as it
// takes, the last ones first, lose theirs before it is refused. A picture keeps nobody from buying.
Result<void, Refusal> make_fit(Session& session);

}  // namespace till::checkout
