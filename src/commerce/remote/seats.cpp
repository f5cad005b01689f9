#include "commerce/remote/seats.h"

namespace till::commerce::remote {
namespace {

// Each gives up once its own time is over, which is soon.
constexpr std::size_t kMostWaiting = 1024;

}  // namespace

bool Seats::sit_or_wait(std::coroutine_handle<> work, Executor& executor, Outcome& outcome) {
  const std::lock_guard lock(mutex_);
  if (free_ > 0) {
    --free_;
    outcome = Outcome::seated;
    return false;
  }
  if (waiting_.size() >= kMostWaiting) {
    outcome = Outcome::crowded;
    return false;
  }
  waiting_.push_back({work, &executor});
  return true;
}

void Seats::give() {
  Waiter next;
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.empty()) {
      ++free_;
      return;
    }
    next = waiting_.front();
    waiting_.pop_front();
  }
  next.executor->post(next.work);
}

}  // namespace till::commerce::remote
