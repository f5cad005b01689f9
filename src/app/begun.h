// Begun: a task that runs already while its owner does something else before waiting for it.
#pragma once

#include <coroutine>
#include <optional>
#include <utility>

#include "base/ensure.h"
#include "base/task.h"

namespace till::app {

// Begins the task, which must end on the executor of its owner and must not throw. The owner must
// await it before it goes.
template <class T>
class Begun {
 public:
  explicit Begun(Task<T> task) {
    spawn(std::move(task), [this](T value) {
      value_.emplace(std::move(value));
      if (waiting_) waiting_.resume();
    });
  }
  Begun(const Begun&) = delete;
  Begun& operator=(const Begun&) = delete;

  bool ended() const { return value_.has_value(); }

  bool await_ready() const noexcept { return ended(); }
  void await_suspend(std::coroutine_handle<> work) { waiting_ = work; }
  T await_resume() {
    TILL_ENSURE(ended());
    return std::move(*value_);
  }

 private:
  std::optional<T> value_;
  std::coroutine_handle<> waiting_;
};

}  // namespace till::app
