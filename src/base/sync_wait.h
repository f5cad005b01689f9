// Waits for a Task on a thread that has nothing else to do.
#pragma once

#include <future>
#include <utility>

#include "base/task.h"

namespace till {

// Runs the task to its end and blocks this thread meanwhile: for start-up, tools and tests, never
// on an event loop. The task must not throw.
template <class T>
T sync_wait(Task<T> task) {
  std::promise<T> promise;
  auto result = promise.get_future();
  spawn(std::move(task), [&promise](T value) { promise.set_value(std::move(value)); });
  return result.get();
}

}  // namespace till
