// Request checks: what a request must bring before its body is looked at, in the order of
// docs/architecture.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/agents.h"
#include "http/rate_limiter.h"
#include "http/routes.h"
#include "net/http_types.h"
#include "wire/error_body.h"

namespace till::http {

// Why a request goes no further, and the headers that say so.
struct Rejection {
  wire::Answer answer;
  std::vector<net::Header> headers;
};

// A request that may be carried out.
struct Admitted {
  const Agent* agent = nullptr;            // Null only for discovery, which asks for none.
  const wire::Dialect* dialect = nullptr;  // In which it is answered. Never null.
  Match match;
};

struct CheckOutcome {
  std::string_view route = "unmatched";
  std::optional<Rejection> rejection;
  Admitted admitted;
};

struct CheckContext {
  const Agents& agents;
  RateLimiter& limiter;
  Timestamp now;
  const wire::Dialects& dialects;
};

// Authentication, rate, path, method, version and content type, in that order.
CheckOutcome check_request(const net::Request& request, const CheckContext& context);

// The key of a request that changes something; a fault when it is absent or malformed (ID-01,
// ID-02).
Result<std::string_view, wire::Fault> idempotency_key(const net::Request& request);

// 415 for a body whose bytes are not what its Content-Type names (RFC 9110 15.5.16).
std::optional<Rejection> check_encoding(const net::Request& request, const wire::Dialect& dialect,
                                        std::optional<app::Operation> operation);

// A cancel whose body is none, blank or null: all of them are the empty object (ID-26).
bool cancels_without_body(const net::Request& request, app::Operation operation);

}  // namespace till::http
