// A line whose item the shop no longer sells (EP-11, CU-11).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "checkout/builders.h"

namespace till::checkout {
namespace {

TEST(GoneItem, KeepsItsLineWithOneErrorAndHoldsNothing) {
  CountingIds ids;
  Quote quote =
      quote_of({physical_line(1000), physical_line(700, 5)}, {shipping("standard", 500, {0, 1})});
  const Session before = open_session(create_command({{"mug", 1}, {"tee", 2}}), quote, ids).value();
  quote.lines[1] = {};
  quote.lines[1].sold = false;
  quote.options = {shipping("standard", 500, {0})};
  const Session after = price(Draft(before), quote, {}, nullptr, kNow).value();
  ASSERT_EQ(after.messages.size(), 1U);
  EXPECT_EQ(after.messages[0].code, MessageCode::out_of_stock);
  EXPECT_EQ(after.messages[0].field, Field(Member::line, 1));
  EXPECT_EQ(after.messages[0].resolution, Resolution::recoverable);
  EXPECT_EQ(after.status, Status::not_ready_for_payment);
  EXPECT_EQ(after.lines[1].title, before.lines[1].title);
  EXPECT_EQ(after.lines[1].unit_amount, Amount{700});
  EXPECT_EQ(after.lines[1].totals.total, Amount{1400});
  EXPECT_FALSE(after.lines[1].in_stock);
  EXPECT_EQ(after.holds, (std::vector<Hold>{{"mug", 1}}));
  EXPECT_EQ(stock_moves(before.holds, after.holds), (std::vector<StockMove>{{"tee", -2}}));
}

TEST(GoneItem, ThatComesBackIsHeldAgain) {
  CountingIds ids;
  const Quote sold = simple_quote();
  const Session before = open_session(create_command({{"mug", 1}}), sold, ids).value();
  Quote gone = quote_of({QuotedLine{}});
  gone.lines[0].sold = false;
  Draft draft = price(Draft(before), gone, {}, nullptr, kNow).value();
  draft.messages.clear();
  const Session back = price(Draft(draft), sold, {}, nullptr, kNow).value();
  EXPECT_EQ(back.status, Status::ready_for_payment);
  EXPECT_EQ(back.holds, before.holds);
}

}  // namespace
}  // namespace till::checkout
