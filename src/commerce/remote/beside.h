// Beside: work that takes long is done on a thread of its own, while the executor goes on. Private
// to this folder.
#pragma once

#include <coroutine>
#include <system_error>
#include <thread>
#include <utility>

#include "base/task.h"

namespace till::commerce::remote {

// One work at a time. What it posts to must outlive it.
class Beside {
 public:
  Beside() = default;
  Beside(const Beside&) = delete;
  Beside& operator=(const Beside&) = delete;
  ~Beside() {
    if (thread_.joinable()) thread_.join();
  }

  // `co_await run(work, executor)` goes on there once it is done. Where no thread can be had, the
  // work is done at once.
  template <class Work>
  auto run(Work work, Executor& executor) {
    struct Awaiter {
      Beside& beside;
      Work work;
      Executor& executor;
      bool await_ready() const noexcept { return false; }
      bool await_suspend(std::coroutine_handle<> caller) {
        return beside.begin([this] { work(); }, caller, executor);
      }
      void await_resume() const noexcept {}
    };
    return Awaiter{*this, std::move(work), executor};
  }

 private:
  // False: it is done already.
  template <class Work>
  bool begin(Work work, std::coroutine_handle<> caller, Executor& executor) {
    if (thread_.joinable()) thread_.join();  // It has ended but for its last line.
    try {
      // Once it is posted the awaiter may be gone.
      thread_ = std::thread([work, caller, &executor] {
        work();
        executor.post(caller);
      });
      return true;
    } catch (const std::system_error&) {
      work();
      return false;
    }
  }

  std::thread thread_;
};

}  // namespace till::commerce::remote
