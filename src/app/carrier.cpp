#include "app/carrier.h"

#include <map>
#include <utility>

#include "app/telling.h"

namespace till::app {
namespace {

// Longer than a telling takes, with the commit of what came of it.
constexpr Milliseconds kCarryLease = std::chrono::minutes(2);

}  // namespace

struct Carrier::State {
  using Self = std::shared_ptr<State>;

  State(CarrierDependencies given, Executor& on) : dependencies(std::move(given)), executor(on) {}

  static void look(const Self& self);
  static Task<Done> begin_due(Self self);
  static void begin(const Self& self, LeasedEvent leased);
  static Task<Done> carry(Self self, OutboxEvent event);
  static Task<Done> give_back(Self self, EventLease lease, Milliseconds wait);
  EventRoom room(Timestamp now) const;

  CarrierDependencies dependencies;
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

void Carrier::State::look(const Self& self) {
  self->look_again = true;
  if (self->looking) return;
  self->looking = true;
  spawn(begin_due(self), [self](Done) { self->looking = false; });
}

EventRoom Carrier::State::room(Timestamp now) const {
  EventRoom room;
  switch (dependencies.to) {
    case EventReceiver::agent: break;
    case EventReceiver::shop: room.of_shop = receiver.room(now); break;
    case EventReceiver::mail: room.of_mail = receiver.room(now); break;
    case EventReceiver::tax: room.of_tax = receiver.room(now); break;
  }
  return room;
}

Task<Done> Carrier::State::begin_due(Self self) {
  while (!self->stopped && std::exchange(self->look_again, false)) {
    const Timestamp now = self->dependencies.clock.now();
    if (self->receiver.room(now) == 0) break;
    auto due = co_await self->dependencies.outbox.lease_events(now, kCarryLease, self->room(now),
                                                               self->executor);
    if (!due) break;  // Looks again at the next tick.
    for (LeasedEvent& leased : *due) begin(self, std::move(leased));
    if (!due->empty()) self->look_again = true;
  }
  co_return Done{};
}

void Carrier::State::begin(const Self& self, LeasedEvent leased) {
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
  spawn(carry(self, std::move(leased.event)), [self](Done) {
    --self->in_flight;
    look(self);
  });
}

Task<Done> Carrier::State::give_back(Self self, EventLease lease, Milliseconds wait) {
  const Timestamp due = self->dependencies.clock.now() + wait;
  co_await self->dependencies.outbox.give_back(lease, due, self->executor);
  co_return Done{};
}

Task<Done> Carrier::State::carry(Self self, OutboxEvent event) {
  const OrderId order = event.order;
  Carried carried = co_await self->dependencies.carry(std::move(event), self->receiver);
  const EventLease lease = self->under_way.at(order).lease;
  self->under_way.erase(order);
  if (!carried) co_return co_await give_back(self, lease, kLookAgain);
  const Settling settled =
      co_await self->dependencies.outbox.settle_events(lease, std::move(*carried), self->executor);
  // When it is lost, another process tells it again.
  if (settled == Settling::failed) co_await give_back(self, lease, kLookAgain);
  co_return Done{};
}

Carrier::Carrier(CarrierDependencies dependencies, Executor& executor)
    : state_(std::make_shared<State>(std::move(dependencies), executor)) {}

void Carrier::look() { State::look(state_); }

void Carrier::stop() { state_->stopped = true; }

bool Carrier::idle() const { return state_->in_flight == 0; }

}  // namespace till::app
