// Turns: those who change one session in this process go one after the other instead of racing.
#pragma once

#include <array>
#include <coroutine>
#include <cstddef>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "base/id.h"
#include "base/task.h"

namespace till::app {

// First come, first served. Only a courtesy within one process: the version of a session decides.
// Any thread may call. Every Turn and everyone who waits must be gone before the Turns go.
class Turns {
 public:
  // Lets the next one in when it goes.
  class Turn {
   public:
    Turn() = default;  // No turn: too many waited already.
    Turn(Turn&& other) noexcept
        : owner_(std::exchange(other.owner_, nullptr)), session_(other.session_) {}
    Turn& operator=(Turn&&) = delete;
    ~Turn() {
      if (owner_ != nullptr) owner_->pass_on(session_);
    }
    explicit operator bool() const { return owner_ != nullptr; }

   private:
    friend class Turns;
    Turn(Turns& owner, const SessionId& session) : owner_(&owner), session_(session) {}
    Turns* owner_ = nullptr;
    SessionId session_;
  };

  explicit Turns(std::size_t most_waiting) : most_waiting_(most_waiting) {}

  // Stands in the frame of the coroutine that waits.
  class Waiter {
   public:
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> work) {
      work_ = work;
      return turns_.join(*this);
    }
    Turn await_resume() const { return granted_ ? Turn(turns_, session_) : Turn(); }

   private:
    friend class Turns;
    Waiter(Turns& turns, const SessionId& session, Executor& executor)
        : turns_(turns), session_(session), executor_(executor) {}
    Turns& turns_;
    SessionId session_;
    Executor& executor_;
    std::coroutine_handle<> work_;
    bool granted_ = false;
    Waiter* next_ = nullptr;
  };

  // `co_await` gives the Turn: at once when nobody has it, else later at `executor`.
  Waiter take(const SessionId& session, Executor& executor) { return {*this, session, executor}; }

 private:
  // Those behind the one whose turn it is.
  struct Queue {
    Waiter* first = nullptr;
    Waiter* last = nullptr;
    std::size_t waiting = 0;
  };
  struct Hash {
    std::size_t operator()(const SessionId& id) const {
      std::size_t value = 0;  // The end of an id is random.
      for (std::size_t i = 8; i < id.bytes.size(); ++i) value = value << 8 | id.bytes[i];
      return value;
    }
  };
  struct Shard {
    std::mutex mutex;
    std::unordered_map<SessionId, Queue, Hash> queues;
  };

  Shard& shard_of(const SessionId& id) { return shards_[id.bytes.back() % shards_.size()]; }

  // True when it has to wait.
  bool join(Waiter& waiter) {
    Shard& shard = shard_of(waiter.session_);
    const std::lock_guard lock(shard.mutex);
    const auto [entry, free] = shard.queues.try_emplace(waiter.session_);
    Queue& queue = entry->second;
    waiter.granted_ = free || queue.waiting < most_waiting_;
    if (free || !waiter.granted_) return false;
    (queue.last == nullptr ? queue.first : queue.last->next_) = &waiter;
    queue.last = &waiter;
    ++queue.waiting;
    return true;
  }
  void pass_on(const SessionId& session) {
    Shard& shard = shard_of(session);
    const std::lock_guard lock(shard.mutex);
    const auto entry = shard.queues.find(session);
    Queue& queue = entry->second;
    Waiter* const next = queue.first;
    if (next == nullptr) {
      shard.queues.erase(entry);
      return;
    }
    queue.first = next->next_;
    if (queue.first == nullptr) queue.last = nullptr;
    --queue.waiting;
    next->executor_.post(next->work_);  // It goes on later, never inside this call.
  }

  std::size_t most_waiting_;
  std::array<Shard, 16> shards_;
};

}  // namespace till::app
