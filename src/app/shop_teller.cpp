#include "app/shop_teller.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/receivers.h"
#include "app/telling.h"

namespace till::app {
namespace {

constexpr std::size_t kAll = std::numeric_limits<std::int32_t>::max();
// Longer than a telling takes, with the commit of what came of it.
constexpr Milliseconds kLease = std::chrono::minutes(2);
// How soon an event is looked at again whose outcome was not committed.
constexpr Milliseconds kLookAgain = std::chrono::minutes(1);

// What the operator reads about an attempt.
std::string error_of(const ShopAnswer& answer) {
  if (const auto* no = std::get_if<ShopRefused>(&answer))
    return printable("refused: " + no->reason);
  const auto* failed = std::get_if<ShopFailed>(&answer);
  return failed != nullptr ? printable(failed->detail) : "";
}

}  // namespace

struct ShopTeller::State {
  using Self = std::shared_ptr<State>;

  State(ShopTellerDependencies given, Executor& on)
      : dependencies(std::move(given)), executor(on) {}

  static void look(const Self& self);
  static Task<Done> begin_due(Self self);
  static void begin(const Self& self, LeasedEvent leased);
  static Task<Done> tell(Self self, OutboxEvent event);
  static Task<ShopAnswerKept> keep(Self self, const OutboxEvent& event, const ShopAnswer& answer);
  static Task<Done> settle(Self self, OutboxEvent event, ShopAnswer answer);
  static Task<Done> give_back(Self self, EventLease lease, Milliseconds wait);
  static Task<std::vector<EventUpdate>> consequences(Self self, const OutboxEvent& event,
                                                     const ShopAnswer& answer);
  EventUpdate consequence(const OutboxEvent& event, const ShopAnswer& answer);
  void report(const OutboxEvent& event, const ShopAnswer& answer);

  ShopTellerDependencies dependencies;
  Executor& executor;
  bool stopped = false;
  std::size_t in_flight = 0;  // Until what came of it is written.

  struct UnderWay {
    EventId event;
    EventLease lease;
  };
  std::map<OrderId, UnderWay> under_way;
  Receiver receiver;
  bool looking = false;
  bool look_again = false;
};

void ShopTeller::State::look(const Self& self) {
  self->look_again = true;
  if (self->looking) return;
  self->looking = true;
  spawn(begin_due(self), [self](Done) { self->looking = false; });
}

Task<Done> ShopTeller::State::begin_due(Self self) {
  while (!self->stopped && std::exchange(self->look_again, false)) {
    const Timestamp now = self->dependencies.clock.now();
    EventRoom room;
    room.of_shop = self->receiver.room(now);
    if (room.of_shop == 0) break;
    auto due = co_await self->dependencies.outbox.lease_events(now, kLease, room, self->executor);
    if (!due) break;  // Looks again at the next tick.
    for (LeasedEvent& leased : *due) begin(self, std::move(leased));
    if (!due->empty()) self->look_again = true;
  }
  co_return Done{};
}

void ShopTeller::State::begin(const Self& self, LeasedEvent leased) {
  const auto known = self->under_way.find(leased.lease.order);
  if (known != self->under_way.end()) {
    // It outlasted its lease: it goes on under the next one, unless another process told it.
    if (known->second.event == leased.event.id) {
      known->second.lease = leased.lease;
      return;
    }
    return spawn(give_back(self, leased.lease, kLookAgain), [](Done) {});
  }
  self->receiver.begin();
  self->under_way.emplace(leased.lease.order, UnderWay{leased.event.id, leased.lease});
  ++self->in_flight;
  spawn(tell(self, std::move(leased.event)), [self](Done) {
    --self->in_flight;
    look(self);
  });
}

Task<Done> ShopTeller::State::give_back(Self self, EventLease lease, Milliseconds wait) {
  const Timestamp due = self->dependencies.clock.now() + wait;
  co_await self->dependencies.outbox.give_back(lease, due, self->executor);
  co_return Done{};
}

Task<Done> ShopTeller::State::tell(Self self, OutboxEvent event) {
  ShopAnswer answer = co_await self->dependencies.shop.tell(event, self->executor);
  self->report(event, answer);
  const ShopAnswerKept kept = co_await keep(self, event, answer);
  co_await resume_on(self->executor);
  // It has the order: what follows is told.
  if (kept == ShopAnswerKept::moot) answer = ShopTaken{};
  if (kept != ShopAnswerKept::later) {
    co_return co_await settle(self, std::move(event), std::move(answer));
  }
  const EventLease lease = self->under_way.at(event.order).lease;
  self->under_way.erase(event.order);
  co_return co_await give_back(self, lease, kLookAgain);
}

Task<ShopAnswerKept> ShopTeller::State::keep(Self self, const OutboxEvent& event,
                                             const ShopAnswer& answer) {
  ShopOrders& orders = self->dependencies.orders;
  if (const auto* yes = std::get_if<ShopTaken>(&answer)) {
    co_return co_await orders.taken(event, *yes);
  }
  if (const auto* no = std::get_if<ShopRefused>(&answer)) {
    co_return co_await orders.refused(event, *no);
  }
  co_return ShopAnswerKept::kept;
}

Task<Done> ShopTeller::State::settle(Self self, OutboxEvent event, ShopAnswer answer) {
  auto updates = co_await consequences(self, event, answer);
  const EventLease lease = self->under_way.at(event.order).lease;
  self->under_way.erase(event.order);
  const Settling settled =
      co_await self->dependencies.outbox.settle_events(lease, std::move(updates), self->executor);
  // When it is lost, another process tells it again.
  if (settled == Settling::failed) co_await give_back(self, lease, kLookAgain);
  co_return Done{};
}

// With an order that was refused goes what was to be told of it later.
Task<std::vector<EventUpdate>> ShopTeller::State::consequences(Self self, const OutboxEvent& event,
                                                               const ShopAnswer& answer) {
  std::vector<EventUpdate> updates{self->consequence(event, answer)};
  const bool order_is_refused =
      event.type == EventType::order_create && std::holds_alternative<ShopRefused>(answer);
  if (!order_is_refused) co_return updates;
  EventFilter filter{EventState::pending, kAll, {}, event.order, false, EventReceiver::shop};
  const auto all = co_await self->dependencies.outbox.events(std::move(filter), self->executor);
  if (!all) co_return updates;
  for (const OutboxEvent& behind : *all) {
    if (behind.id == event.id) continue;
    updates.push_back({behind.id, EventState::dead, behind.attempts,
                       updates.front().next_attempt_at, "the order was refused"});
  }
  co_return updates;
}

EventUpdate ShopTeller::State::consequence(const OutboxEvent& event, const ShopAnswer& answer) {
  const Timestamp now = dependencies.clock.now();
  EventUpdate update{event.id, EventState::delivered, event.attempts + 1, now, ""};
  if (std::holds_alternative<ShopTaken>(answer)) return update;
  update.last_error = error_of(answer);
  update.state = EventState::dead;
  const auto* failed = std::get_if<ShopFailed>(&answer);
  if (failed == nullptr) return update;
  update.state = EventState::pending;
  const webhooks::RetrySchedule& schedule = dependencies.schedule;
  const double chance = jitter(dependencies.random);
  auto next = webhooks::next_attempt(schedule, update.attempts, now, chance, failed->retry_after);
  if (!next) {
    const Milliseconds longest = *std::max_element(schedule.waits.begin(), schedule.waits.end());
    next = webhooks::next_attempt({{longest}}, 1, now, chance, failed->retry_after);
  }
  update.next_attempt_at = next.value_or(now + kLookAgain);
  return update;
}

// Once it was logged that the shop keeps failing, single failures are not, but for what has waited
// through the whole schedule.
void ShopTeller::State::report(const OutboxEvent& event, const ShopAnswer& answer) {
  const bool failed = std::holds_alternative<ShopFailed>(answer);
  const bool known = receiver.failing();
  const auto news = receiver.ended(!failed, dependencies.clock.now());
  const std::string id = event.id.text();
  const std::string order = event.order.text();
  const std::string error = error_of(answer);
  const auto write = [&](LogLevel level, std::string_view name) {
    dependencies.log.write(level, name,
                           {{"event_id", std::string_view(id)},
                            {"order_id", std::string_view(order)},
                            {"attempt", event.attempts + 1},
                            {"error", std::string_view(error)}});
  };
  const auto tries = static_cast<std::int64_t>(dependencies.schedule.waits.size());
  if (std::holds_alternative<ShopTaken>(answer)) write(LogLevel::info, "shop_told");
  if (failed && event.attempts >= tries) {
    write(LogLevel::error, "shop_still_not_told");
  } else if (failed && !known) {
    write(LogLevel::warning, "shop_not_told");
  }
  if (news == Receiver::News::began_to_fail) write(LogLevel::error, "shop_failing");
  if (news == Receiver::News::recovered) write(LogLevel::info, "shop_recovered");
}

ShopTeller::ShopTeller(ShopTellerDependencies dependencies, Executor& executor)
    : state_(std::make_shared<State>(std::move(dependencies), executor)) {}

void ShopTeller::look() { State::look(state_); }

void ShopTeller::stop() { state_->stopped = true; }

bool ShopTeller::idle() const { return state_->in_flight == 0; }

}  // namespace till::app
