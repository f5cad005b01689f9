// Access: who may call over MCP, and what is told of each call. Implemented where agents are known.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/result.h"
#include "net/http_types.h"
#include "wire/error_body.h"

namespace till::mcp {

// What an agent sends in `meta` to prove that a payload is its own (A3).
struct SignedPayload {
  std::optional<std::string_view> signature;
  std::optional<std::string_view> timestamp;
  std::string_view canonical;  // The canonical JSON of the payload; empty without one.
  // The scope of the idempotency key that it is sent under; null where nothing changes.
  const Digest* scope = nullptr;
};

struct CallReport {
  std::string_view log_name;    // Of static storage.
  std::string_view agent;       // Empty before it is known.
  std::string_view request_id;  // Empty: the agent named none.
  int status = 200;             // What the same answer over REST would have.
  bool replayed = false;
  std::chrono::microseconds took{0};
  std::string_view peer = {};  // The address it came from; empty on a pipe.
};

// Any thread may call.
class Access {
 public:
  virtual ~Access() = default;
  // The agent of the request, or the fault to answer: unauthorized, or rate_limited with the
  // seconds to wait.
  struct Denial {
    wire::Fault fault = wire::Fault::unauthorized;
    std::int64_t wait_seconds = 0;
  };
  virtual Result<std::string, Denial> admit(const net::Request& request) = 0;
  // Does an agent send this? Counts nothing.
  virtual bool knows(const net::Request& request) const = 0;
  // May the agent send one message more in the same request? Else the seconds to wait.
  virtual std::optional<std::int64_t> spend(const std::string& agent) = 0;
  // Nothing when the agent need not sign, or did.
  virtual std::optional<wire::Fault> signature_fault(const std::string& agent,
                                                     const SignedPayload& payload) = 0;
  // Never fails.
  virtual void finished(const CallReport& report) = 0;
};

}  // namespace till::mcp
