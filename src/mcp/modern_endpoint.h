// ModernEndpoint: what a POST of the modern era is answered. Each request is one by itself: nothing
// is remembered between two, but who listens.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "base/log.h"
#include "mcp/access.h"
#include "mcp/listeners.h"
#include "mcp/mcp_server.h"
#include "mcp/routing_headers.h"
#include "net/http_types.h"

namespace till::mcp {

struct ModernEndpointDependencies {
  McpServer& server;
  Access& access;
  Log& log;
};

// Any thread may call. The dependencies must outlive it and every call.
class ModernEndpoint {
 public:
  explicit ModernEndpoint(ModernEndpointDependencies dependencies) : dependencies_(dependencies) {}

  // Answers what an agent that was admitted sent in a body of JSON. A stream goes on after it: see
  // idle(). What `request` is must outlive the call.
  Task<net::Response> post(const net::Request& request, Result<Incoming, RpcError> incoming,
                           std::string agent, Executor& executor);

  // Tells those who listen that the products are others now.
  void products_changed() { listeners_.products_changed(); }
  // A token of the agent counts no more: its listening ends.
  void cut_off(const std::string& agent) { listeners_.end(agent); }
  // No answer of a stream is being worked on any more.
  bool idle() const { return under_way_ == 0; }

 private:
  struct Call;
  net::Response listen(const net::Request& request, const RpcMessage& message,
                       const std::string& agent);
  Task<net::Response> answer_whole(const Call& call, bool as_event);
  net::Response answer_in_parts(Call call);
  Task<Done> work(Call call, std::shared_ptr<RequestStream> stream);
  Task<RpcAnswer> answer(const Call& call, std::shared_ptr<const RequestStream> stream);

  ModernEndpointDependencies dependencies_;
  Listeners listeners_;
  std::atomic<int> under_way_ = 0;
};

}  // namespace till::mcp
