// LoopThread: an event loop on a thread of its own, for a command that talks to a server.
#pragma once

#include <chrono>
#include <coroutine>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "net/event_loop.h"

namespace till::cli {

// Runs from the constructor to the destructor. Whatever awaits on it must have ended by then.
class LoopThread {
 public:
  explicit LoopThread(std::chrono::milliseconds pulse = std::chrono::seconds(1))
      : loop_(net::EventLoop::create()) {
    loop_->every(pulse, [this] { resume_waiting(); });
    thread_ = std::thread([this] { loop_->run(); });
  }
  LoopThread(const LoopThread&) = delete;
  LoopThread& operator=(const LoopThread&) = delete;
  ~LoopThread() {
    loop_->stop();
    thread_.join();
  }

  Executor& executor() { return *loop_; }

  // `co_await next_pulse()` goes on with the loop's next pulse. Only on the loop's thread.
  auto next_pulse() {
    struct Awaiter {
      LoopThread& loop;
      bool await_ready() const noexcept { return false; }
      void await_suspend(std::coroutine_handle<> work) const { loop.waiting_.push_back(work); }
      void await_resume() const noexcept {}
    };
    return Awaiter{*this};
  }

 private:
  void resume_waiting() {
    for (const std::coroutine_handle<> work : std::exchange(waiting_, {})) work.resume();
  }

  std::unique_ptr<net::EventLoop> loop_;
  std::vector<std::coroutine_handle<>> waiting_;
  std::thread thread_;
};

}  // namespace till::cli
