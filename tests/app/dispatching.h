// A dispatcher over a store in memory, with its clock, receivers and faults in the test's hand.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <memory>
#include <stdexcept>

#include "app/dispatcher.h"
#include "app/fakes.h"
#include "app/faulty_store.h"
#include "store/memory/memory_store.h"

namespace till::app {

using namespace std::chrono_literals;

inline constexpr const char* kUrl = "https://agent.example/agentic_checkout/webhooks/order_events";
inline constexpr const char* kSecret = "whsec_test_secret";

class MeasuringObserver final : public Observer {
 public:
  void batch_committed(std::size_t, Milliseconds) override {}
  void payment_finished(PaymentResult) override {}
  void webhook_attempted(bool delivered) override { attempts.push_back(delivered); }
  void outbox_measured(std::size_t pending, Milliseconds age) override {
    depth = pending;
    oldest = age;
  }
  void disk_measured(std::uint64_t, bool) override {}
  void receiver_failing(const std::string& agent, bool fails) override { failing[agent] = fails; }
  std::vector<bool> attempts;
  std::map<std::string, bool> failing;
  std::size_t depth = 0;
  Milliseconds oldest{0};
};

// No jitter: FixedRandom gives 0, hence four fifths of each wait: 800 ms and 3200 ms.
class Dispatching : public testing::Test {
 protected:
  Dispatching() {
    targets["agent-a"] = {kUrl, Secret(kSecret)};
    start();
  }

  // Whoever still waits for an answer gets one, so that nothing is left of it.
  void TearDown() override {
    sender.held = false;
    sender.line.run_all();
    executor.run_all();
  }

  // A process of its own over the same store.
  void start(std::size_t max_in_flight = 16) {
    const auto find = [this](const std::string& agent) -> std::optional<WebhookTarget> {
      const auto found = targets.find(agent);
      return found == targets.end() ? std::nullopt : std::optional(found->second);
    };
    DispatcherDependencies dependencies{store, sender, clock,      random,       observer,
                                        log,   find,   {{1s, 4s}}, max_in_flight};
    dispatcher = std::make_unique<Dispatcher>(std::move(dependencies), executor);
  }

  template <class T>
  T run(Task<T> task) {
    std::optional<T> result;
    spawn(std::move(task), [&result](T value) { result.emplace(std::move(value)); });
    executor.run_all();
    if (!result) throw std::logic_error("the task did not end");
    return std::move(*result);
  }

  // Committed, as a purchase does, but not announced yet.
  OutboxEvent commit(OrderId order, const std::string& body, const std::string& agent = "agent-a",
                     EventType type = EventType::order_create) {
    OutboxEvent event;
    event.type = type;
    event.id = ids.make<EventId>();
    event.order = order;
    event.agent = agent;
    event.body = body;
    event.created_at = event.next_attempt_at = clock.now();
    event.sequence = ++sequences[order];
    Changeset changeset;
    changeset.events.push_back(event);
    EXPECT_EQ(run(memory.commit(std::move(changeset), executor)), CommitOutcome::committed);
    return event;
  }
  OutboxEvent add(OrderId order, const std::string& body, const std::string& agent = "agent-a") {
    OutboxEvent event = commit(order, body, agent);
    dispatcher->look();
    return event;
  }
  OutboxEvent update(OrderId order, const std::string& body) {
    OutboxEvent event = commit(order, body, "agent-a", EventType::order_update);
    dispatcher->look();
    return event;
  }
  OrderId new_order() { return ids.make<OrderId>(); }
  OutboxEvent stored(EventId id) { return run(memory.event(id, executor))->value(); }
  void answer(std::optional<int> status, std::optional<Milliseconds> retry_after = {},
              std::string error = "") {
    sender.answers.push_back({status, retry_after, std::move(error)});
  }
  void tick_after(Milliseconds span) {
    clock.advance(span);
    dispatcher->tick();
  }
  std::vector<std::string> bodies() const {
    std::vector<std::string> all;
    for (const WebhookDelivery& delivery : sender.sent) all.push_back(delivery.body);
    return all;
  }

  FakeClock clock;
  SequentialIds ids;
  FixedRandom random;
  ManualExecutor executor;
  MeasuringObserver observer;
  FakeLog log;
  store::MemoryStore memory;
  FaultyStore store{memory};
  FakeSender sender;
  std::map<std::string, WebhookTarget> targets;
  std::map<OrderId, std::uint64_t> sequences;  // Of the last event of each order.
  std::unique_ptr<Dispatcher> dispatcher;
};

}  // namespace till::app
