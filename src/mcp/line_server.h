// LineServer: MCP over a pair of streams: one message a line (the stdio transport).
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "mcp/client_session.h"
#include "mcp/mcp_server.h"
#include "mcp/subscription.h"

namespace till::mcp {

struct LineServerDependencies {
  McpServer& server;
  Access& access;
  Log& log;
  std::string agent;
  Executor& executor;
  // Writes one line, without its end. Called on the executor.
  std::function<void(std::string_view)> write;
};

// Used on its executor only. The dependencies must outlive it, and it every call.
class LineServer {
 public:
  explicit LineServer(LineServerDependencies dependencies);

  // Takes a line; answers follow as they are ready. `done` is called once nothing of the line is
  // under way any more.
  void receive(const std::string& line, std::function<void()> done);
  // Tells the client that the products are others now: one of the legacy era once it has begun, and
  // each subscription that asked for it.
  void products_changed();
  // Answers what listens, for nothing follows.
  void end();

  static constexpr std::size_t kSubscriptions = 64;

 private:
  Task<Done> serve(Incoming incoming);
  Task<Done> serve_one(const Result<RpcMessage, Malformed>& message, Era era, std::string& answers);
  // What a request of the modern era comes to without a call; nothing: it is to be answered.
  std::optional<std::string> settle(const RpcMessage& request);
  std::string subscribe(const RpcMessage& request);
  Task<RpcAnswer> answer(const RpcMessage& request, Era era);
  void note(const RpcMessage& message);
  void say(const std::string& text) { dependencies_.write(text); }

  LineServerDependencies dependencies_;
  ClientSession session_;
  Version version_ = kUnsaid;
  bool begun_ = false;  // The client has said that it is initialized.
  std::vector<Subscription> subscriptions_;
};

}  // namespace till::mcp
