// Two dispatchers on one outbox, as two tills have them.
#include <gmock/gmock.h>

#include <algorithm>

#include "app/dispatching.h"

namespace till::app {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

class TwoDispatchers : public Dispatching {
 protected:
  std::vector<std::string> told_there() const {
    std::vector<std::string> all;
    for (const WebhookDelivery& delivery : sender_there.sent) all.push_back(delivery.body);
    return all;
  }
  // Longer than any lease.
  void tick_there_after(Milliseconds span) {
    clock.advance(span);
    there.tick();
  }

  FakeSender sender_there;
  std::unique_ptr<store::MemoryStore> store_there = memory.of_another_process();
  Dispatcher there{{*store_there,
                    sender_there,
                    clock,
                    random,
                    observer,
                    log,
                    [this](const std::string& agent) { return targets.at(agent); },
                    {{1s, 4s}}},
                   executor};
};

TEST_F(TwoDispatchers, TellAnOrderInOnePlaceAtATime) {
  sender.held = true;
  const OrderId order = new_order();
  add(order, "first");
  add(order, "second");
  there.tick();
  EXPECT_THAT(told_there(), IsEmpty());
  add(new_order(), "other");
  EXPECT_THAT(bodies(), ElementsAre("first", "other"));
}

TEST_F(TwoDispatchers, CarryOnWhatTheOtherDiedOver) {
  sender.held = true;
  const OrderId order = new_order();
  add(order, "first");
  commit(order, "second");
  tick_there_after(5min);
  EXPECT_THAT(told_there(), ElementsAre("first", "second"));
}

TEST_F(TwoDispatchers, ChangeNothingOfWhatTheOtherToldMeanwhile) {
  sender.held = true;
  answer(500);
  const OutboxEvent event = add(new_order(), "body");
  tick_there_after(5min);
  ASSERT_EQ(stored(event.id).state, EventState::delivered);
  sender.line.run_all();
  EXPECT_EQ(stored(event.id).state, EventState::delivered);
  EXPECT_THAT(log.events, Contains("webhook_lease_lost"));
  EXPECT_TRUE(dispatcher->idle());
}

TEST_F(TwoDispatchers, BeginNoLaterEventOfAnOrderWhoseEarlierOneHangs) {
  sender.held = true;
  answer(500);
  const OrderId order = new_order();
  const OutboxEvent first = add(order, "first");
  sender_there.held = true;
  tick_there_after(5min);
  const OutboxEvent second = commit(order, "second");
  there.stop();
  sender_there.line.run_all();
  ASSERT_EQ(stored(first.id).state, EventState::delivered);
  tick_after(0s);
  EXPECT_THAT(bodies(), ElementsAre("first"));
  sender.held = false;
  sender.line.run_all();
  EXPECT_EQ(stored(first.id).state, EventState::delivered);
  EXPECT_EQ(stored(first.id).attempts, 1);
  tick_after(1min);
  EXPECT_THAT(bodies(), ElementsAre("first", "second"));
  EXPECT_EQ(stored(second.id).state, EventState::delivered);
}

}  // namespace
}  // namespace till::app
