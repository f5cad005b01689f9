#include "app/dispatcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <memory>

#include "app/fakes.h"
#include "app/faulty_store.h"
#include "store/memory/memory_store.h"

namespace till::app {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

constexpr const char* kUrl = "https://agent.example/agentic_checkout/webhooks/order_events";
constexpr const char* kSecret = "whsec_test_secret";

class MeasuringObserver final : public Observer {
 public:
  void batch_committed(std::size_t, Milliseconds) override {}
  void payment_finished(PaymentResult) override {}
  void webhook_attempted(bool delivered) override { attempts.push_back(delivered); }
  void outbox_measured(std::size_t pending, Milliseconds age) override {
    depth = pending;
    oldest = age;
  }
  std::vector<bool> attempts;
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

  // A process of its own over the same store.
  void start(std::size_t max_in_flight = 16) {
    const auto find = [this](const std::string& agent) -> std::optional<WebhookTarget> {
      const auto found = targets.find(agent);
      return found == targets.end() ? std::nullopt : std::optional(found->second);
    };
    DispatcherDependencies dependencies{store, sender, clock,      random,       observer,
                                        log,   find,   {{1s, 4s}}, max_in_flight};
    dispatcher = std::make_unique<Dispatcher>(std::move(dependencies), executor);
    EXPECT_TRUE(run(dispatcher->recover()).has_value());
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
  OutboxEvent commit(OrderId order, const std::string& body, const std::string& agent = "agent-a") {
    OutboxEvent event;
    event.id = ids.make<EventId>();
    event.order = order;
    event.agent = agent;
    event.body = body;
    event.created_at = event.next_attempt_at = clock.now();
    Changeset changeset;
    changeset.events.push_back(event);
    EXPECT_EQ(run(memory.commit(std::move(changeset), executor)), CommitOutcome::committed);
    return event;
  }
  OutboxEvent add(OrderId order, const std::string& body, const std::string& agent = "agent-a") {
    OutboxEvent event = commit(order, body, agent);
    dispatcher->add(event);
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
  std::unique_ptr<Dispatcher> dispatcher;
};

TEST_F(Dispatching, SendsAnAddedEventAtOnceSignedAndNamed) {
  const OutboxEvent event = add(new_order(), "{\"a\":1}");
  ASSERT_EQ(sender.sent.size(), 1u);
  const WebhookDelivery& delivery = sender.sent[0];
  EXPECT_EQ(delivery.url, kUrl);
  EXPECT_EQ(delivery.body, "{\"a\":1}");
  EXPECT_EQ(delivery.request_id, event.id.text());
  EXPECT_EQ(delivery.sent_at, clock.now());
  EXPECT_TRUE(webhooks::verify(delivery.signature, kSecret, delivery.body, clock.now(), 0s));
  EXPECT_EQ(stored(event.id).state, EventState::delivered);
  EXPECT_EQ(stored(event.id).attempts, 1);
  EXPECT_THAT(log.events, ElementsAre("webhook_delivered"));
  EXPECT_THAT(observer.attempts, ElementsAre(true));
}

TEST_F(Dispatching, SendsADeliveredEventNeverAgain) {
  add(new_order(), "once");
  for (int i = 0; i < 100; ++i) tick_after(1h);
  EXPECT_THAT(bodies(), ElementsAre("once"));
}

TEST_F(Dispatching, KeepsTheEventsOfAnOrderInOrderAndLetsOtherOrdersPass) {
  const OrderId order = new_order();
  answer(500);
  add(order, "first");
  add(order, "second");
  add(new_order(), "other");
  EXPECT_THAT(bodies(), ElementsAre("first", "other"));
  tick_after(800ms);
  EXPECT_THAT(bodies(), ElementsAre("first", "other", "first", "second"));
}

TEST_F(Dispatching, HasOneEventOfAnOrderUnderWayAtATime) {
  sender.held = true;
  const OrderId order = new_order();
  add(order, "first");
  add(order, "second");
  tick_after(1h);
  EXPECT_THAT(bodies(), ElementsAre("first"));
  EXPECT_FALSE(dispatcher->idle());
  sender.line.run_all();
  EXPECT_THAT(bodies(), ElementsAre("first", "second"));
  EXPECT_TRUE(dispatcher->idle());
}

TEST_F(Dispatching, RetriesOnTheScheduleWithTheSameNameAndANewSignature) {
  answer(500);
  answer(std::nullopt, {}, "connection refused");
  const OutboxEvent event = add(new_order(), "body");
  EXPECT_EQ(stored(event.id).last_error, "HTTP status 500");
  tick_after(799ms);
  EXPECT_EQ(sender.sent.size(), 1u);
  tick_after(1ms);
  EXPECT_EQ(sender.sent.size(), 2u);
  EXPECT_EQ(stored(event.id).state, EventState::pending);
  EXPECT_EQ(stored(event.id).attempts, 2);
  EXPECT_EQ(stored(event.id).next_attempt_at, clock.now() + 3200ms);
  EXPECT_EQ(stored(event.id).last_error, "connection refused");
  tick_after(3199ms);
  EXPECT_EQ(sender.sent.size(), 2u);
  tick_after(1ms);
  ASSERT_EQ(sender.sent.size(), 3u);
  for (const WebhookDelivery& delivery : sender.sent) {
    EXPECT_EQ(delivery.request_id, event.id.text());
    EXPECT_EQ(delivery.body, "body");
    EXPECT_TRUE(webhooks::verify(delivery.signature, kSecret, delivery.body, delivery.sent_at, 0s));
  }
  EXPECT_NE(sender.sent[0].signature, sender.sent[2].signature);
  EXPECT_EQ(stored(event.id).state, EventState::delivered);
  EXPECT_EQ(stored(event.id).last_error, "");
  EXPECT_THAT(log.events, ElementsAre("webhook_failed", "webhook_failed", "webhook_delivered"));
  EXPECT_THAT(observer.attempts, ElementsAre(false, false, true));
}

TEST_F(Dispatching, HonoursRetryAfter) {
  answer(429, 60s);
  add(new_order(), "body");
  tick_after(59'999ms);
  EXPECT_EQ(sender.sent.size(), 1u);
  tick_after(1ms);
  EXPECT_EQ(sender.sent.size(), 2u);
}

TEST_F(Dispatching, GivesUpAfterTheScheduleAndGoesOnWithTheOrder) {
  for (int i = 0; i < 3; ++i) answer(503);
  const OrderId order = new_order();
  const OutboxEvent dead = add(order, "first");
  const OutboxEvent next = add(order, "second");
  tick_after(800ms);
  tick_after(3200ms);
  EXPECT_THAT(bodies(), ElementsAre("first", "first", "first", "second"));
  EXPECT_EQ(stored(dead.id).state, EventState::dead);
  EXPECT_EQ(stored(dead.id).attempts, 3);
  EXPECT_EQ(stored(dead.id).last_error, "HTTP status 503");
  EXPECT_EQ(stored(next.id).state, EventState::delivered);
  EXPECT_EQ(log.events[2], "webhook_dead");
}

TEST_F(Dispatching, GivesUpAtOnceWhenTheReceiverRefuses) {
  answer(401);
  const OutboxEvent event = add(new_order(), "body");
  tick_after(24h);
  EXPECT_EQ(sender.sent.size(), 1u);
  EXPECT_EQ(stored(event.id).state, EventState::dead);
  EXPECT_EQ(stored(event.id).attempts, 1);
}

TEST_F(Dispatching, SignsWithThePreviousSecretForAReceiverThatDoesNotKnowTheNewOne) {  // WH-10
  targets["agent-a"].previous_secret = Secret("previous");
  answer(401);
  const OutboxEvent event = add(new_order(), "body");
  ASSERT_EQ(sender.sent.size(), 2u);
  EXPECT_TRUE(webhooks::verify(sender.sent[0].signature, kSecret, "body", clock.now(), 0s));
  EXPECT_TRUE(webhooks::verify(sender.sent[1].signature, "previous", "body", clock.now(), 0s));
  EXPECT_EQ(sender.sent[1].request_id, event.id.text());
  EXPECT_EQ(stored(event.id).attempts, 1);
  answer(500);
  add(new_order(), "other");
  EXPECT_EQ(sender.sent.size(), 3u) << "only a wrong signature is signed otherwise";
  answer(401);
  answer(401);
  EXPECT_EQ(stored(add(new_order(), "third").id).state, EventState::dead);
}

TEST_F(Dispatching, HoldsNoSlotWhileAnEventWaits) {
  start(1);
  answer(500);
  add(new_order(), "waits");
  EXPECT_TRUE(dispatcher->idle());
  add(new_order(), "passes");
  EXPECT_THAT(bodies(), ElementsAre("waits", "passes"));
}

TEST_F(Dispatching, HasNoMoreAttemptsUnderWayThanAllowed) {
  start(2);
  sender.held = true;
  for (const char* body : {"a", "b", "c"}) add(new_order(), body);
  dispatcher->tick();
  EXPECT_THAT(bodies(), ElementsAre("a", "b"));
  sender.line.run_all();
  EXPECT_THAT(bodies(), ElementsAre("a", "b", "c"));
}

TEST_F(Dispatching, BeginsNoAttemptOnceItIsStopped) {
  start(1);
  sender.held = true;
  const OutboxEvent sent = add(new_order(), "sent");
  const OutboxEvent left = add(new_order(), "left");
  dispatcher->stop();
  sender.line.run_all();
  executor.run_all();
  const OutboxEvent late = add(new_order(), "late");
  tick_after(1h);
  EXPECT_TRUE(dispatcher->idle());
  EXPECT_THAT(bodies(), ElementsAre("sent"));
  EXPECT_EQ(stored(sent.id).state, EventState::delivered);
  EXPECT_EQ(stored(left.id).state, EventState::pending);
  EXPECT_EQ(stored(late.id).state, EventState::pending);
}

TEST_F(Dispatching, LetsEventsWaitForATargetWithoutHinderingOthers) {
  const OutboxEvent event = add(new_order(), "waits", "agent-b");
  add(new_order(), "passes");
  EXPECT_THAT(bodies(), ElementsAre("passes"));
  tick_after(1h);
  EXPECT_EQ(stored(event.id).state, EventState::pending);
  EXPECT_EQ(stored(event.id).attempts, 0);
  targets["agent-b"] = {"https://b.example", Secret("whsec_b")};
  tick_after(1min);
  ASSERT_THAT(bodies(), ElementsAre("passes", "waits"));
  EXPECT_EQ(sender.sent[1].url, "https://b.example");
  EXPECT_TRUE(webhooks::verify(sender.sent[1].signature, "whsec_b", "waits", clock.now(), 0s));
}

TEST_F(Dispatching, SendsAgainWhatItCouldNotRecord) {
  for (const auto outcome : {CommitOutcome::busy, CommitOutcome::failed}) {
    sender.sent.clear();
    store.fail_nth_call(1, outcome);
    const OutboxEvent event = add(new_order(), "body");
    EXPECT_EQ(stored(event.id).state, EventState::pending);
    tick_after(1min);
    ASSERT_EQ(sender.sent.size(), 2u);
    EXPECT_EQ(sender.sent[0].request_id, sender.sent[1].request_id);
    EXPECT_EQ(sender.sent[1].body, "body");
    EXPECT_EQ(stored(event.id).state, EventState::delivered);
  }
}

TEST_F(Dispatching, TakesUpAfterARestartWhereItWas) {
  answer(500);
  const OrderId order = new_order();
  const OutboxEvent event = add(order, "first");
  commit(order, "second");  // Its process ended before it was announced.
  start();
  tick_after(799ms);
  EXPECT_EQ(sender.sent.size(), 1u);
  tick_after(1ms);
  EXPECT_THAT(bodies(), ElementsAre("first", "first", "second"));
  EXPECT_EQ(sender.sent[1].request_id, event.id.text());
  EXPECT_EQ(stored(event.id).attempts, 2);
}

TEST_F(Dispatching, PutsWhatItRecoversBeforeWhatWasAddedMeanwhile) {
  const OrderId order = new_order();
  commit(order, "first");
  const OutboxEvent second = commit(order, "second");
  dispatcher = std::make_unique<Dispatcher>(
      DispatcherDependencies{store,
                             sender,
                             clock,
                             random,
                             observer,
                             log,
                             [this](const std::string& agent) { return targets.at(agent); },
                             {{1s}}},
      executor);
  dispatcher->add(second);
  EXPECT_TRUE(sender.sent.empty());
  EXPECT_TRUE(run(dispatcher->recover()).has_value());
  dispatcher->tick();
  EXPECT_THAT(bodies(), ElementsAre("first", "second"));
}

TEST_F(Dispatching, ReplaysADeadEventFromTheStart) {
  answer(400);
  const OutboxEvent event = add(new_order(), "body");
  clock.advance(1h);
  for (int i = 0; i < 2; ++i) answer(500);
  EXPECT_EQ(*run(dispatcher->replay(event.id)), true);
  EXPECT_EQ(sender.sent.size(), 2u);
  EXPECT_EQ(stored(event.id).attempts, 1);
  EXPECT_EQ(stored(event.id).state, EventState::pending);
  tick_after(800ms);
  tick_after(3200ms);
  EXPECT_EQ(stored(event.id).state, EventState::delivered);
  EXPECT_EQ(sender.sent[3].request_id, event.id.text());
}

TEST_F(Dispatching, ReplaysADeliveredEventBeforeNewerOnesOfItsOrder) {
  const OrderId order = new_order();
  const OutboxEvent event = add(order, "old");
  clock.advance(1s);
  answer(500);
  add(order, "new");
  EXPECT_EQ(*run(dispatcher->replay(event.id)), true);
  tick_after(800ms);
  EXPECT_THAT(bodies(), ElementsAre("old", "new", "old", "new"));
}

TEST_F(Dispatching, ReplaysNothingUnknownPendingOrUnrecorded) {
  EXPECT_EQ(*run(dispatcher->replay(ids.make<EventId>())), false);
  answer(500);
  const OutboxEvent pending = add(new_order(), "pending");
  EXPECT_EQ(*run(dispatcher->replay(pending.id)), false);
  const OutboxEvent delivered = add(new_order(), "delivered");
  store.fail_nth_call(1, CommitOutcome::busy);
  EXPECT_FALSE(run(dispatcher->replay(delivered.id)).has_value());
  EXPECT_THAT(bodies(), ElementsAre("pending", "delivered"));
}

TEST_F(Dispatching, KeepsErrorsShortAndPrintable) {
  answer(std::nullopt, {}, "bad\n\x01\xff" + std::string(10'000, 'x'));
  const OutboxEvent event = add(new_order(), "body");
  const std::string error = stored(event.id).last_error;
  EXPECT_EQ(error, "bad???" + std::string(194, 'x'));
}

TEST_F(Dispatching, MeasuresWhatIsPending) {
  dispatcher->tick();
  EXPECT_EQ(observer.depth, 0u);
  answer(500);
  add(new_order(), "old");
  tick_after(500ms);
  answer(500);
  add(new_order(), "new");
  tick_after(100ms);
  EXPECT_EQ(observer.depth, 2u);
  EXPECT_EQ(observer.oldest, 600ms);
  tick_after(200ms);  // The old one is delivered.
  EXPECT_EQ(observer.depth, 1u);
  EXPECT_EQ(observer.oldest, 300ms);
}

TEST_F(Dispatching, WorksOffABacklogThatDoesNotFitItsMemory) {
  constexpr std::size_t kEvents = 5000;
  for (std::size_t i = 0; i < kEvents; ++i) add(new_order(), std::to_string(i), "agent-b");
  EXPECT_TRUE(sender.sent.empty());
  targets["agent-b"] = {kUrl, Secret(kSecret)};
  tick_after(1min);
  ASSERT_EQ(sender.sent.size(), kEvents);
  EXPECT_EQ(observer.depth, 0u);
  const auto all = bodies();
  for (std::size_t i = 0; i < kEvents; ++i) ASSERT_EQ(all[i], std::to_string(i));
}

TEST_F(Dispatching, FinishesAnAttemptThatOutlivesTheDispatcher) {
  sender.held = true;
  const OutboxEvent event = add(new_order(), "body");
  dispatcher.reset();
  sender.line.run_all();
  EXPECT_EQ(stored(event.id).state, EventState::delivered);
}

}  // namespace
}  // namespace till::app
