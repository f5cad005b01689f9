// Stand-ins that a test moves by hand: time, ids, randomness, the event loop.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <coroutine>
#include <deque>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "app/webhook_sender.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "base/random.h"
#include "base/task.h"

namespace till::app {

class FakeClock final : public Clock {
 public:
  Timestamp now() const override { return now_; }
  void set(Timestamp now) { now_ = now; }
  void advance(Milliseconds span) { now_ = now_ + span; }

 private:
  Timestamp now_{1'795'514'400'000};  // 2026-11-24T10:00:00Z
};

// 1, 2, 3, …: ids in the order in which they were made.
class SequentialIds final : public IdSource {
 public:
  IdBytes next() override {
    IdBytes bytes{};
    std::uint64_t value = ++count_;
    for (std::size_t i = bytes.size(); value != 0; value >>= 8) {
      bytes[--i] = static_cast<std::uint8_t>(value);
    }
    return bytes;
  }

 private:
  std::uint64_t count_ = 0;
};

class FixedRandom final : public Random {
 public:
  explicit FixedRandom(std::uint8_t byte = 0) : byte_(byte) {}
  void fill(std::span<std::uint8_t> bytes) override {
    std::fill(bytes.begin(), bytes.end(), byte_);
  }

 private:
  std::uint8_t byte_;
};

// Runs what was posted when the test says so. post may be called from any thread.
class ManualExecutor final : public Executor {
 public:
  void post(std::coroutine_handle<> work) override {
    const std::lock_guard lock(mutex_);
    queue_.push_back(work);
  }
  // Runs until nothing is left, what is posted meanwhile included.
  void run_all() {
    for (auto work = take(); work; work = take()) work.resume();
  }

 private:
  std::coroutine_handle<> take() {
    const std::lock_guard lock(mutex_);
    if (queue_.empty()) return nullptr;
    const auto work = queue_.front();
    queue_.pop_front();
    return work;
  }
  std::mutex mutex_;
  std::deque<std::coroutine_handle<>> queue_;
};

// Remembers what was sent and answers as told, then with 200. One thread.
class FakeSender final : public WebhookSender {
 public:
  Task<WebhookAnswer> send(WebhookDelivery delivery, Executor&) override {
    sent.push_back(std::move(delivery));
    WebhookAnswer answer{200, std::nullopt, ""};
    if (!answers.empty()) {
      answer = answers.front();
      answers.pop_front();
    }
    if (held) co_await resume_on(line);
    co_return answer;
  }

  std::vector<WebhookDelivery> sent;
  std::deque<WebhookAnswer> answers;
  bool held = false;  // Answers come only once the test runs `line`.
  ManualExecutor line;
};

// Remembers the names of the events that were logged.
class FakeLog final : public Log {
 public:
  void write(LogLevel, std::string_view event, std::initializer_list<LogField>) override {
    events.emplace_back(event);
  }
  std::vector<std::string> events;
};

}  // namespace till::app
