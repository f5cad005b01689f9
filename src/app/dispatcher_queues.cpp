// What waits for the Dispatcher, and in which order.
#include <algorithm>

#include "app/dispatcher_state.h"
#include "base/ensure.h"

namespace till::app {
namespace {

// How soon an event is looked at again that could not be sent or whose outcome was not committed.
constexpr Milliseconds kLookAgain = std::chrono::minutes(1);
// Bodies beyond this are left in the store until their turn comes.
constexpr std::size_t kMostBodyBytes = 16U << 20;

}  // namespace

bool Dispatcher::State::knows(const Queue& queue, const EventId& id) const {
  return std::any_of(queue.events.begin(), queue.events.end(),
                     [&id](const OutboxEvent& event) { return event.id == id; });
}

void Dispatcher::State::schedule(Queue& queue) {
  const OutboxEvent& head = queue.events.front();
  receivers_.of(head.agent).schedule(head.next_attempt_at, head.order);
}

void Dispatcher::State::unschedule(const Queue& queue) {
  if (queue.events.empty()) return;
  const OutboxEvent& head = queue.events.front();
  receivers_.of(head.agent).unschedule(head.next_attempt_at, head.order);
}

void Dispatcher::State::keep_body(OutboxEvent& event) {
  if (body_bytes_ + event.body.size() > kMostBodyBytes) event.body = std::string();
  body_bytes_ += event.body.size();
}

void Dispatcher::State::lose_body(OutboxEvent& event) {
  body_bytes_ -= event.body.size();
  event.body = std::string();
}

void Dispatcher::State::append(OutboxEvent event) {
  Receiver& receiver = receivers_.of(event.agent);
  if (!receiver.in_store && !dependencies.targets(event.agent)) leave_in_store(event.agent);
  if (receiver.in_store) return;
  Queue& queue = queues_[event.order];
  if (knows(queue, event.id)) return;
  ages_.insert(event.created_at);
  keep_body(event);
  queue.events.push_back(std::move(event));
  if (queue.events.size() == 1) schedule(queue);
}

void Dispatcher::State::take_up(std::vector<OutboxEvent> events) {
  for (auto event = events.rbegin(); event != events.rend(); ++event) {
    if (!receivers_.of(event->agent).being_read) continue;
    Queue& queue = queues_[event->order];
    if (knows(queue, event->id)) continue;
    ages_.insert(event->created_at);
    keep_body(*event);
    if (!queue.under_way) unschedule(queue);
    const auto place = queue.events.begin() + (queue.under_way ? 1 : 0);
    queue.events.insert(place, std::move(*event));
    if (!queue.under_way) schedule(queue);
  }
}

bool Dispatcher::State::insert(OutboxEvent event) {
  if (receivers_.of(event.agent).in_store) return true;  // It is pending there.
  Queue& queue = queues_[event.order];
  if (knows(queue, event.id)) return false;
  ages_.insert(event.created_at);
  keep_body(event);
  if (!queue.under_way) unschedule(queue);
  const auto place = std::upper_bound(
      queue.events.begin() + (queue.under_way ? 1 : 0), queue.events.end(), event.created_at,
      [](Timestamp time, const OutboxEvent& other) { return time < other.created_at; });
  queue.events.insert(place, std::move(event));
  if (!queue.under_way) schedule(queue);
  return true;
}

// The first update is the head's, the others those of the events behind it.
void Dispatcher::State::settle(const OrderId& order, const std::vector<EventUpdate>& updates) {
  const EventUpdate& first = updates.front();
  const auto found = queues_.find(order);
  TILL_ENSURE(found != queues_.end() && found->second.under_way);
  if (first.state == EventState::pending) {
    OutboxEvent& head = found->second.events.front();
    head.attempts = first.attempts;
    head.next_attempt_at = first.next_attempt_at;
    found->second.under_way = false;
    schedule(found->second);
    return;
  }
  std::vector<OutboxEvent>& events = found->second.events;
  for (std::size_t i = 1; i < updates.size(); ++i) {
    const auto behind =
        std::find_if(events.begin() + 1, events.end(),
                     [&updates, i](const OutboxEvent& event) { return event.id == updates[i].id; });
    TILL_ENSURE(behind != events.end());
    ages_.erase(ages_.find(behind->created_at));
    lose_body(*behind);
    events.erase(behind);
  }
  drop_head(found);
}

void Dispatcher::State::postpone(const OrderId& order) {
  Queue& queue = queues_.at(order);
  queue.events.front().next_attempt_at = dependencies.clock.now() + kLookAgain;
  lose_body(queue.events.front());
  queue.under_way = false;
  schedule(queue);
}

void Dispatcher::State::drop_head(Queues::iterator queue) {
  TILL_ENSURE(queue != queues_.end() && !queue->second.events.empty());
  ages_.erase(ages_.find(queue->second.events.front().created_at));
  lose_body(queue->second.events.front());
  queue->second.events.erase(queue->second.events.begin());
  queue->second.under_way = false;
  if (queue->second.events.empty()) {
    queues_.erase(queue);
  } else {
    schedule(queue->second);
  }
}

void Dispatcher::State::leave_in_store(const std::string& agent) {
  receivers_.of(agent).in_store = true;
  for (auto queue = queues_.begin(); queue != queues_.end();) {
    const bool theirs = queue->second.events.front().agent == agent;
    if (!theirs || queue->second.under_way) {
      ++queue;
      continue;
    }
    unschedule(queue->second);
    for (OutboxEvent& event : queue->second.events) {
      ages_.erase(ages_.find(event.created_at));
      lose_body(event);
    }
    queue = queues_.erase(queue);
  }
}

void Dispatcher::State::measure() const {
  const Timestamp now = dependencies.clock.now();
  const Milliseconds oldest = ages_.empty() ? Milliseconds(0) : now - *ages_.begin();
  dependencies.observer.outbox_measured(ages_.size(), std::max(oldest, Milliseconds(0)));
}

}  // namespace till::app
