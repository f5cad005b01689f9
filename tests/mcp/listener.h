// A client that reads a stream: what it heard so far, and whether the stream has ended.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "app/fakes.h"
#include "net/http_types.h"

namespace till::mcp::test {

class Listener {
 public:
  Listener(std::shared_ptr<net::BodyStream> stream, app::ManualExecutor& executor)
      : stream_(std::move(stream)), executor_(executor) {
    spawn(listen(stream_, heard_, executor), [ended = ended_](Done) { *ended = true; });
    executor_.run_all();
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener() { close(); }

  const std::string& heard() const { return *heard_; }
  bool ended() const { return *ended_; }
  void beat() {
    stream_->beat();
    executor_.run_all();
  }
  void close() {
    stream_->close();
    executor_.run_all();
  }

 private:
  static Task<Done> listen(std::shared_ptr<net::BodyStream> stream,
                           std::shared_ptr<std::string> heard, Executor& executor) {
    for (;;) {
      const std::string piece = co_await stream->next(executor);
      if (piece.empty()) co_return Done{};
      heard->append(piece);
    }
  }

  std::shared_ptr<net::BodyStream> stream_;
  app::ManualExecutor& executor_;
  std::shared_ptr<std::string> heard_ = std::make_shared<std::string>();
  std::shared_ptr<bool> ended_ = std::make_shared<bool>(false);
};

}  // namespace till::mcp::test
