// Seats: how many requests may be under way at once; who comes later waits in line for a seat.
// Private to this folder.
#pragma once

#include <coroutine>
#include <cstddef>
#include <deque>
#include <mutex>

#include "base/task.h"

namespace till::commerce::remote {

// Any thread may call.
class Seats {
 public:
  explicit Seats(std::size_t count) : free_(count) {}

  // True: a seat is taken and must be given back. False: too many wait already.
  Task<bool> take(Executor& executor) {
    const Outcome outcome = co_await Turn{*this, executor};
    co_return outcome != Outcome::crowded;
  }
  // To the one who waits longest, if anybody does.
  void give();

 private:
  enum class Outcome { pending, seated, crowded };
  struct Waiter {
    std::coroutine_handle<> work;
    Executor* executor = nullptr;
  };
  struct Turn {
    Seats& seats;
    Executor& executor;
    Outcome outcome = Outcome::pending;
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> work) {
      // Once it waits another thread may go on with it: nothing of this is touched afterwards.
      return seats.sit_or_wait(work, executor, outcome);
    }
    Outcome await_resume() const noexcept {
      return outcome == Outcome::pending ? Outcome::seated : outcome;
    }
  };
  // True when it waits.
  bool sit_or_wait(std::coroutine_handle<> work, Executor& executor, Outcome& outcome);

  std::mutex mutex_;  // Of what follows.
  std::size_t free_;
  std::deque<Waiter> waiting_;
};

}  // namespace till::commerce::remote
