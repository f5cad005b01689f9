#include "app/dispatcher.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "app/dispatcher_state.h"
#include "app/telling.h"

namespace till::app {
namespace {

constexpr int kWrongSignature = 401;  // WH-10
constexpr std::size_t kAll = std::numeric_limits<std::int32_t>::max();
constexpr const char* kCreateNotTaken = "the order_create was not taken";
// Longer than an attempt takes, which sends twice at most.
constexpr Milliseconds kLease = std::chrono::minutes(2);
// So many receivers with nothing under way may begin at once beyond all slots.
constexpr std::size_t kMostIdle = 256;

}  // namespace

EventRoom Dispatcher::State::room(bool only_idle) const {
  const Timestamp now = dependencies.clock.now();
  const std::size_t most = only_idle ? 1 : Receiver::kMostUnderWay;
  EventRoom room{kMostIdle, most};
  if (!only_idle) {
    room.most = dependencies.max_in_flight - std::min(in_flight, dependencies.max_in_flight);
  }
  for (const auto& [agent, receiver] : receivers_.all()) {
    const bool shut = only_idle && receiver.under_way() > 0;
    const std::size_t own = shut ? 0 : std::min(receiver.room(now), most);
    if (own != most) room.of_agent.emplace(agent, own);
  }
  return room;
}

void Dispatcher::State::look(const Self& self) {
  self->look_again_ = true;
  if (self->looking_) return;
  self->looking_ = true;
  spawn(begin_due(self), [self](Done) { self->looking_ = false; });
}

Task<Done> Dispatcher::State::begin_due(Self self) {
  Outbox& outbox = self->dependencies.outbox;
  while (!self->stopped && std::exchange(self->look_again_, false)) {
    const bool only_idle = self->in_flight >= self->dependencies.max_in_flight;
    const Timestamp now = self->dependencies.clock.now();
    auto due = co_await outbox.lease_events(now, kLease, self->room(only_idle), self->executor);
    if (!due) break;  // Looks again at the next tick.
    for (LeasedEvent& leased : *due) begin(self, std::move(leased));
    if (!due->empty()) self->look_again_ = true;
  }
  co_return Done{};
}

bool Dispatcher::State::goes_on(const LeasedEvent& leased) {
  const auto known = under_way_.find(leased.lease.order);
  if (known == under_way_.end() || known->second.event != leased.event.id) return false;
  known->second.lease = leased.lease;
  return true;
}

EventLease Dispatcher::State::end(const OrderId& order) {
  const EventLease lease = under_way_.at(order).lease;
  under_way_.erase(order);
  return lease;
}

void Dispatcher::State::begin(const Self& self, LeasedEvent leased) {
  if (self->goes_on(leased)) return;
  const OrderId order = leased.lease.order;
  if (self->under_way_.contains(order)) {
    return spawn(give_back(self, leased.lease, kLookAgain), [](Done) {});
  }
  const std::string agent = leased.event.agent;
  Receiver& receiver = self->receivers_.of(agent);
  auto target = self->stopped ? std::nullopt : self->dependencies.targets(agent);
  receiver.unknown = !target;
  if (!target) return spawn(give_back(self, leased.lease, Milliseconds(0)), [](Done) {});
  self->report_receiver(agent, receiver.moved_to(target->url), "");
  receiver.begin();
  ++self->in_flight;
  self->under_way_.emplace(order, UnderWay{leased.event.id, leased.lease});
  spawn(attempt(self, std::move(leased.event), std::move(*target)), [self](Done) {
    --self->in_flight;
    look(self);
  });
}

Task<Done> Dispatcher::State::give_back(Self self, EventLease lease, Milliseconds wait) {
  const Timestamp due = self->dependencies.clock.now() + wait;
  co_await self->dependencies.outbox.give_back(lease, due, self->executor);
  co_return Done{};
}

Task<Done> Dispatcher::State::attempt(Self self, OutboxEvent event, WebhookTarget target) {
  const bool first_try = event.type == EventType::order_update && event.attempts == 0;
  const auto wait = first_try ? co_await bring_back_create(self, event) : std::nullopt;
  if (wait) {
    self->receivers_.of(event.agent).ended_unsent();
    co_await give_back(self, self->end(event.order), *wait);
    co_return Done{};
  }
  WebhookAnswer answer = co_await send(self, event, target.url, target.secret);
  if (answer.status == kWrongSignature && !target.previous_secret.empty()) {
    answer = co_await send(self, event, target.url, target.previous_secret);
  }
  co_return co_await settle(self, event, answer);
}

Task<Done> Dispatcher::State::settle(Self self, const OutboxEvent& event,
                                     const WebhookAnswer& answer) {
  const EventUpdate first = self->consequence(event, answer);
  self->note(event, answer, first);
  auto updates = co_await consequences(self, event, first);
  const EventLease lease = self->end(event.order);
  const Settling settled =
      co_await self->dependencies.outbox.settle_events(lease, std::move(updates), self->executor);
  switch (settled) {
    case Settling::written: break;
    case Settling::failed: co_await give_back(self, lease, kLookAgain); break;
    case Settling::lost: {
      // It took so long that another process tells it again.
      const std::string id = event.id.text();
      self->dependencies.log.write(LogLevel::warning, "webhook_lease_lost", {{"event_id", id}});
      break;
    }
  }
  co_return Done{};
}

Task<std::optional<Milliseconds>> Dispatcher::State::bring_back_create(Self self,
                                                                       const OutboxEvent& update) {
  Outbox& outbox = self->dependencies.outbox;
  EventFilter filter{EventState::dead, kAll, {}, update.order, false, EventReceiver::agent};
  const auto dead = co_await outbox.events(std::move(filter), self->executor);
  if (!dead) co_return kLookAgain;
  const auto found = std::find_if(dead->begin(), dead->end(), [](const OutboxEvent& event) {
    return event.type == EventType::order_create;
  });
  if (found == dead->end()) co_return std::nullopt;
  const Timestamp now = self->dependencies.clock.now();
  std::vector<EventUpdate> back{{found->id, EventState::pending, 0, now, ""}};
  const auto outcome = co_await outbox.update_events(std::move(back), self->executor);
  co_return outcome == CommitOutcome::committed ? Milliseconds(0) : kLookAgain;
}

Task<WebhookAnswer> Dispatcher::State::send(Self self, const OutboxEvent& event,
                                            const std::string& url, const Secret& secret) {
  const Timestamp now = self->dependencies.clock.now();
  WebhookDelivery delivery{url, event.body, webhooks::sign(secret.reveal(), now, event.body),
                           event.id.text(), now};
  co_return co_await self->dependencies.sender.send(std::move(delivery), self->executor);
}

Task<std::vector<EventUpdate>> Dispatcher::State::consequences(Self self, const OutboxEvent& event,
                                                               EventUpdate first) {
  std::vector<EventUpdate> updates{first};
  const bool create_is_dead =
      event.type == EventType::order_create && first.state == EventState::dead;
  if (!create_is_dead) co_return updates;
  EventFilter filter{EventState::pending, kAll, {}, event.order, false, EventReceiver::agent};
  const auto all = co_await self->dependencies.outbox.events(std::move(filter), self->executor);
  if (!all) co_return updates;  // The first of them brings the order_create back.
  for (const OutboxEvent& behind : *all) {
    if (behind.id == event.id) continue;
    updates.push_back(
        {behind.id, EventState::dead, behind.attempts, first.next_attempt_at, kCreateNotTaken});
  }
  co_return updates;
}

Task<StoreResult<bool>> Dispatcher::State::replay(Self self, EventId id) {
  Outbox& outbox = self->dependencies.outbox;
  const auto found = co_await outbox.event(id, self->executor);
  if (!found) co_return refused(found.error());
  if (!*found || (*found)->state == EventState::pending) co_return false;
  const Timestamp now = self->dependencies.clock.now();
  std::vector<EventUpdate> again{{id, EventState::pending, 0, now, ""}};
  const auto outcome = co_await outbox.update_events(std::move(again), self->executor);
  if (outcome != CommitOutcome::committed) co_return refused(StoreFailure::failed);
  look(self);
  co_return true;
}

void Dispatcher::State::targets_changed() {
  for (auto& [agent, receiver] : receivers_.all()) receiver.unknown = false;
}

Task<Done> Dispatcher::State::measure(Self self) {
  const auto backlogs = co_await self->dependencies.outbox.backlogs(self->executor);
  if (!backlogs) co_return Done{};
  const Timestamp now = self->dependencies.clock.now();
  struct Waiting {
    std::size_t events = 0;
    Milliseconds oldest{0};
  };
  Waiting told;
  Waiting mailed;
  for (const Backlog& backlog : *backlogs) {
    const bool to_agent = backlog.receiver == EventReceiver::agent;
    if (to_agent && !self->dependencies.targets(backlog.agent)) continue;
    Waiting& waiting = backlog.receiver == EventReceiver::mail ? mailed : told;
    waiting.events += backlog.events;
    waiting.oldest = std::max(waiting.oldest, now - backlog.oldest);
  }
  self->dependencies.observer.outbox_measured(told.events, told.oldest);
  self->dependencies.observer.mail_measured(mailed.events, mailed.oldest);
  co_return Done{};
}

Dispatcher::Dispatcher(DispatcherDependencies dependencies, Executor& executor)
    : state_(std::make_shared<State>(std::move(dependencies), executor)) {}

void Dispatcher::tick() {
  State::look(state_);
  spawn(State::measure(state_), [](Done) {});
}

void Dispatcher::look() { State::look(state_); }

void Dispatcher::targets_changed() { state_->targets_changed(); }

Task<StoreResult<bool>> Dispatcher::replay(EventId id) { return State::replay(state_, id); }

void Dispatcher::stop() { state_->stopped = true; }

bool Dispatcher::idle() const { return state_->in_flight == 0; }

}  // namespace till::app
