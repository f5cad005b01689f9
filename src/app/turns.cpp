#include "app/turns.h"

namespace till::app {

bool Turns::join(Waiter& waiter) {
  Shard& shard = shard_of(waiter.session_);
  const std::lock_guard lock(shard.mutex);
  Queue& queue = shard.queues[waiter.session_];
  if (queue.first == nullptr && queue.lets_in(waiter)) {
    queue.let_in(waiter);
    return false;
  }
  if (queue.waiting >= most_waiting_) return false;
  (queue.last == nullptr ? queue.first : queue.last->next_) = &waiter;
  queue.last = &waiter;
  ++queue.waiting;
  return true;
}

void Turns::hand_over(const SessionId& session, checkout::SessionPtr next) {
  Shard& shard = shard_of(session);
  const std::lock_guard lock(shard.mutex);
  Queue& queue = shard.queues.at(session);
  queue.deciding = false;
  ++queue.under_way;
  queue.uncommitted = std::move(next);
  wake_next(queue);
}

void Turns::give_up(const SessionId& session) {
  Shard& shard = shard_of(session);
  const std::lock_guard lock(shard.mutex);
  Queue& queue = shard.queues.at(session);
  queue.given_up = true;
}

void Turns::leave(const SessionId& session, bool handed_over) {
  Shard& shard = shard_of(session);
  const std::lock_guard lock(shard.mutex);
  const auto entry = shard.queues.find(session);
  Queue& queue = entry->second;
  if (handed_over) {
    --queue.under_way;
  } else {
    queue.deciding = false;
  }
  if (queue.under_way == 0) {
    queue.given_up = false;
    queue.uncommitted.reset();
  }
  wake_next(queue);
  const bool idle = !queue.deciding && queue.under_way == 0 && queue.first == nullptr;
  if (idle) shard.queues.erase(entry);
}

void Turns::wake_next(Queue& queue) {
  Waiter* const next = queue.first;
  if (next == nullptr || !queue.lets_in(*next)) return;
  queue.first = next->next_;
  if (queue.first == nullptr) queue.last = nullptr;
  --queue.waiting;
  queue.let_in(*next);
  next->executor_.post(next->work_);  // It goes on later, never inside this call.
}

}  // namespace till::app
