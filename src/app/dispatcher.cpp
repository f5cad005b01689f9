#include "app/dispatcher.h"

#include <algorithm>
#include <array>
#include <limits>

#include "app/dispatcher_state.h"
#include "base/ensure.h"

namespace till::app {
namespace {

constexpr std::size_t kErrorBytes = 200;
constexpr int kWrongSignature = 401;  // WH-10
constexpr std::size_t kAll = std::numeric_limits<std::int32_t>::max();
constexpr const char* kCreateNotTaken = "the order_create was not taken";

// What the operator reads about a failed attempt: short, printable, and nothing the receiver said.
std::string error_of(const WebhookAnswer& answer) {
  if (answer.status) return "HTTP status " + std::to_string(*answer.status);
  std::string text = answer.error.empty() ? "no answer" : answer.error.substr(0, kErrorBytes);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return text;
}

}  // namespace

void Dispatcher::State::start_due(const Self& self) {
  if (self->starting_ || self->stopped) return;
  self->starting_ = true;
  const Timestamp now = self->dependencies.clock.now();
  while (true) {
    const bool only_idle = self->in_flight >= self->dependencies.max_in_flight;
    auto* const receiver = self->receivers_.next(now, only_idle);
    if (receiver == nullptr) break;
    begin(self, *receiver);
  }
  self->starting_ = false;
}

void Dispatcher::State::begin(const Self& self, Receivers::All::value_type& receiver) {
  const std::string& agent = receiver.first;
  auto target = self->dependencies.targets(agent);
  if (!target) return self->leave_in_store(agent);
  self->report_receiver(agent, receiver.second.moved_to(target->url), "");
  Queue& queue = self->queues_.at(receiver.second.begin());
  queue.under_way = true;
  ++self->in_flight;
  OutboxEvent event = queue.events.front();
  self->lose_body(queue.events.front());
  spawn(attempt(self, std::move(event), std::move(*target)), [self](Done) {
    --self->in_flight;
    start_due(self);
  });
}

Task<Done> Dispatcher::State::attempt(Self self, OutboxEvent event, WebhookTarget target) {
  const OrderId order = event.order;
  const std::string agent = event.agent;
  const bool first_try = event.type == EventType::order_update && event.attempts == 0;
  std::optional<OutboxEvent> ready;
  if (!first_try || !co_await bring_back_create(self, event)) {
    ready = co_await with_body(self, std::move(event));
  }
  if (!ready) {
    self->receivers_.of(agent).ended_unsent();
    co_return Done{};
  }
  WebhookAnswer answer = co_await send(self, *ready, target.url, target.secret);
  if (answer.status == kWrongSignature && !target.previous_secret.empty()) {
    answer = co_await send(self, *ready, target.url, target.previous_secret);
  }
  const auto updates = self->consequences(*ready, answer);
  self->note(*ready, answer, updates.front());
  const auto outcome = co_await self->dependencies.outbox.update_events(updates, self->executor);
  if (outcome == CommitOutcome::committed) {
    self->settle(order, updates);
  } else {
    self->postpone(order);
  }
  co_return Done{};
}

Task<bool> Dispatcher::State::bring_back_create(Self self, const OutboxEvent& update) {
  const OrderId order = update.order;
  EventFilter filter{EventState::dead, kAll, {}, order, false};
  auto dead = co_await self->dependencies.outbox.events(std::move(filter), self->executor);
  if (!dead) {
    self->postpone(order);
    co_return true;
  }
  const auto found = std::find_if(dead->begin(), dead->end(), [](const OutboxEvent& event) {
    return event.type == EventType::order_create;
  });
  if (found == dead->end()) co_return false;
  found->state = EventState::pending;
  found->attempts = 0;
  found->next_attempt_at = self->dependencies.clock.now();
  std::vector<EventUpdate> back{{found->id, found->state, 0, found->next_attempt_at, ""}};
  const auto outcome =
      co_await self->dependencies.outbox.update_events(std::move(back), self->executor);
  if (outcome != CommitOutcome::committed) {
    self->postpone(order);
    co_return true;
  }
  Queue& queue = self->queues_.at(order);
  self->ages_.insert(found->created_at);
  queue.events.insert(queue.events.begin(), std::move(*found));
  queue.under_way = false;
  self->schedule(queue);
  co_return true;
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
  auto kept = co_await self->dependencies.outbox.event(event.id, self->executor);
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

std::vector<EventUpdate> Dispatcher::State::consequences(const OutboxEvent& event,
                                                         const WebhookAnswer& answer) {
  std::vector<EventUpdate> updates{consequence(event, answer)};
  const bool create_is_dead =
      event.type == EventType::order_create && updates.front().state == EventState::dead;
  if (!create_is_dead) return updates;
  const std::vector<OutboxEvent>& all = queues_.at(event.order).events;
  for (std::size_t i = 1; i < all.size(); ++i) {
    updates.push_back({all[i].id, EventState::dead, all[i].attempts,
                       updates.front().next_attempt_at, kCreateNotTaken});
  }
  return updates;
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

void Dispatcher::State::note(const OutboxEvent& event, const WebhookAnswer& answer,
                             const EventUpdate& update) {
  const bool taken = update.state == EventState::delivered;
  dependencies.observer.webhook_attempted(taken);
  const auto news = receivers_.of(event.agent).ended(taken, dependencies.clock.now());
  report(event, answer, update);
  report_receiver(event.agent, news, update.last_error);
}

// Once it was logged that a receiver keeps failing, its single failures are not.
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
  const bool known = receivers_.of(event.agent).failing();
  switch (update.state) {
    case EventState::delivered: return write(LogLevel::info, "webhook_delivered");
    case EventState::pending:
      if (!known) write(LogLevel::warning, "webhook_failed");
      return;
    case EventState::dead: return write(LogLevel::error, "webhook_dead");
  }
}

void Dispatcher::State::report_receiver(const std::string& agent, Receiver::News news,
                                        const std::string& error) {
  if (news == Receiver::News::none) return;
  const bool failing = news == Receiver::News::began_to_fail;
  dependencies.observer.receiver_failing(agent, failing);
  if (failing) {
    dependencies.log.write(LogLevel::error, "webhook_receiver_failing",
                           {{"agent", agent}, {"error", error}});
  } else {
    dependencies.log.write(LogLevel::info, "webhook_receiver_recovered", {{"agent", agent}});
  }
}

double Dispatcher::State::jitter() {
  std::array<std::uint8_t, 4> bytes{};
  dependencies.random.fill(bytes);
  double value = 0;
  for (const std::uint8_t byte : bytes) value = value * 256 + byte;
  return value / 4294967296.0;
}

Task<StoreResult<Done>> Dispatcher::State::recover(Self self) {
  EventFilter filter{EventState::pending, kAll, {}, {}, false};
  auto pending = co_await self->dependencies.outbox.events(std::move(filter), self->executor);
  if (!pending) co_return refused(pending.error());
  for (const OutboxEvent& event : *pending) {
    Receiver& receiver = self->receivers_.of(event.agent);
    receiver.in_store = !self->dependencies.targets(event.agent);
    receiver.being_read = !receiver.in_store;
  }
  self->take_up(std::move(*pending));
  for (auto& [agent, receiver] : self->receivers_.all()) receiver.being_read = false;
  self->recovered = true;
  co_return Done{};
}

Task<Done> Dispatcher::State::read_again(Self self) {
  bool any = false;
  for (auto& [agent, receiver] : self->receivers_.all()) {
    if (!receiver.in_store || !self->dependencies.targets(agent)) continue;
    receiver.in_store = false;
    any = receiver.being_read = true;
  }
  if (!any) co_return Done{};
  self->reading = true;
  EventFilter filter{EventState::pending, kAll, {}, {}, false};
  auto pending = co_await self->dependencies.outbox.events(std::move(filter), self->executor);
  if (pending) self->take_up(std::move(*pending));
  for (auto& [agent, receiver] : self->receivers_.all()) {
    if (!receiver.being_read) continue;
    receiver.being_read = false;
    if (!pending) self->leave_in_store(agent);
  }
  self->reading = false;
  if (!pending) self->stale = true;
  co_return Done{};
}

Task<StoreResult<bool>> Dispatcher::State::replay(Self self, EventId id) {
  auto found = co_await self->dependencies.outbox.event(id, self->executor);
  if (!found) co_return refused(found.error());
  if (!*found || (*found)->state == EventState::pending) co_return false;
  OutboxEvent event = std::move(**found);
  event.state = EventState::pending;
  event.attempts = 0;
  event.next_attempt_at = self->dependencies.clock.now();
  event.last_error.clear();
  std::vector<EventUpdate> again{{id, event.state, 0, event.next_attempt_at, ""}};
  const auto outcome =
      co_await self->dependencies.outbox.update_events(std::move(again), self->executor);
  if (outcome != CommitOutcome::committed) co_return refused(StoreFailure::failed);
  const bool inserted = self->insert(std::move(event));
  start_due(self);
  co_return inserted;
}

Dispatcher::Dispatcher(DispatcherDependencies dependencies, Executor& executor)
    : state_(std::make_shared<State>(std::move(dependencies), executor)) {}

Task<StoreResult<Done>> Dispatcher::recover() { return State::recover(state_); }

void Dispatcher::tick() {
  const bool read = state_->stale && !state_->reading;
  if (read) {
    state_->stale = false;
    spawn(State::read_again(state_), [](Done) {});
  }
  State::start_due(state_);
  state_->measure();
}

void Dispatcher::add(const OutboxEvent& event) {
  state_->append(event);
  if (state_->recovered) State::start_due(state_);
}

void Dispatcher::targets_changed() { state_->stale = true; }

Task<StoreResult<bool>> Dispatcher::replay(EventId id) { return State::replay(state_, id); }

void Dispatcher::stop() { state_->stopped = true; }

bool Dispatcher::idle() const { return state_->in_flight == 0; }

}  // namespace till::app
