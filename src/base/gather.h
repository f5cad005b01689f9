// gather: several tasks at once, and all that they yield.
#pragma once

#include <atomic>
#include <coroutine>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/task.h"

namespace till {

// Begins all of them on this thread and goes on at the executor once the last has ended, wherever
// that was. The values come in the order of the tasks, which must not throw.
template <class T>
Task<std::vector<T>> gather(std::vector<Task<T>> tasks, Executor& executor) {
  struct Gathering {
    std::vector<std::optional<T>> values;
    std::atomic<std::size_t> left;
    std::coroutine_handle<> waiting;
  };
  struct Wait {
    Gathering& gathering;
    bool await_ready() const noexcept { return false; }
    // One is counted for the wait itself, so that nobody goes on before it is there.
    bool await_suspend(std::coroutine_handle<> work) const {
      gathering.waiting = work;
      return --gathering.left != 0;
    }
    void await_resume() const noexcept {}
  };
  const auto gathering = std::make_shared<Gathering>();
  gathering->values.resize(tasks.size());
  gathering->left = tasks.size() + 1;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    spawn(std::move(tasks[i]), [gathering, i, &executor](T value) {
      gathering->values[i].emplace(std::move(value));
      if (--gathering->left == 0) executor.post(gathering->waiting);
    });
  }
  co_await Wait{*gathering};
  std::vector<T> values;
  values.reserve(gathering->values.size());
  for (auto& value : gathering->values) values.push_back(std::move(*value));
  co_return values;
}

}  // namespace till
