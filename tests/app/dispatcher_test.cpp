#include "app/dispatcher.h"

#include <gmock/gmock.h>

#include "app/dispatching.h"

namespace till::app {
namespace {

using testing::ElementsAre;

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
  const OutboxEvent dead = update(order, "first");
  const OutboxEvent next = update(order, "second");
  tick_after(800ms);
  tick_after(3200ms);
  EXPECT_THAT(bodies(), ElementsAre("first", "first", "first", "second"));
  EXPECT_EQ(stored(dead.id).state, EventState::dead);
  EXPECT_EQ(stored(dead.id).attempts, 3);
  EXPECT_EQ(stored(dead.id).last_error, "HTTP status 503");
  EXPECT_EQ(stored(next.id).state, EventState::delivered);
  EXPECT_EQ(log.events[2], "webhook_dead");
}

TEST_F(Dispatching, TriesAgainWhateverElseTheReceiverAnswers) {  // It may be in deployment.
  for (const int status : {302, 400, 401, 404, 410, 422}) {
    answer(status);
    const OutboxEvent event = add(new_order(), "body");
    EXPECT_EQ(stored(event.id).state, EventState::pending) << status;
    tick_after(1s);
    EXPECT_EQ(stored(event.id).state, EventState::delivered) << status;
    EXPECT_EQ(stored(event.id).attempts, 2) << status;
  }
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
  EXPECT_EQ(stored(add(new_order(), "third").id).last_error, "HTTP status 401");
}

TEST_F(Dispatching, ReplaysNoEventThatIsStillToBeSent) {
  answer(500);
  const OutboxEvent event = add(new_order(), "{}");
  ASSERT_EQ(stored(event.id).state, EventState::pending);
  const std::int64_t attempts = stored(event.id).attempts;
  EXPECT_FALSE(run(dispatcher->replay(event.id)).value());
  EXPECT_EQ(stored(event.id).attempts, attempts) << "the schedule goes on where it was";
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
  EXPECT_EQ(observer.depth, 0u) << "nobody waits for it";
  targets["agent-b"] = {"https://b.example", Secret("whsec_b")};
  dispatcher->targets_changed();
  tick_after(0s);
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

}  // namespace
}  // namespace till::app
