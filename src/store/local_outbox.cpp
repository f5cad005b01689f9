#include "store/local_outbox.h"

#include <algorithm>

#include "app/event_receivers.h"
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

Party party_of(const app::OutboxEvent& event) {
  const bool agents = event.receiver == app::EventReceiver::agent;
  return {event.receiver, agents ? event.agent : std::string()};
}

void LocalOutbox::place(Waiting& party, const OrderId& order, Queue& queue, Timestamp at) {
  party.orders.erase({queue.at, order});
  queue.at = at;
  party.orders.emplace(at, order);
}

void LocalOutbox::lose_body(app::OutboxEvent& event) {
  body_bytes_ -= event.body.size();
  event.body = std::string();
}

// Behind others that are left in the store an event would be told before them, unless it comes
// before one of its order that is kept.
bool LocalOutbox::has_place(const Waiting& party, const app::OutboxEvent& event) const {
  const auto queue = queues_.find({event.receiver, event.order});
  if (queue != queues_.end() && comes_before(event, queue->second.events.back())) return true;
  return !party.behind && party.ages.size() < limits_.events_of_agent;
}

void LocalOutbox::keep(Waiting& party, app::OutboxEvent event) {
  const OrderId order = event.order;
  const QueueKey key{event.receiver, order};
  const auto [found, fresh] = queues_.try_emplace(key);
  Queue& queue = found->second;
  if (body_bytes_ + event.body.size() > limits_.body_bytes) event.body = std::string();
  body_bytes_ += event.body.size();
  party.ages.insert(event.created_at);
  orders_.emplace(event.id, key);
  const auto at = std::upper_bound(queue.events.begin(), queue.events.end(), event, comes_before);
  const bool is_next = at == queue.events.begin();
  queue.events.insert(at, std::move(event));
  if (is_next && queue.lease == 0) {
    place(party, order, queue, queue.events.front().next_attempt_at);
  }
}

void LocalOutbox::leave(Waiting& party, std::uint64_t row) {
  ++party.left;
  if (party.reading) {
    party.missed_from = std::min(party.missed_from, row);
  } else {
    party.read_to = party.behind ? std::min(party.read_to, row - 1) : row - 1;
  }
  party.behind = true;
}

void LocalOutbox::add(app::OutboxEvent event, std::uint64_t row) {
  const std::lock_guard lock(mutex_);
  if (event.state != app::EventState::pending || orders_.contains(event.id)) return;
  Waiting& party = parties_[party_of(event)];
  if (has_place(party, event)) return keep(party, std::move(event));
  leave(party, row);
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
  Queue& queue = queues_.at(known->second);
  app::OutboxEvent& event = *find(queue, update.id);
  event.attempts = update.attempts;
  event.next_attempt_at = update.next_attempt_at;
  event.last_error = update.last_error;
  const bool is_next = queue.events.front().id == update.id;
  if (is_next && queue.lease == 0) {
    place(parties_.at(party_of(event)), known->second.second, queue, update.next_attempt_at);
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
  const QueueKey key = known->second;
  const OrderId order = key.second;
  orders_.erase(known);
  Queue& queue = queues_.at(key);
  const auto event = find(queue, id);
  Waiting& party = parties_.at(party_of(*event));
  party.ages.erase(party.ages.find(event->created_at));
  lose_body(*event);
  const bool was_next = event == queue.events.begin();
  queue.events.erase(event);
  if (queue.events.empty()) {
    party.orders.erase({queue.at, order});
    queues_.erase(key);
  } else if (was_next && queue.lease == 0) {
    place(party, order, queue, queue.events.front().next_attempt_at);
  }
}

void LocalOutbox::drop(const EventId& id, const Party& party) {
  const std::lock_guard lock(mutex_);
  if (orders_.contains(id)) return remove(id);
  Waiting& theirs = parties_[party];
  if (theirs.left > 0) --theirs.left;
}

void LocalOutbox::forget_bodies(const OrderId& order) {
  const std::lock_guard lock(mutex_);
  for (const app::EventReceiverRow& row : app::kEventReceivers) {
    const auto queue = queues_.find({row.receiver, order});
    if (queue == queues_.end()) continue;
    for (app::OutboxEvent& event : queue->second.events) lose_body(event);
  }
}

app::LeasedEvent LocalOutbox::lease_first(app::EventReceiver receiver, Waiting& party,
                                          Timestamp until) {
  const OrderId order = party.orders.begin()->second;
  Queue& queue = queues_.at({receiver, order});
  queue.lease = ++leases_;
  place(party, order, queue, until);
  app::OutboxEvent& next = queue.events.front();
  app::LeasedEvent leased{next, {order, queue.lease, receiver}};
  lose_body(next);
  return leased;
}

std::vector<app::LeasedEvent> LocalOutbox::lease(Timestamp now, Milliseconds lease,
                                                 const app::EventRoom& room) {
  const std::lock_guard lock(mutex_);
  std::vector<app::LeasedEvent> leased;
  std::map<const Party*, std::size_t> given;
  std::size_t to_agents = 0;
  for (bool any = true; any;) {
    any = false;
    auto next = parties_.upper_bound(last_);
    for (std::size_t seen = 0; seen < parties_.size(); ++seen, ++next) {
      if (next == parties_.end()) next = parties_.begin();
      auto& [party, waiting] = *next;
      const bool due = !waiting.orders.empty() && waiting.orders.begin()->first <= now;
      const bool to_agent = party.receiver == app::EventReceiver::agent;
      if (!due || (to_agent && to_agents == room.most)) continue;
      if (given[&party] >= room.of(party.receiver, party.agent)) continue;
      leased.push_back(lease_first(party.receiver, waiting, now + lease));
      any = true;
      ++given[&party];
      if (!to_agent) continue;  // It does not take the turn of an agent.
      ++to_agents;
      last_ = party;
    }
  }
  return leased;
}

LocalOutbox::Queue* LocalOutbox::held(const app::EventLease& lease) {
  const auto queue = queues_.find({lease.receiver, lease.order});
  if (queue == queues_.end() || queue->second.lease != lease.number) return nullptr;
  return &queue->second;
}

bool LocalOutbox::begin_settling(const app::EventLease& lease) {
  const std::lock_guard lock(mutex_);
  Queue* const queue = held(lease);
  if (queue == nullptr) return false;
  parties_.at(party_of(queue->events.front())).orders.erase({queue->at, lease.order});
  return true;
}

void LocalOutbox::end_settling(const app::EventLease& lease, bool written) {
  const std::lock_guard lock(mutex_);
  Queue* const queue = held(lease);
  if (queue == nullptr) return;  // Nothing is left of it.
  if (written) queue->lease = 0;
  const app::OutboxEvent& next = queue->events.front();
  place(parties_.at(party_of(next)), lease.order, *queue,
        written ? next.next_attempt_at : queue->at);
}

void LocalOutbox::give_back(const app::EventLease& lease, Timestamp due) {
  const std::lock_guard lock(mutex_);
  Queue* const queue = held(lease);
  if (queue == nullptr) return;
  queue->lease = 0;
  place(parties_.at(party_of(queue->events.front())), lease.order, *queue, due);
}

std::vector<app::Backlog> LocalOutbox::backlogs() const {
  const std::lock_guard lock(mutex_);
  std::vector<app::Backlog> all;
  for (const auto& [whose, party] : parties_) {
    if (party.ages.empty()) continue;
    all.push_back(
        {whose.agent, party.ages.size() + party.left, *party.ages.begin(), whose.receiver});
  }
  return all;
}

std::optional<LocalOutbox::Missing> LocalOutbox::begin_reading() {
  const std::lock_guard lock(mutex_);
  for (auto& [whose, party] : parties_) {
    const bool has_room = party.ages.size() <= limits_.events_of_agent / 2;
    if (!party.behind || party.reading || !has_room) continue;
    party.reading = true;
    party.missed_from = kNone;
    return Missing{whose, party.read_to, limits_.events_of_agent - party.ages.size()};
  }
  return std::nullopt;
}

void LocalOutbox::end_reading(const Missing& missing, Read read) {
  const std::lock_guard lock(mutex_);
  Waiting& party = parties_.at(missing.party);
  party.reading = false;
  for (app::OutboxEvent& event : read.events) {
    if (orders_.contains(event.id)) continue;
    if (party.left > 0) --party.left;
    keep(party, std::move(event));
  }
  const bool missed = party.missed_from != kNone;
  party.read_to = missed ? std::min(read.read_to, party.missed_from - 1) : read.read_to;
  party.behind = missed || !read.all;
  if (!party.behind) party.left = 0;
}

}  // namespace till::store
