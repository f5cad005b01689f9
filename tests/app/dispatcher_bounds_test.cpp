// What the dispatcher takes in: events it knows already, and words of receivers.
#include <gmock/gmock.h>

#include <algorithm>

#include "app/dispatching.h"

namespace till::app {
namespace {

using testing::ElementsAre;

TEST_F(Dispatching, SendsAnEventOnceHoweverOftenItIsAnnounced) {
  sender.held = true;
  const OrderId order = new_order();
  add(order, "first");
  add(order, "second");
  dispatcher->look();
  sender.held = false;
  sender.line.run_all();
  executor.run_all();
  EXPECT_THAT(bodies(), ElementsAre("first", "second"));
}

TEST_F(Dispatching, ShowsOperatorsNothingThatATerminalObeys) {
  answer(std::nullopt, {}, "no \x1b[31mroute\r\nto " + std::string(500, 'x'));
  const OutboxEvent event = add(new_order(), "body");
  const std::string error = stored(event.id).last_error;
  EXPECT_TRUE(error.starts_with("no ?[31mroute??to xxx")) << error;
  EXPECT_EQ(error.size(), 200U);
}

}  // namespace
}  // namespace till::app
