// Receivers do not hinder each other, and an order is told in the order in which it happened.
#include <gmock/gmock.h>

#include <algorithm>

#include "app/dispatching.h"

namespace till::app {
namespace {

using testing::Each;
using testing::ElementsAre;

class ReceiversTest : public Dispatching {
 protected:
  ReceiversTest() { targets["agent-b"] = {"https://b.example", Secret("whsec_b")}; }
  void add_many(int count, const std::string& agent) {
    for (int i = 0; i < count; ++i) add(new_order(), agent, agent);
  }
  long logged(const std::string& name) const {
    return std::count(log.events.begin(), log.events.end(), name);
  }
  // The receiver of agent-a refuses until it counts as failing.
  void let_fail() {
    for (int i = 0; i < 8; ++i) answer(503);
    add_many(8, "agent-a");
    EXPECT_TRUE(observer.failing["agent-a"]);
  }
};

TEST_F(ReceiversTest, OneThatHangsHasFewAttemptsUnderWayAndDelaysNoOther) {
  start(4);
  sender.held = true;
  add_many(100, "agent-a");
  EXPECT_EQ(sender.sent.size(), 4u);
  add(new_order(), "agent-b", "agent-b");
  ASSERT_EQ(sender.sent.size(), 5u) << "though all slots are taken";
  EXPECT_EQ(sender.sent.back().body, "agent-b");
  add(new_order(), "agent-b", "agent-b");
  EXPECT_EQ(sender.sent.size(), 5u);
}

TEST_F(ReceiversTest, TakeTurns) {
  for (int i = 0; i < 3; ++i) commit(new_order(), "agent-a", "agent-a");
  for (int i = 0; i < 3; ++i) commit(new_order(), "agent-b", "agent-b");
  start();
  sender.held = true;
  dispatcher->tick();
  EXPECT_THAT(bodies(),
              ElementsAre("agent-a", "agent-b", "agent-a", "agent-b", "agent-a", "agent-b"));
}

TEST_F(ReceiversTest, OneThatKeepsFailingIsOneLineAndAskedOnceASecond) {
  let_fail();
  EXPECT_EQ(logged("webhook_receiver_failing"), 1);
  EXPECT_EQ(logged("webhook_failed"), 7);
  for (int i = 0; i < 6; ++i) answer(503);
  for (int i = 0; i < 40; ++i) tick_after(100ms);
  EXPECT_LE(sender.sent.size(), 8u + 4u);
  EXPECT_GE(sender.sent.size(), 8u + 3u);
  EXPECT_EQ(logged("webhook_failed"), 7) << "its tries are no news";
  EXPECT_EQ(logged("webhook_receiver_failing"), 1);
  add(new_order(), "passes", "agent-b");
  EXPECT_EQ(sender.sent.back().body, "passes");
}

TEST_F(ReceiversTest, OneThatIsBackHearsOfEverythingAtOnce) {
  let_fail();
  tick_after(1s);
  EXPECT_FALSE(observer.failing["agent-a"]);
  EXPECT_EQ(logged("webhook_receiver_recovered"), 1);
  EXPECT_EQ(logged("webhook_delivered"), 8);
}

TEST_F(ReceiversTest, AnotherAddressStartsAfresh) {
  let_fail();
  targets["agent-a"].url = "https://moved.example";
  sender.held = true;
  tick_after(2s);
  EXPECT_EQ(sender.sent.size(), 8u + 4u);
  EXPECT_FALSE(observer.failing["agent-a"]);
}

TEST_F(ReceiversTest, AClockThatIsSetBackMakesNoPauseLonger) {
  let_fail();
  clock.advance(-24h);
  targets["agent-b"].url = kUrl;
  add(new_order(), "late", "agent-a");
  EXPECT_EQ(sender.sent.back().body, "late");
}

TEST_F(ReceiversTest, WithoutAnAddressAreNotCountedAndLoseNothing) {
  targets.clear();
  const OrderId order = new_order();
  commit(order, "first");
  start();
  commit(order, "second");
  dispatcher->tick();
  EXPECT_EQ(observer.depth, 0u);
  targets["agent-a"] = {kUrl, Secret(kSecret)};
  dispatcher->targets_changed();
  dispatcher->tick();
  EXPECT_THAT(bodies(), ElementsAre("first", "second"));
  targets.clear();
  answer(503);
  const OutboxEvent left = add(order, "third");
  dispatcher->tick();
  EXPECT_EQ(stored(left.id).state, EventState::pending);
  EXPECT_EQ(observer.depth, 0u);
}

TEST_F(ReceiversTest, AnUpdateWaitsForItsCreateHoweverOftenThatIsRefused) {
  for (int i = 0; i < 2; ++i) answer(404);
  const OrderId order = new_order();
  add(order, "create");
  update(order, "update");
  tick_after(800ms);
  tick_after(3200ms);
  EXPECT_THAT(bodies(), ElementsAre("create", "create", "create", "update"));
}

TEST_F(ReceiversTest, NoUpdateIsSentWhoseCreateWasNotTaken) {
  for (int i = 0; i < 3; ++i) answer(404);
  const OrderId order = new_order();
  const OutboxEvent create = add(order, "create");
  const OutboxEvent behind = update(order, "update");
  tick_after(800ms);
  tick_after(3200ms);
  EXPECT_THAT(bodies(), Each("create"));
  EXPECT_EQ(stored(create.id).state, EventState::dead);
  EXPECT_EQ(stored(behind.id).state, EventState::dead);
  EXPECT_EQ(stored(behind.id).last_error, "the order_create was not taken");
  clock.advance(1h);
  update(order, "later");
  EXPECT_EQ(stored(create.id).state, EventState::delivered) << "a later update brings it back";
  EXPECT_THAT(bodies(), ElementsAre("create", "create", "create", "create", "later"));
}

TEST_F(ReceiversTest, AReplayedUpdateBringsItsCreateBack) {
  for (int i = 0; i < 3; ++i) answer(404);
  const OrderId order = new_order();
  add(order, "create");
  const OutboxEvent behind = update(order, "update");
  tick_after(800ms);
  tick_after(3200ms);
  sender.sent.clear();
  EXPECT_EQ(*run(dispatcher->replay(behind.id)), true);
  EXPECT_THAT(bodies(), ElementsAre("create", "update"));
}

}  // namespace
}  // namespace till::app
