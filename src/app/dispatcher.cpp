#include "app/dispatcher.h"

#include <algorithm>
#include <array>
#include <limits>

#include "app/dispatcher_state.h"
#include "base/ensure.h"

namespace till::app {
namespace {

// How soon an event is looked at again that could not be sent or whose outcome was not committed.
constexpr Milliseconds kLookAgain = std::chrono::minutes(1);
constexpr std::size_t kErrorBytes = 200;
constexpr int kWrongSignature = 401;  // WH-10
// Bodies beyond this many waiting events are left in the store until their turn comes.
constexpr std::size_t kMostBodies = 4096;
constexpr std::size_t kAll = std::numeric_limits<std::int32_t>::max();

// What the operator reads about a failed attempt: short, printable, and nothing the receiver said.
std::string error_of(const WebhookAnswer& answer) {
  if (answer.status) return "HTTP status " + std::to_string(*answer.status);
  std::string text = answer.error.empty() ? "no answer" : answer.error.substr(0, kErrorBytes);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return text;
}

}  // namespace

bool Dispatcher::State::knows(const Queue& queue, const EventId& id) const {
  return std::any_of(queue.events.begin(), queue.events.end(),
                     [&id](const OutboxEvent& event) { return event.id == id; });
}

void Dispatcher::State::schedule(Queue& queue) {
  const OutboxEvent& head = queue.events.front();
  due_.emplace(head.next_attempt_at, head.order);
}

void Dispatcher::State::unschedule(const Queue& queue) {
  if (queue.events.empty()) return;
  const OutboxEvent& head = queue.events.front();
  due_.erase({head.next_attempt_at, head.order});
}

void Dispatcher::State::append(OutboxEvent event) {
  if (ages_.size() >= kMostBodies) event.body.clear();
  Queue& queue = queues_[event.order];
  if (knows(queue, event.id)) return;
  ages_.insert(event.created_at);
  queue.events.push_back(std::move(event));
  if (queue.events.size() == 1) schedule(queue);
}

void Dispatcher::State::take_up(std::vector<OutboxEvent> events) {
  for (auto event = events.rbegin(); event != events.rend(); ++event) {
    Queue& queue = queues_[event->order];
    if (knows(queue, event->id)) continue;
    event->body = std::string();
    ages_.insert(event->created_at);
    if (!queue.under_way) unschedule(queue);
    const auto place = queue.events.begin() + (queue.under_way ? 1 : 0);
    queue.events.insert(place, std::move(*event));
    if (!queue.under_way) schedule(queue);
  }
}

bool Dispatcher::State::insert(OutboxEvent event) {
  Queue& queue = queues_[event.order];
  if (knows(queue, event.id)) return false;
  ages_.insert(event.created_at);
  if (!queue.under_way) unschedule(queue);
  const auto place = std::upper_bound(
      queue.events.begin() + (queue.under_way ? 1 : 0), queue.events.end(), event.created_at,
      [](Timestamp time, const OutboxEvent& other) { return time < other.created_at; });
  queue.events.insert(place, std::move(event));
  if (!queue.under_way) schedule(queue);
  return true;
}

void Dispatcher::State::start_due(const Self& self) {
  if (self->starting_ || self->stopped) return;
  self->starting_ = true;
  const Timestamp now = self->dependencies.clock.now();
  while (!self->due_.empty() && self->in_flight < self->dependencies.max_in_flight) {
    const auto [time, order] = *self->due_.begin();
    if (time > now) break;
    self->due_.erase(self->due_.begin());
    Queue& queue = self->queues_.at(order);
    auto target = self->dependencies.targets(queue.events.front().agent);
    if (target) {
      begin(self, queue, std::move(*target));
    } else {
      self->postpone(order);
    }
  }
  self->starting_ = false;
}

void Dispatcher::State::begin(const Self& self, Queue& queue, WebhookTarget target) {
  queue.under_way = true;
  ++self->in_flight;
  OutboxEvent event = queue.events.front();
  queue.events.front().body = std::string();
  spawn(attempt(self, std::move(event), std::move(target)), [self](Done) {
    --self->in_flight;
    start_due(self);
  });
}

Task<Done> Dispatcher::State::attempt(Self self, OutboxEvent event, WebhookTarget target) {
  const OrderId order = event.order;
  auto ready = co_await with_body(self, std::move(event));
  if (!ready) co_return Done{};
  const DispatcherDependencies& use = self->dependencies;
  WebhookAnswer answer = co_await send(self, *ready, target.url, target.secret);
  if (answer.status == kWrongSignature && !target.previous_secret.empty()) {
    answer = co_await send(self, *ready, target.url, target.previous_secret);
  }
  const EventUpdate update = self->consequence(*ready, answer);
  use.observer.webhook_attempted(update.state == EventState::delivered);
  self->report(*ready, answer, update);
  Changeset changeset;
  changeset.event_updates.push_back(update);
  const auto outcome = co_await use.store.commit(std::move(changeset), self->executor);
  if (outcome == CommitOutcome::committed) {
    self->settle(order, update);
  } else {
    self->postpone(order);
  }
  co_return Done{};
}

Task<WebhookAnswer> Dispatcher::State::send(Self self, const OutboxEvent& event,
                                            const std::string& url, const Secret& secret) {
  const Timestamp now = self->dependencies.clock.now();
  WebhookDelivery delivery{url, event.body, webhooks::sign(secret.reveal(), now, event.body),
                           event.id.text(), now};
  co_return co_await self->dependencies.sender.send(std::move(delivery), self->executor);
}

Task<std::optional<OutboxEvent>> Dispatcher::State::with_body(Self self, OutboxEvent event) {
  if (!event.body.empty()) co_return event;
  auto kept = co_await self->dependencies.store.event(event.id, self->executor);
  if (!kept) {
    self->postpone(event.order);
    co_return std::nullopt;
  }
  if (!*kept || (*kept)->state != EventState::pending) {
    self->drop_head(self->queues_.find(event.order));
    co_return std::nullopt;
  }
  event.body = std::move((*kept)->body);
  co_return event;
}

EventUpdate Dispatcher::State::consequence(const OutboxEvent& event, const WebhookAnswer& answer) {
  const Timestamp now = dependencies.clock.now();
  EventUpdate update{event.id, EventState::delivered, event.attempts + 1, now, ""};
  if (webhooks::is_taken(answer.status)) return update;
  update.state = EventState::dead;
  update.last_error = error_of(answer);
  const auto next = webhooks::next_attempt(dependencies.schedule, update.attempts, now, jitter(),
                                           answer.retry_after);
  if (!next) return update;
  update.state = EventState::pending;
  update.next_attempt_at = *next;
  return update;
}

void Dispatcher::State::settle(const OrderId& order, const EventUpdate& update) {
  const auto found = queues_.find(order);
  TILL_ENSURE(found != queues_.end() && found->second.under_way);
  if (update.state != EventState::pending) {
    drop_head(found);
    return;
  }
  OutboxEvent& head = found->second.events.front();
  head.attempts = update.attempts;
  head.next_attempt_at = update.next_attempt_at;
  found->second.under_way = false;
  schedule(found->second);
}

void Dispatcher::State::postpone(const OrderId& order) {
  Queue& queue = queues_.at(order);
  queue.events.front().next_attempt_at = dependencies.clock.now() + kLookAgain;
  queue.events.front().body = std::string();
  queue.under_way = false;
  schedule(queue);
}

void Dispatcher::State::drop_head(Queues::iterator queue) {
  TILL_ENSURE(queue != queues_.end() && !queue->second.events.empty());
  ages_.erase(ages_.find(queue->second.events.front().created_at));
  queue->second.events.erase(queue->second.events.begin());
  queue->second.under_way = false;
  if (queue->second.events.empty()) {
    queues_.erase(queue);
  } else {
    schedule(queue->second);
  }
}

void Dispatcher::State::report(const OutboxEvent& event, const WebhookAnswer& answer,
                               const EventUpdate& update) {
  const std::string id = event.id.text();
  const std::string order = event.order.text();
  const std::int64_t status = answer.status.value_or(0);
  const auto write = [&](LogLevel level, std::string_view name) {
    dependencies.log.write(level, name,
                           {{"event_id", id},
                            {"order_id", order},
                            {"agent", event.agent},
                            {"attempt", update.attempts},
                            {"status", status},
                            {"error", update.last_error}});
  };
  switch (update.state) {
    case EventState::delivered: return write(LogLevel::info, "webhook_delivered");
    case EventState::pending: return write(LogLevel::warning, "webhook_failed");
    case EventState::dead: return write(LogLevel::error, "webhook_dead");
  }
}

double Dispatcher::State::jitter() {
  std::array<std::uint8_t, 4> bytes{};
  dependencies.random.fill(bytes);
  double value = 0;
  for (const std::uint8_t byte : bytes) value = value * 256 + byte;
  return value / 4294967296.0;
}

void Dispatcher::State::measure() const {
  const Timestamp now = dependencies.clock.now();
  const Milliseconds oldest = ages_.empty() ? Milliseconds(0) : now - *ages_.begin();
  dependencies.observer.outbox_measured(ages_.size(), std::max(oldest, Milliseconds(0)));
}

Task<StoreResult<Done>> Dispatcher::State::recover(Self self) {
  EventFilter filter{EventState::pending, kAll};
  auto pending = co_await self->dependencies.store.events(std::move(filter), self->executor);
  if (!pending) co_return refused(pending.error());
  self->take_up(std::move(*pending));
  self->recovered = true;
  co_return Done{};
}

Task<StoreResult<bool>> Dispatcher::State::replay(Self self, EventId id) {
  auto found = co_await self->dependencies.store.event(id, self->executor);
  if (!found) co_return refused(found.error());
  if (!*found || (*found)->state == EventState::pending) co_return false;
  OutboxEvent event = std::move(**found);
  event.state = EventState::pending;
  event.attempts = 0;
  event.next_attempt_at = self->dependencies.clock.now();
  event.last_error.clear();
  Changeset changeset;
  changeset.event_updates.push_back({id, event.state, 0, event.next_attempt_at, ""});
  const auto outcome =
      co_await self->dependencies.store.commit(std::move(changeset), self->executor);
  if (outcome != CommitOutcome::committed) co_return refused(StoreFailure::failed);
  const bool inserted = self->insert(std::move(event));
  start_due(self);
  co_return inserted;
}

Dispatcher::Dispatcher(DispatcherDependencies dependencies, Executor& executor)
    : state_(std::make_shared<State>(std::move(dependencies), executor)) {}

Task<StoreResult<Done>> Dispatcher::recover() { return State::recover(state_); }

void Dispatcher::tick() {
  State::start_due(state_);
  state_->measure();
}

void Dispatcher::add(const OutboxEvent& event) {
  state_->append(event);
  if (state_->recovered) State::start_due(state_);
}

Task<StoreResult<bool>> Dispatcher::replay(EventId id) { return State::replay(state_, id); }

void Dispatcher::stop() { state_->stopped = true; }

bool Dispatcher::idle() const { return state_->in_flight == 0; }

}  // namespace till::app
