// Endpoint: MCP over Streamable HTTP: one path that takes messages and gives answers and streams.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "mcp/access.h"
#include "mcp/client_session.h"
#include "mcp/mcp_server.h"
#include "mcp/modern_endpoint.h"
#include "mcp/origins.h"
#include "net/http_types.h"

namespace till::mcp {

inline constexpr std::string_view kPath = "/mcp";
inline constexpr std::string_view kResourcePath = "/.well-known/oauth-protected-resource";

struct EndpointDependencies {
  McpServer& server;
  Access& access;
  const Clock& clock;
  IdSource& ids;
  Log& log;
  std::string public_url;
  std::string resource_name;                       // What the protected resource is called.
  std::vector<std::string> authorization_servers;  // Who gives tokens; empty: the seller by hand.
  std::vector<std::string> allowed_origins;
};

// Any thread may call. The dependencies must outlive it and every call.
class Endpoint {
 public:
  explicit Endpoint(EndpointDependencies dependencies);

  // True for the paths of MCP, which handle() answers.
  static bool serves(std::string_view path);
  // The answer to a request whose body need not be read, as no agent sends it.
  std::optional<net::Response> refuse_body(const net::Request& head);
  // Always answers; never throws. A stream goes on after it: see idle().
  Task<net::Response> handle(net::Request request, Executor& executor);

  // Tells clients that listen that the products are others now.
  void products_changed();
  // A token of the agent counts no more: its streams end, and its sessions when it is `gone`.
  void cut_off(const std::string& agent, bool gone);
  // No answer of a stream is being worked on any more: only then may what it depends on go.
  bool idle() const { return under_way_ == 0 && modern_.idle(); }

 private:
  struct Post;
  Task<net::Response> answer(const net::Request& request, Executor& executor);
  Task<net::Response> post(const net::Request& request, Executor& executor, std::string agent);
  using FoundSession = Result<std::shared_ptr<ClientSession>, net::Response>;
  Task<net::Response> legacy_post(Post taken, Executor& executor);
  net::Response listen(const net::Request& request, const std::string& agent);
  net::Response end(const net::Request& request, const std::string& agent);
  void open_to_page(const net::Request& request, net::Response& response) const;
  net::Response describe(const net::Request& request) const;
  net::Response denied(const net::Request& request, const Access::Denial& denial) const;

  Task<std::string> answer_all(const Post& post, Executor& executor);
  Task<std::string> answer_one(const Post& post, const Result<RpcMessage, Malformed>& message,
                               bool first, Executor& executor);
  net::Response stream(Post post, Executor& executor);
  Task<Done> work(Post post, std::shared_ptr<EventLog> log, Executor& executor);
  void receive(const Post& post, const RpcMessage& message);
  FoundSession session_of(const net::Request& request, const std::string& agent);

  EndpointDependencies dependencies_;
  Origins origins_;
  ClientSessions sessions_;
  ModernEndpoint modern_;
  std::atomic<int> under_way_ = 0;
};

}  // namespace till::mcp
