#include "app/shop_orders.h"

#include <algorithm>
#include <utility>

#include "app/shop_use_cases.h"
#include "app/telling.h"

namespace till::app {
namespace {

constexpr std::size_t kPushedAtOnce = 100;
// An order is called so when its payment begins and is placed once that is settled.
constexpr Milliseconds kLongestPayment = std::chrono::hours(30 * 24);

OperatorKey key_of(const OutboxEvent& event, const char* deed) {
  return {sha256_of_parts({"shop_refused", deed, event.id.text()}), Digest{}};
}

}  // namespace

ShopOrders::ShopOrders(ShopOrdersDependencies dependencies)
    : dependencies_(std::move(dependencies)),
      pipeline_({dependencies_.orders.sessions, nullptr, nullptr, dependencies_.orders.clock,
                 dependencies_.orders.event_committed}) {}

Task<ShopAnswerKept> ShopOrders::taken(OutboxEvent event, ShopTaken answer) {
  if (event.type != EventType::order_create) co_return ShopAnswerKept::kept;  // It says nothing.
  Executor& line = dependencies_.orders.line;
  co_await resume_on(line);
  const auto order = co_await dependencies_.orders.orders.order(event.order, line);
  if (!order) co_return ShopAnswerKept::later;
  if (!*order) co_return ShopAnswerKept::kept;
  TakeShopAnswer use_case(dependencies_.orders.events, answer);
  Subject subject{(*order)->checkout_session_id, {}, TurnRule::none, line};
  const Ended ended = co_await pipeline_.run(std::move(subject), use_case);
  if (ended.end != End::decided) co_return ShopAnswerKept::later;
  if (use_case.other_number()) {
    dependencies_.log.write(LogLevel::error, "shop_changed_number",
                            {{"order_id", std::string_view(event.order.text())},
                             {"order_number", std::string_view(printable((*order)->shop.number))},
                             {"answered", std::string_view(printable(answer.order_number))}});
  }
  co_return ShopAnswerKept::kept;
}

Task<ShopAnswerKept> ShopOrders::refused(OutboxEvent event, ShopRefused answer) {
  Executor& line = dependencies_.orders.line;
  co_await resume_on(line);
  bool moot = false;
  if (event.type == EventType::order_create) {
    const auto order = co_await dependencies_.orders.orders.order(event.order, line);
    if (!order) co_return ShopAnswerKept::later;
    if (!*order) co_return ShopAnswerKept::kept;
    TakeShopAnswer use_case(dependencies_.orders.events, answer);
    Subject subject{(*order)->checkout_session_id, {}, TurnRule::none, line};
    const Ended ended = co_await pipeline_.run(std::move(subject), use_case);
    if (ended.end != End::decided) co_return ShopAnswerKept::later;
    moot = !use_case.refused();
    if (!moot) {
      const bool settled = co_await settle_refused(event);
      if (!settled) co_return ShopAnswerKept::later;
    }
  }
  log_refusal(event, answer, moot);
  co_return moot ? ShopAnswerKept::moot : ShopAnswerKept::kept;
}

void ShopOrders::log_refusal(const OutboxEvent& event, const ShopRefused& answer, bool moot) {
  const bool is_order = event.type == EventType::order_create;
  if (!moot) dependencies_.observer.shop_refused();
  const std::string_view refused = is_order ? "shop_refused_order" : "shop_refused_event";
  dependencies_.log.write(moot ? LogLevel::warning : LogLevel::error,
                          moot ? "shop_refused_what_it_has" : refused,
                          {{"order_id", std::string_view(event.order.text())},
                           {"event_id", std::string_view(event.id.text())},
                           {"reason", std::string_view(printable(answer.reason))},
                           {"message", std::string_view(printable(answer.message))}});
}

// What it cannot give back any more, since a part has left, a person looks at.
Task<bool> ShopOrders::settle_refused(const OutboxEvent& event) {
  OrderService& service = dependencies_.service;
  Executor& line = dependencies_.orders.line;
  if (dependencies_.on_refused == OnRefused::refund) {
    const auto answer = co_await service.change(event.order, checkout::CancelOrder{},
                                                key_of(event, "refund"), line);
    if (std::holds_alternative<checkout::Refusal>(answer)) co_return false;
    if (std::holds_alternative<OrderReply>(answer)) co_return true;
  }
  const auto answer =
      co_await service.change(event.order, checkout::HoldOrder{}, key_of(event, "hold"), line);
  co_return !std::holds_alternative<checkout::Refusal>(answer);
}

Task<Pushed> ShopOrders::push(OrderId id, std::optional<OperatorKey> key, Executor& executor) {
  Executor& line = dependencies_.orders.line;
  co_await resume_on(line);
  const auto order = co_await dependencies_.orders.orders.order(id, line);
  Pushed pushed = Pushed::failed;
  if (order) pushed = *order ? co_await push_here(**order, key) : Pushed::unknown;
  co_await resume_on(executor);
  co_return pushed;
}

Task<Pushed> ShopOrders::push_here(const checkout::Order& order, std::optional<OperatorKey> key) {
  if (order.erased_at) co_return Pushed::unknown;
  if (!dependencies_.orders.events.shop_wants_orders()) co_return Pushed::unwanted;
  Executor& line = dependencies_.orders.line;
  EventFilter filter{EventState::pending, kPushedAtOnce, {}, order.id, false, EventReceiver::shop};
  const auto pending = co_await dependencies_.outbox.events(std::move(filter), line);
  if (!pending) co_return Pushed::failed;
  if (!pending->empty()) {
    const Timestamp now = dependencies_.orders.clock.now();
    std::vector<EventUpdate> due;
    for (const OutboxEvent& event : *pending) {
      due.push_back({event.id, EventState::pending, 0, now, event.last_error});
    }
    const auto outcome = co_await dependencies_.outbox.update_events(std::move(due), line);
    if (outcome != CommitOutcome::committed) co_return Pushed::failed;
    const bool is_new = std::any_of(pending->begin(), pending->end(), [](const auto& event) {
      return event.type == EventType::order_create;
    });
    if (is_new) co_return Pushed::pending;
  }
  PushOrder use_case(dependencies_.orders.events);
  Subject subject{order.checkout_session_id, {}, TurnRule::none, line};
  if (key) subject.key = RunKey{key->scope, key->fingerprint};
  const Ended ended = co_await pipeline_.run(std::move(subject), use_case);
  if (ended.record || (ended.end == End::decided && ended.committed)) co_return Pushed::told;
  co_return ended.end == End::decided ? Pushed::unknown : Pushed::failed;
}

Task<StoreResult<PushedPage>> ShopOrders::push_since(Timestamp since, std::optional<OrderId> before,
                                                     Executor& executor) {
  co_await resume_on(dependencies_.orders.line);
  auto page = co_await push_page(since, before);
  co_await resume_on(executor);
  co_return page;
}

Task<StoreResult<PushedPage>> ShopOrders::push_page(Timestamp since,
                                                    std::optional<OrderId> before) {
  Executor& line = dependencies_.orders.line;
  OrderFilter filter;
  filter.before = before;
  filter.limit = kPushedAtOnce;
  const auto found = co_await dependencies_.orders.orders.orders(filter, line);
  if (!found) co_return till::refused(found.error());
  PushedPage page{0, found->next};
  for (const checkout::Order& order : found->orders) {
    if (order.created_at + kLongestPayment < since) {
      page.next.reset();
      break;
    }
    if (order.created_at < since) continue;
    const Pushed pushed = co_await push_here(order, std::nullopt);
    if (pushed == Pushed::failed) co_return till::refused(StoreFailure::failed);
    if (pushed == Pushed::told || pushed == Pushed::pending) ++page.orders;
  }
  co_return page;
}

}  // namespace till::app
