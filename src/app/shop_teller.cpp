#include "app/shop_teller.h"

#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/receivers.h"
#include "app/telling.h"

namespace till::app {
namespace {

constexpr TellingNames kShopNames{"shop_told", "shop_not_told", "shop_still_not_told",
                                  "shop_failing", "shop_recovered"};
constexpr std::size_t kAll = std::numeric_limits<std::int32_t>::max();

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

  static Task<Carried> tell(Self self, OutboxEvent event, Receiver& receiver);
  static Task<ShopAnswerKept> keep(Self self, const OutboxEvent& event, const ShopAnswer& answer);
  static Task<std::vector<EventUpdate>> consequences(Self self, const OutboxEvent& event,
                                                     const ShopAnswer& answer);
  EventUpdate consequence(const OutboxEvent& event, const ShopAnswer& answer);
  void report(const OutboxEvent& event, const ShopAnswer& answer, Receiver& receiver);

  ShopTellerDependencies dependencies;
  Executor& executor;
};

Task<Carried> ShopTeller::State::tell(Self self, OutboxEvent event, Receiver& receiver) {
  ShopAnswer answer = co_await self->dependencies.shop.tell(event, self->executor);
  self->report(event, answer, receiver);
  const ShopAnswerKept kept = co_await keep(self, event, answer);
  co_await resume_on(self->executor);
  if (kept == ShopAnswerKept::later) co_return std::nullopt;
  // It has the order: what follows is told.
  if (kept == ShopAnswerKept::moot) answer = ShopTaken{};
  co_return co_await consequences(self, event, answer);
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
  update.next_attempt_at = next_try(dependencies.schedule, update.attempts, now,
                                    dependencies.random, failed->retry_after);
  return update;
}

void ShopTeller::State::report(const OutboxEvent& event, const ShopAnswer& answer,
                               Receiver& receiver) {
  Telling went = Telling::refused;
  if (std::holds_alternative<ShopTaken>(answer)) went = Telling::told;
  if (std::holds_alternative<ShopFailed>(answer)) went = Telling::failed;
  report_telling(dependencies.log, kShopNames, event, went, error_of(answer), dependencies.schedule,
                 receiver, dependencies.clock.now());
}

ShopTeller::ShopTeller(ShopTellerDependencies dependencies, Executor& executor)
    : carrier_({dependencies.outbox, dependencies.clock, EventReceiver::shop,
                [state = std::make_shared<State>(dependencies, executor)](OutboxEvent event,
                                                                          Receiver& receiver) {
                  return State::tell(state, std::move(event), receiver);
                }},
               executor) {}

void ShopTeller::look() { carrier_.look(); }

void ShopTeller::stop() { carrier_.stop(); }

bool ShopTeller::idle() const { return carrier_.idle(); }

}  // namespace till::app
