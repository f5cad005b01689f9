#include "store/local_outbox.h"

#include <algorithm>

#include "base/ensure.h"

namespace till::store {
namespace {

constexpr std::uint64_t kNone = UINT64_MAX;

// In which order the events of an order are told. Those of an older till have no sequence.
bool comes_before(const app::OutboxEvent& one, const app::OutboxEvent& other) {
  if (one.sequence != other.sequence) return one.sequence < other.sequence;
  return one.created_at < other.created_at;
}

}  // namespace

void LocalOutbox::place(Agent& agent, const OrderId& order, Queue& queue, Timestamp at) {
  agent.orders.erase({queue.at, order});
  queue.at = at;
  agent.orders.emplace(at, order);
}

void LocalOutbox::lose_body(app::OutboxEvent& event) {
  body_bytes_ -= event.body.size();
  event.body = std::string();
}

// Behind others that are left in the store an event would be told before them, unless it comes
// before one of its order that is kept.
bool LocalOutbox::has_place(const Agent& agent, const app::OutboxEvent& event) const {
  const auto queue = queues_.find(event.order);
  if (queue != queues_.end() && comes_before(event, queue->second.events.back())) return true;
  return !agent.behind && agent.ages.size() < limits_.events_of_agent;
}

void LocalOutbox::keep(Agent& agent, app::OutboxEvent event) {
  const OrderId order = event.order;
  const auto [found, fresh] = queues_.try_emplace(order);
  Queue& queue = found->second;
  if (body_bytes_ + event.body.size() > limits_.body_bytes) event.body = std::string();
  body_bytes_ += event.body.size();
  agent.ages.insert(event.created_at);
  orders_.emplace(event.id, order);
  const auto at = std::upper_bound(queue.events.begin(), queue.events.end(), event, comes_before);
  const bool is_next = at == queue.events.begin();
  queue.events.insert(at, std::move(event));
  if (is_next && queue.lease == 0) {
    place(agent, order, queue, queue.events.front().next_attempt_at);
  }
}

void LocalOutbox::leave(Agent& agent, std::uint64_t row) {
  ++agent.left;
  if (agent.reading) {
    agent.missed_from = std::min(agent.missed_from, row);
  } else {
    agent.read_to = agent.behind ? std::min(agent.read_to, row - 1) : row - 1;
  }
  agent.behind = true;
}

void LocalOutbox::add(app::OutboxEvent event, std::uint64_t row) {
  const std::lock_guard lock(mutex_);
  if (event.state != app::EventState::pending || orders_.contains(event.id)) return;
  Agent& agent = agents_[event.agent];
  if (has_place(agent, event)) return keep(agent, std::move(event));
  leave(agent, row);
}

bool LocalOutbox::knows(const EventId& id) const {
  const std::lock_guard lock(mutex_);
  return orders_.contains(id);
}

bool LocalOutbox::update(const app::EventUpdate& update) {
  const std::lock_guard lock(mutex_);
  const auto known = orders_.find(update.id);
  if (known == orders_.end()) return false;
  if (update.state != app::EventState::pending) {
    remove(update.id);
    return true;
  }
  const OrderId order = known->second;
  Queue& queue = queues_.at(order);
  app::OutboxEvent& event = *find(queue, update.id);
  event.attempts = update.attempts;
  event.next_attempt_at = update.next_attempt_at;
  event.last_error = update.last_error;
  const bool is_next = queue.events.front().id == update.id;
  if (is_next && queue.lease == 0) {
    place(agents_.at(event.agent), order, queue, update.next_attempt_at);
  }
  return true;
}

std::vector<app::OutboxEvent>::iterator LocalOutbox::find(Queue& queue, const EventId& id) {
  const auto event = std::find_if(queue.events.begin(), queue.events.end(),
                                  [&id](const app::OutboxEvent& each) { return each.id == id; });
  TILL_ENSURE(event != queue.events.end());
  return event;
}

void LocalOutbox::remove(const EventId& id) {
  const auto known = orders_.find(id);
  const OrderId order = known->second;
  orders_.erase(known);
  Queue& queue = queues_.at(order);
  const auto event = find(queue, id);
  Agent& agent = agents_.at(event->agent);
  agent.ages.erase(agent.ages.find(event->created_at));
  lose_body(*event);
  const bool was_next = event == queue.events.begin();
  queue.events.erase(event);
  if (queue.events.empty()) {
    agent.orders.erase({queue.at, order});
    queues_.erase(order);
  } else if (was_next && queue.lease == 0) {
    place(agent, order, queue, queue.events.front().next_attempt_at);
  }
}

void LocalOutbox::drop(const EventId& id, const std::string& agent) {
  const std::lock_guard lock(mutex_);
  if (orders_.contains(id)) return remove(id);
  Agent& theirs = agents_[agent];
  if (theirs.left > 0) --theirs.left;
}

void LocalOutbox::forget_bodies(const OrderId& order) {
  const std::lock_guard lock(mutex_);
  const auto queue = queues_.find(order);
  if (queue == queues_.end()) return;
  for (app::OutboxEvent& event : queue->second.events) lose_body(event);
}

std::optional<app::LeasedEvent> LocalOutbox::lease_one(Agent& agent, Timestamp now,
                                                       Milliseconds lease) {
  if (agent.orders.empty() || agent.orders.begin()->first > now) return std::nullopt;
  const OrderId order = agent.orders.begin()->second;
  Queue& queue = queues_.at(order);
  queue.lease = ++leases_;
  place(agent, order, queue, now + lease);
  app::OutboxEvent& next = queue.events.front();
  app::LeasedEvent leased{next, {order, queue.lease}};
  lose_body(next);
  return leased;
}

std::vector<app::LeasedEvent> LocalOutbox::lease(Timestamp now, Milliseconds lease,
                                                 const app::EventRoom& room) {
  const std::lock_guard lock(mutex_);
  std::vector<app::LeasedEvent> leased;
  std::map<std::string_view, std::size_t> given;
  for (bool any = true; any && leased.size() < room.most;) {
    any = false;
    auto agent = agents_.upper_bound(last_);
    for (std::size_t seen = 0; seen < agents_.size() && leased.size() < room.most; ++seen) {
      if (agent == agents_.end()) agent = agents_.begin();
      const auto& orders = agent->second.orders;
      const bool due = !orders.empty() && orders.begin()->first <= now;
      if (due && given[agent->first] < room.of(agent->first)) {
        if (auto one = lease_one(agent->second, now, lease)) {
          leased.push_back(std::move(*one));
          last_ = agent->first;
          any = true;
          ++given[agent->first];
        }
      }
      ++agent;
    }
  }
  return leased;
}

LocalOutbox::Queue* LocalOutbox::held(const app::EventLease& lease) {
  const auto queue = queues_.find(lease.order);
  if (queue == queues_.end() || queue->second.lease != lease.number) return nullptr;
  return &queue->second;
}

bool LocalOutbox::begin_settling(const app::EventLease& lease) {
  const std::lock_guard lock(mutex_);
  Queue* const queue = held(lease);
  if (queue == nullptr) return false;
  agents_.at(queue->events.front().agent).orders.erase({queue->at, lease.order});
  return true;
}

void LocalOutbox::end_settling(const app::EventLease& lease, bool written) {
  const std::lock_guard lock(mutex_);
  Queue* const queue = held(lease);
  if (queue == nullptr) return;  // Nothing is left of it.
  if (written) queue->lease = 0;
  const app::OutboxEvent& next = queue->events.front();
  place(agents_.at(next.agent), lease.order, *queue, written ? next.next_attempt_at : queue->at);
}

void LocalOutbox::give_back(const app::EventLease& lease, Timestamp due) {
  const std::lock_guard lock(mutex_);
  Queue* const queue = held(lease);
  if (queue == nullptr) return;
  queue->lease = 0;
  place(agents_.at(queue->events.front().agent), lease.order, *queue, due);
}

std::vector<app::Backlog> LocalOutbox::backlogs() const {
  const std::lock_guard lock(mutex_);
  std::vector<app::Backlog> all;
  for (const auto& [name, agent] : agents_) {
    if (agent.ages.empty()) continue;
    all.push_back({name, agent.ages.size() + agent.left, *agent.ages.begin()});
  }
  return all;
}

std::optional<LocalOutbox::Missing> LocalOutbox::begin_reading() {
  const std::lock_guard lock(mutex_);
  for (auto& [name, agent] : agents_) {
    const bool has_room = agent.ages.size() <= limits_.events_of_agent / 2;
    if (!agent.behind || agent.reading || !has_room) continue;
    agent.reading = true;
    agent.missed_from = kNone;
    return Missing{name, agent.read_to, limits_.events_of_agent - agent.ages.size()};
  }
  return std::nullopt;
}

void LocalOutbox::end_reading(const Missing& missing, Read read) {
  const std::lock_guard lock(mutex_);
  Agent& agent = agents_.at(missing.agent);
  agent.reading = false;
  for (app::OutboxEvent& event : read.events) {
    if (orders_.contains(event.id)) continue;
    if (agent.left > 0) --agent.left;
    keep(agent, std::move(event));
  }
  const bool missed = agent.missed_from != kNone;
  agent.read_to = missed ? std::min(read.read_to, agent.missed_from - 1) : read.read_to;
  agent.behind = missed || !read.all;
  if (!agent.behind) agent.left = 0;
}

}  // namespace till::store
