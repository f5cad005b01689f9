// Signature of what Till asks the shop's backend: who has the secret can tell that Till sent it.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/secret.h"

namespace till::commerce::remote {

// Both are good while the secret changes.
struct BackendSecrets {
  Secret current;
  Secret previous;  // Empty unless it is being changed.
};

// "t=UNIX_SECONDS,v1=HEX", and one more v1 while the secret changes: HMAC-SHA256 over the seconds,
// a dot and the body as it is sent.
std::string signature_of(std::string_view body, Timestamp now, const BackendSecrets& secrets);

}  // namespace till::commerce::remote
