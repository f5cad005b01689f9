#include "commerce/remote/slots.h"

namespace till::commerce::remote {
namespace {

// Each gives up once its own time is over, which is soon.
constexpr std::size_t kMostWaiting = 1024;

}  // namespace

bool Slots::claim_or_wait(std::coroutine_handle<> work, Executor& executor, Claimed& outcome) {
  const std::lock_guard lock(mutex_);
  if (free_ > 0) {
    --free_;
    outcome = Claimed::yes;
    return false;
  }
  if (waiting_.size() >= kMostWaiting) {
    outcome = Claimed::no;
    return false;
  }
  waiting_.push_back({work, &executor});
  return true;
}

void Slots::give() {
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
