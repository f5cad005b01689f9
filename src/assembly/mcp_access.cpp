#include "assembly/mcp_access.h"

#include "http/signature.h"
#include "net/bearer.h"

namespace till::assembly {
namespace {

void report_call(const CallReporting& reporting, const mcp::CallReport& call) {
  reporting.observer.request_finished(call.log_name, call.status, call.took);
  const std::string made = call.request_id.empty() ? reporting.ids.make<RequestId>().text() : "";
  reporting.log.write(LogLevel::info, "request",
                      {{"request_id", made.empty() ? call.request_id : std::string_view(made)},
                       {"agent", call.agent},
                       {"method", std::string_view("MCP")},
                       {"route", call.log_name},
                       {"status", std::int64_t{call.status}},
                       {"duration_us", std::int64_t{call.took.count()}},
                       {"replayed", std::string_view(call.replayed ? "yes" : "no")},
                       {"peer", call.peer}});
}

}  // namespace

Result<std::string, mcp::Access::Denial> AgentAccess::admit(const net::Request& request) {
  const auto agents = agents_();
  const http::Agent* const agent = agents->authenticate(net::bearer_token(request));
  if (agent == nullptr) return refused(Denial{wire::Fault::unauthorized, 0});
  if (const auto wait = limiter_.spend(agent->id, clock_.now())) {
    return refused(Denial{wire::Fault::rate_limited, *wait});
  }
  return agent->id;
}

bool AgentAccess::knows(const net::Request& request) const {
  return agents_()->authenticate(net::bearer_token(request)) != nullptr;
}

std::optional<std::int64_t> AgentAccess::spend(const std::string& agent) {
  return limiter_.spend(agent, clock_.now());
}

std::optional<wire::Fault> AgentAccess::signature_fault(const std::string& agent,
                                                        const mcp::SignedPayload& payload) {
  const auto agents = agents_();
  const http::Agent* const known = agents->find(agent);
  if (known == nullptr) return wire::Fault::unauthorized;
  if (!known->signature_key) return std::nullopt;
  const Timestamp now = clock_.now();
  const http::SignatureKey& key = *known->signature_key;
  const auto fault = http::check_signature(
      key, {payload.signature, payload.timestamp, payload.canonical, payload.canonical}, now);
  if (fault || payload.scope == nullptr) return fault;
  const Digest signature = http::signature_identity(key, *payload.signature);
  if (signatures_.admit(agent, signature, *payload.scope)) return std::nullopt;
  return wire::Fault::signature_replayed;
}

void AgentAccess::finished(const mcp::CallReport& report) { report_call(reporting_, report); }

Result<std::string, mcp::Access::Denial> LocalAccess::admit(const net::Request&) {
  return refused(Denial{wire::Fault::unauthorized, 0});  // Nothing comes over HTTP here.
}

std::optional<std::int64_t> LocalAccess::spend(const std::string&) { return std::nullopt; }

std::optional<wire::Fault> LocalAccess::signature_fault(const std::string&,
                                                        const mcp::SignedPayload&) {
  return std::nullopt;
}

void LocalAccess::finished(const mcp::CallReport& report) { report_call(reporting_, report); }

}  // namespace till::assembly
