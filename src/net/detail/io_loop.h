// IoLoop: an event loop on a thread of its own.
#pragma once

#include <thread>

#include "net/detail/asio.h"

namespace till::net::detail {

// Begins with start(), ends with stop(), which must be called before the destructor. Making it
// throws when there are no descriptors left, start() when there is no thread.
class IoLoop : public Executor {
 public:
  IoLoop() : context_(1), work_(context_.get_executor()) {
    // Makes what the loop waits with, which needs descriptors: later nobody could be told.
    const Timer first(context_);
  }
  ~IoLoop() override { stop(); }
  void post(std::coroutine_handle<> work) override {
    asio::post(context_, [work] { work.resume(); });
  }
  asio::io_context& context() { return context_; }
  void start() {
    thread_ = std::thread([this] { context_.run(); });
  }
  // Lets the loop end once nothing is left to do, and waits for that.
  void finish() {
    work_.reset();
    if (thread_.joinable()) thread_.join();
  }
  // Ends the loop after what runs now, and waits for that.
  void stop() {
    context_.stop();
    if (thread_.joinable()) thread_.join();
  }

 private:
  asio::io_context context_;
  asio::executor_work_guard<LoopExecutor> work_;
  std::thread thread_;
};

}  // namespace till::net::detail
