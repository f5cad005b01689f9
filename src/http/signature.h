// Request signatures: an agent's proof that a body is its own and fresh (A3).
#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"
#include "http/agents.h"
#include "wire/error_body.h"

namespace till::http {

// How far a Timestamp may be from now (SG-03).
inline constexpr Milliseconds kSignatureWindow{300'000};

struct SignedRequest {
  std::optional<std::string_view> signature;  // base64 or base64url
  std::optional<std::string_view> timestamp;  // RFC 3339
  std::string_view body;                      // The bytes as sent.
  std::string_view canonical;  // Their canonical JSON, which an agent may sign instead (SG-04).
};

// What tells a signature that holds from every other one, however it is written: in either
// alphabet, in DER or side by side, and with either of the two values of s that ECDSA takes.
Digest signature_identity(const SignatureKey& key, std::string_view signature);

// Nothing when the signature holds; else signature_missing, signature_stale or signature_invalid,
// in that order.
std::optional<wire::Fault> check_signature(const SignatureKey& key, const SignedRequest& request,
                                           Timestamp now);

}  // namespace till::http
