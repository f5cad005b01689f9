// RequestStream: the server-sent events that answer one request of the modern era. Nothing of them
// is kept: a client that loses the stream loses the request.
#pragma once

#include <coroutine>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "net/http_types.h"

namespace till::mcp {

// Any thread may push and finish.
class RequestStream final : public net::BodyStream {
 public:
  // `peer` tells a client that is gone from a server that ends, which lets the request end first;
  // null: whoever closes is the client. A stream with a farewell ends with it at once in both
  // cases.
  explicit RequestStream(std::shared_ptr<const net::Peer> peer, std::string farewell = {})
      : peer_(std::move(peer)), farewell_(std::move(farewell)) {}

  // Says a message, unless the stream is over.
  void push(std::string_view message);
  // The same, unless this very message still waits to be sent: so it holds each once at the most.
  void push_once(std::string_view message);
  // Nothing follows.
  void finish();
  // Says the farewell and finishes.
  void take_leave();
  // The client has closed it, which cancels its request.
  bool is_closed() const;

  Task<std::string> next(Executor& executor) override;
  void beat() override;
  void close() override;

 private:
  struct Waiter;
  static std::string event_of(std::string_view message);
  bool ready() const { return finished_ || !waiting_.empty(); }
  void end();  // With the lock held, as wake().
  void wake();

  const std::shared_ptr<const net::Peer> peer_;
  const std::string farewell_;
  mutable std::mutex mutex_;
  std::string waiting_;  // To be sent.
  bool finished_ = false;
  bool closed_ = false;
  std::coroutine_handle<> reader_ = nullptr;
  Executor* executor_ = nullptr;
};

}  // namespace till::mcp
