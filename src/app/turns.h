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
#include "checkout/session.h"

namespace till::app {

// First come, first served. Only a courtesy within one process: the version of a session decides.
// One whose commit is under way may hand over to those who follow: they decide on what it commits,
// so that many changes share one write to disk. Their own commits fail when its fails: they say
// what they follow, since another process may commit a version of that number meanwhile.
// Any thread may call. Every Turn and everyone who waits must be gone before the Turns go.
class Turns {
 public:
  // Lets the next one in when it goes.
  class Turn {
   public:
    Turn() = default;  // No turn: too many waited already.
    Turn(Turn&& other) noexcept
        : owner_(std::exchange(other.owner_, nullptr)),
          session_(other.session_),
          uncommitted_(std::move(other.uncommitted_)),
          handed_over_(other.handed_over_) {}
    Turn& operator=(Turn&&) = delete;
    ~Turn() {
      if (owner_ != nullptr) owner_->leave(session_, handed_over_);
    }
    explicit operator bool() const { return owner_ != nullptr; }

    // What the one before commits at this moment; null when nothing is under way.
    const checkout::SessionPtr& uncommitted() const { return uncommitted_; }
    // The commit of `next` was begun: whoever follows may decide on it. Once a turn.
    void hand_over(checkout::SessionPtr next) {
      owner_->hand_over(session_, std::move(next));
      handed_over_ = true;
    }
    // The commit did not stand: nobody follows any more until all that is under way has ended.
    void give_up() { owner_->give_up(session_); }

   private:
    friend class Turns;
    Turn(Turns& owner, const SessionId& session, checkout::SessionPtr uncommitted)
        : owner_(&owner), session_(session), uncommitted_(std::move(uncommitted)) {}
    Turns* owner_ = nullptr;
    SessionId session_;
    checkout::SessionPtr uncommitted_;
    bool handed_over_ = false;
  };

  // Stands in the frame of the coroutine that waits.
  class Waiter {
   public:
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> work) {
      work_ = work;
      return turns_.join(*this);
    }
    Turn await_resume() {
      return granted_ ? Turn(turns_, session_, std::move(uncommitted_)) : Turn();
    }

   private:
    friend class Turns;
    Waiter(Turns& turns, const SessionId& session, Executor& executor, bool follows)
        : turns_(turns), session_(session), executor_(executor), follows_(follows) {}
    Turns& turns_;
    SessionId session_;
    Executor& executor_;
    bool follows_;
    std::coroutine_handle<> work_;
    checkout::SessionPtr uncommitted_;
    bool granted_ = false;
    Waiter* next_ = nullptr;
  };

  explicit Turns(std::size_t most_waiting) : most_waiting_(most_waiting) {}

  // `co_await` gives the Turn: at once when nobody has it, else later at `executor`. Who follows
  // takes it also while commits are under way.
  Waiter wait(const SessionId& session, Executor& executor, bool follows = false) {
    return {*this, session, executor, follows};
  }

 private:
  struct Queue {
    Waiter* first = nullptr;
    Waiter* last = nullptr;
    std::size_t waiting = 0;
    bool deciding = false;      // Someone has the turn and has not handed over.
    std::size_t under_way = 0;  // Those who handed over and are not gone.
    bool given_up = false;
    checkout::SessionPtr uncommitted;

    bool lets_in(const Waiter& waiter) const {
      if (deciding) return false;
      return under_way == 0 || (waiter.follows_ && !given_up);
    }
    void let_in(Waiter& waiter) {
      deciding = true;
      waiter.granted_ = true;
      waiter.uncommitted_ = uncommitted;
    }
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

  // Each of these is in turns.cpp. join() is true when the waiter has to wait.
  bool join(Waiter& waiter);
  void hand_over(const SessionId& session, checkout::SessionPtr next);
  void give_up(const SessionId& session);
  void leave(const SessionId& session, bool handed_over);
  static void wake_next(Queue& queue);

  std::size_t most_waiting_;
  std::array<Shard, 16> shards_;
};

}  // namespace till::app
