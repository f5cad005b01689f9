// Stripe-Signature. Pure. Private to this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"
#include "base/secret.h"

namespace till::payments::stripe {

struct SignatureHeader {
  std::string_view time;  // As it was signed: digits.
  Timestamp made_at;
  std::vector<Digest> digests;  // Of scheme v1, at most 16.
};

// Nothing when there is no time or no v1. Other schemes are passed over.
std::optional<SignatureHeader> parse_signature(std::string_view header);

// Did one of the secrets sign the body? Compares every digest, in constant time.
bool is_signed(const SignatureHeader& header, std::string_view body,
               const std::vector<Secret>& secrets);

}  // namespace till::payments::stripe
