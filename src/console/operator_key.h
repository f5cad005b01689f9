// The Idempotency-Key of an operator's request. Private to console.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

#include "app/order_service.h"
#include "base/limits.h"
#include "console/answers.h"
#include "net/http_types.h"
#include "wire/body.h"

namespace till::console {

// Nothing when none was sent; refused with the answer to one that is none.
inline Result<std::optional<app::OperatorKey>, net::Response> operator_key(
    const net::Request& request, const wire::Body& body) {
  constexpr std::string_view kHeader = "Idempotency-Key";
  const auto sent = request.header(kHeader);
  if (!sent) return std::optional<app::OperatorKey>();
  const bool once = request.count(kHeader) == 1 && !sent->empty();
  const bool fits = sent->size() <= limits::kIdempotencyKeyBytes;
  const bool fine = once && fits && std::all_of(sent->begin(), sent->end(), [](char c) {
                      return c >= ' ' && c < '\x7f';
                    });
  if (!fine) return refused(fault(wire::Fault::idempotency_key_invalid));
  return std::optional(
      app::OperatorKey{sha256_of_parts({"operator", request.path, *sent}), body.fingerprint()});
}

}  // namespace till::console
