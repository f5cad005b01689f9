// Who may call over MCP: the agents of the HTTP API, or the one that started this process.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "http/agents.h"
#include "http/rate_limiter.h"
#include "http/request_observer.h"
#include "http/seen_signatures.h"
#include "mcp/access.h"

namespace till::assembly {

// What a call is reported to.
struct CallReporting {
  http::RequestObserver& observer;
  Log& log;
  IdSource& ids;
};

// The same agents, limits and signatures as over REST. Any thread may call; what it is made of
// must outlive it.
class AgentAccess final : public mcp::Access {
 public:
  // `agents` gives those who may call now.
  AgentAccess(std::function<std::shared_ptr<const http::Agents>()> agents,
              http::RateLimiter& limiter, http::SeenSignatures& signatures, const Clock& clock,
              CallReporting reporting)
      : agents_(std::move(agents)),
        limiter_(limiter),
        signatures_(signatures),
        clock_(clock),
        reporting_(reporting) {}

  Result<std::string, Denial> admit(const net::Request& request) override;
  bool knows(const net::Request& request) const override;
  std::optional<std::int64_t> spend(const std::string& agent) override;
  std::optional<wire::Fault> signature_fault(const std::string& agent,
                                             const mcp::SignedPayload& payload) override;
  void finished(const mcp::CallReport& report) override;

 private:
  std::function<std::shared_ptr<const http::Agents>()> agents_;
  http::RateLimiter& limiter_;
  http::SeenSignatures& signatures_;
  const Clock& clock_;
  CallReporting reporting_;
};

// A process that someone starts for themselves: whoever speaks on its input is the agent.
class LocalAccess final : public mcp::Access {
 public:
  explicit LocalAccess(CallReporting reporting) : reporting_(reporting) {}

  Result<std::string, Denial> admit(const net::Request& request) override;
  bool knows(const net::Request&) const override { return false; }
  std::optional<std::int64_t> spend(const std::string& agent) override;
  std::optional<wire::Fault> signature_fault(const std::string& agent,
                                             const mcp::SignedPayload& payload) override;
  void finished(const mcp::CallReport& report) override;

 private:
  CallReporting reporting_;
};

}  // namespace till::assembly
