// A shop whose own backend takes orders, with what that answers in the test's hand.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <deque>
#include <map>
#include <memory>

#include "app/faulty_store.h"
#include "app/shop.h"
#include "app/shop_teller.h"

namespace till::app {

using namespace std::chrono_literals;

// Numbers orders itself: the same order has the same number, whatever it is asked.
class FakeShop final : public ShopReceiver {
 public:
  Task<ShopAnswer> tell(OutboxEvent event, Executor&) override {
    told.push_back(event);
    if (held) co_await resume_on(line);
    if (!answers.empty()) {
      ShopAnswer answer = answers.front();
      answers.pop_front();
      co_return answer;
    }
    if (event.type == EventType::order_update) co_return ShopTaken{};
    const auto number = numbers.emplace(event.order, std::to_string(10'000 + numbers.size()));
    co_return ShopTaken{number.first->second, "https://shop.example/o/" + number.first->second};
  }
  bool is_wanted() const override { return wanted; }
  void silent() { answers.emplace_back(ShopFailed{"no answer", {}}); }
  void refuse(const std::string& reason = "sold_out") {
    answers.emplace_back(ShopRefused{reason, "None left."});
  }

  std::vector<OutboxEvent> told;
  std::deque<ShopAnswer> answers;  // The next ones.
  std::map<OrderId, std::string> numbers;
  bool wanted = true;
  bool held = false;  // Answers come only once the test runs `line`.
  ManualExecutor line;
};

// No jitter: waits of 800 ms and 3200 ms, then 3200 ms again and again.
struct SellingShop : Shop {
  explicit SellingShop(OnRefused on_refused = OnRefused::hold)
      : Shop([](Store& inner) { return std::make_unique<FaultyStore>(inner); }) {
    events.tell(&backend);
    start(on_refused);
  }
  ~SellingShop() {
    backend.held = false;
    backend.line.run_all();
    executor.run_all();
  }

  // A process of its own over the same store.
  void start(OnRefused on_refused = OnRefused::hold) {
    const OrderDependencies dependencies{
        store,   store,    store,
        gateway, clock,    ids,
        events,  executor, [this](const OutboxEvent& event) { announced.push_back(event); }};
    shop_orders = std::make_unique<ShopOrders>(
        ShopOrdersDependencies{dependencies, orders, store, refusals, log, on_refused});
    teller = std::make_unique<ShopTeller>(
        ShopTellerDependencies{
            store, backend, *shop_orders, clock, random, refusals, log, {{1s, 4s}}},
        executor);
  }
  FaultyStore& faulty() { return static_cast<FaultyStore&>(store); }

  checkout::Order sell() {
    auto command = cart({{"poster-limited", 1}});
    command.buyer.emplace();
    command.buyer->email = "ada@example.com";
    const auto session = created(command);
    complete("complete-" + session->id.text(), session->id, token_for(*session));
    return session_of(get(session->id))->order.value();
  }
  void look() {
    teller->look();
    executor.run_all();
  }
  void look_after(Milliseconds span) {
    clock.advance(span);
    look();
  }
  checkout::Order now(const checkout::Order& order) {
    return run(memory.order(order.id, executor)).value().value();
  }
  OrderAnswer change(const checkout::Order& order, const checkout::OrderCommand& command,
                     Doer doer = Doer::person) {
    return run(orders.change(order.id, command, {}, executor, doer));
  }
  // What is in the outbox of an order for that receiver.
  std::vector<OutboxEvent> outbox(const checkout::Order& order, EventReceiver receiver) {
    EventFilter filter;
    filter.order = order.id;
    filter.receiver = receiver;
    return run(memory.events(filter, executor)).value();
  }
  // The words at `type` of what the shop was told, "order" of an order.
  std::vector<std::string> told() const {
    std::vector<std::string> types;
    for (const OutboxEvent& event : backend.told) {
      const std::string& body = event.body;
      const bool created = event.type == EventType::order_create;
      types.push_back(created ? "order" : body.substr(9, body.find('"', 9) - 9));
    }
    return types;
  }
  std::ptrdiff_t logged(const std::string& event) const {
    return std::count(log.events.begin(), log.events.end(), event);
  }

  struct Refusals final : Observer {
    void batch_committed(std::size_t, Milliseconds) override {}
    void payment_finished(PaymentResult) override {}
    void webhook_attempted(bool) override {}
    void outbox_measured(std::size_t, Milliseconds) override {}
    void disk_measured(std::uint64_t, bool) override {}
    void receiver_failing(const std::string&, bool) override {}
    void shop_refused() override { ++count; }
    int count = 0;
  };

  FakeShop backend;
  FakeLog log;
  FixedRandom random;
  Refusals refusals;
  std::unique_ptr<ShopOrders> shop_orders;
  std::unique_ptr<ShopTeller> teller;
};

}  // namespace till::app
