// LineServer: MCP over a pair of streams: one message a line (the stdio transport).
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "base/log.h"
#include "mcp/client_session.h"
#include "mcp/mcp_server.h"

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
  // Tells the client, once it has begun, that the products are others now.
  void products_changed();

 private:
  Task<Done> serve(Incoming incoming);
  Task<Done> serve_one(const Result<RpcMessage, Malformed>& message, std::string& answers);
  Task<RpcAnswer> answer(const RpcMessage& request);
  void note(const RpcMessage& message);
  void say(const std::string& text) { dependencies_.write(text); }

  LineServerDependencies dependencies_;
  ClientSession session_;
  Version version_ = kUnsaid;
  bool begun_ = false;  // The client has said that it is initialized.
};

}  // namespace till::mcp
