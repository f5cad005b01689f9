// What an agent asks for and what it is answered, in nobody's spelling. Values.
#pragma once

#include <string>
#include <variant>

#include "app/records.h"
#include "base/digest.h"
#include "base/result.h"
#include "base/task.h"
#include "checkout/refusal.h"
#include "checkout/session.h"

namespace till::app {

// A decoded body, or why it was refused: a refused body uses up its key too (ID-15).
template <class Command>
using Decoded = Result<Command, checkout::Refusal>;

// Who asks, under which key, and where the answer is wanted.
struct RequestContext {
  std::string agent;
  Digest idempotency_scope{};
  Digest fingerprint{};
  Dialect dialect = Dialect::acp_2026_04_17;
  Executor& executor;
  bool keyed = true;  // False: no key was sent and none is needed; nothing is replayed (ID-21).
};

struct SessionReply {
  checkout::SessionPtr session;
  Success success = Success::ok;
};

struct TokenReply {
  VaultToken token;
};

// An answer ready to be written in the caller's dialect.
struct Reply {
  std::variant<SessionReply, TokenReply, checkout::Refusal> content;
  bool replayed = false;  // Given before under this key (TR-09).
};

}  // namespace till::app
