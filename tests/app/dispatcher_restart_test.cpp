// What the dispatcher takes up after a restart, replays and measures.
#include "app/dispatcher.h"

#include <gmock/gmock.h>

#include "app/dispatching.h"

namespace till::app {
namespace {

using testing::ElementsAre;

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

TEST_F(Dispatching, ReplaysADeadEventFromTheStart) {
  for (int i = 0; i < 3; ++i) answer(400);
  const OutboxEvent event = add(new_order(), "body");
  tick_after(800ms);
  tick_after(3200ms);
  ASSERT_EQ(stored(event.id).state, EventState::dead);
  sender.sent.clear();
  for (int i = 0; i < 2; ++i) answer(500);
  EXPECT_EQ(*run(dispatcher->replay(event.id)), true);
  EXPECT_EQ(sender.sent.size(), 1u);
  EXPECT_EQ(stored(event.id).attempts, 1);
  EXPECT_EQ(stored(event.id).state, EventState::pending);
  tick_after(800ms);
  tick_after(3200ms);
  EXPECT_EQ(stored(event.id).state, EventState::delivered);
  EXPECT_EQ(sender.sent.back().request_id, event.id.text());
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
  dispatcher->targets_changed();
  tick_after(0s);
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
