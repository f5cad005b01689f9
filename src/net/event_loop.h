// EventLoop: one thread that runs continuations, timers and signals for background work.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "base/task.h"

namespace till::net {

class EventLoop : public Executor {
 public:
  static std::unique_ptr<EventLoop> create();
  ~EventLoop() override = default;  // run() must have returned.

  // Runs until stop(). Call once, on the thread that is to be the loop's.
  virtual void run() = 0;
  // Any thread, also a signal callback of the loop.
  virtual void stop() = 0;
  // Calls `work` soon on the loop. Any thread.
  virtual void call(std::function<void()> work) = 0;
  // Calls `work` every `period` on the loop until stop(); the first time after one period.
  virtual void every(std::chrono::milliseconds period, std::function<void()> work) = 0;
  // Calls `work` on the loop whenever the process gets one of the signals.
  virtual void on_signals(std::vector<int> signals, std::function<void(int)> work) = 0;
};

}  // namespace till::net
