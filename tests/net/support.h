// What the tests of src/net share: a server with a handler, a raw client, a gate in a handler.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "net/http_server.h"

namespace till::net {

struct Answer {
  int status = 0;  // 0: the connection ended before an answer was whole.
  std::string head;
  std::string body;
};

// A blocking socket to 127.0.0.1. Waits at most ten seconds for anything.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  void send(std::string_view text) const;
  // The next answer; `head`: an answer to HEAD, which has no body.
  Answer read_answer(bool head = false);
  // All there is until the other side closes; "(timeout)" when it does not.
  std::string read_to_end();
  // Closes with a reset.
  void reset();
  int descriptor() const { return descriptor_; }

 private:
  bool read_more();
  int descriptor_ = -1;
  bool timed_out_ = false;
  std::string buffer_;
};

// Where a handler waits until the test lets it go on. One at a time.
class Gate {
 public:
  auto pass(Executor& executor) {
    struct Awaiter {
      Gate& gate;
      Executor& executor;
      bool await_ready() const noexcept { return false; }
      void await_suspend(std::coroutine_handle<> work) const { gate.arrive(work, executor); }
      void await_resume() const noexcept {}
    };
    return Awaiter{*this, executor};
  }
  void wait_until_reached();
  void open();

 private:
  void arrive(std::coroutine_handle<> work, Executor& executor);
  std::mutex mutex_;
  std::condition_variable changed_;
  std::coroutine_handle<> work_;
  Executor* executor_ = nullptr;
};

// Answers with "METHOD path?query|body".
Task<Response> echo(Request request, Executor& executor);
Task<Response> gated(Request request, Executor& executor, Gate& gate);
Handler gated_by(Gate& gate);

// An error answer whose body is the status.
Response error_answer(int status);

ServerOptions local();

// A started server on a free port of 127.0.0.1.
struct Served {
  explicit Served(ServerOptions options = local(), Handler handler = echo);
  std::uint16_t port() const { return server->port(); }
  void wait_for_connections(std::size_t count) const;
  NoLog log;
  std::unique_ptr<HttpServer> server;
};

inline constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: till\r\n\r\n";

}  // namespace till::net
