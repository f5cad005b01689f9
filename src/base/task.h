// Task: a coroutine that yields one value, begun when awaited. Executor: where it goes on.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

#include "base/ensure.h"

namespace till {

// Runs continuations, one thread at a time for one executor (an event loop, say).
class Executor {
 public:
  virtual ~Executor() = default;
  // Resumes `work` soon on this executor's thread. May be called from any thread; never runs
  // `work` inside the call.
  virtual void post(std::coroutine_handle<> work) = 0;
};

// `co_await resume_on(executor)` goes on there.
inline auto resume_on(Executor& executor) {
  struct Awaiter {
    Executor& executor;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> work) const { executor.post(work); }
    void await_resume() const noexcept {}
  };
  return Awaiter{executor};
}

// Owns the coroutine; destroying an unfinished Task that was begun is a broken invariant of the
// caller. An exception of the body is rethrown to whoever awaits. T must not be a reference.
template <class T>
class [[nodiscard]] Task {
 public:
  struct promise_type;
  using Handle = std::coroutine_handle<promise_type>;

  struct FinalAwaiter {
    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(Handle done) const noexcept {
      return done.promise().continuation;
    }
    void await_resume() const noexcept {}
  };

  struct promise_type {
    std::coroutine_handle<> continuation = std::noop_coroutine();
    std::optional<T> value;
    std::exception_ptr failure;
    Task get_return_object() { return Task(Handle::from_promise(*this)); }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    FinalAwaiter final_suspend() const noexcept { return {}; }
    template <class U>
    void return_value(U&& result) {
      value.emplace(std::forward<U>(result));
    }
    void unhandled_exception() { failure = std::current_exception(); }
  };

  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Task& operator=(Task&&) = delete;
  ~Task() {
    if (handle_) handle_.destroy();
  }

  auto operator co_await() && {
    struct Awaiter {
      Handle handle;
      bool await_ready() const noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) const noexcept {
        handle.promise().continuation = caller;
        return handle;
      }
      T await_resume() const {
        auto& promise = handle.promise();
        if (promise.failure) std::rethrow_exception(promise.failure);
        TILL_ENSURE(promise.value.has_value());
        return std::move(*promise.value);
      }
    };
    return Awaiter{handle_};
  }

 private:
  explicit Task(Handle handle) : handle_(handle) {}
  Handle handle_;
};

// A Task that yields nothing gives this.
struct Done {};

namespace detail {
// Starts at once and frees itself at its end. An exception that gets here has no one to go to.
struct Detached {
  struct promise_type {
    Detached get_return_object() const noexcept { return {}; }
    std::suspend_never initial_suspend() const noexcept { return {}; }
    std::suspend_never final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    [[noreturn]] void unhandled_exception() const noexcept { std::terminate(); }
  };
};

template <class T, class OnDone>
Detached run_detached(Task<T> task, OnDone on_done) {
  on_done(co_await std::move(task));
}
}  // namespace detail

// Begins the task now, on this thread; `on_done` gets its value on whichever thread it ends.
// The task must not throw.
template <class T, class OnDone>
void spawn(Task<T> task, OnDone on_done) {
  detail::run_detached(std::move(task), std::move(on_done));
}

}  // namespace till
