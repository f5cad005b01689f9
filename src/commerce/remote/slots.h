// Slots: so many requests may be under way at once; who comes later waits in line for one.
// Private to this folder.
#pragma once

#include <coroutine>
#include <cstddef>
#include <deque>
#include <mutex>

#include "base/task.h"

namespace till::commerce::remote {

// Any thread may call.
class Slots {
 public:
  explicit Slots(std::size_t count) : free_(count) {}

  // True: a slot is claimed and must be given back. False: too many wait already.
  Task<bool> claim(Executor& executor) {
    const Claimed outcome = co_await Turn{*this, executor};
    co_return outcome != Claimed::no;
  }
  // To the one who waits longest, if anybody does.
  void give();

 private:
  enum class Claimed { not_yet, yes, no };
  struct Waiter {
    std::coroutine_handle<> work;
    Executor* executor = nullptr;
  };
  struct Turn {
    Slots& slots;
    Executor& executor;
    Claimed outcome = Claimed::not_yet;
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> work) {
      // Once it waits another thread may go on with it: nothing of this is touched afterwards.
      return slots.claim_or_wait(work, executor, outcome);
    }
    Claimed await_resume() const noexcept {
      return outcome == Claimed::not_yet ? Claimed::yes : outcome;
    }
  };
  // True when it waits.
  bool claim_or_wait(std::coroutine_handle<> work, Executor& executor, Claimed& outcome);

  std::mutex mutex_;  // Of what follows.
  std::size_t free_;
  std::deque<Waiter> waiting_;
};

}  // namespace till::commerce::remote
