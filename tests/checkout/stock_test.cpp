#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkout/builders.h"
#include "checkout/cart.h"

namespace till::checkout {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct HoldRow {
  const char* what;
  std::vector<std::int64_t> quantities;  // Lines of one item.
  std::optional<std::int64_t> available;
  std::int64_t held_before;
  std::vector<Hold> holds;
  bool in_stock;
};

TEST(Stock, IsHeldForTheWholeDemandOfAnItemOrNotAtAll) {
  const HoldRow rows[] = {
      {"enough", {2}, 2, 0, {{"mug", 2}}, true},
      {"one too few", {3}, 2, 0, {}, false},
      {"two lines are one demand", {2, 1}, 3, 0, {{"mug", 3}}, true},
      {"two lines want one too many", {2, 2}, 3, 0, {}, false},
      {"its own hold never blocks it", {3}, 0, 3, {{"mug", 3}}, true},
      {"its own hold and the free ones", {5}, 2, 3, {{"mug", 5}}, true},
      {"more than both give the hold back", {6}, 2, 3, {}, false},
      {"fewer than held", {1}, 0, 3, {{"mug", 1}}, true},
      {"needs no stock", {7}, std::nullopt, 0, {}, true},
  };
  for (const HoldRow& row : rows) {
    CountingIds ids;
    ItemCounts items;
    std::vector<QuotedLine> lines;
    for (const std::int64_t quantity : row.quantities) {
      items.emplace_back("mug", quantity);
      lines.push_back(physical_line(100, row.available));
    }
    Draft draft = begin_session(create_command(items), "agent-a", kLifetime, {kNow, ids});
    if (row.held_before > 0) draft.holds = {{"mug", row.held_before}};
    const Session session = price(Draft(draft), quote_of(lines), {}, nullptr, kNow).value();
    EXPECT_EQ(session.holds, row.holds) << row.what;
    for (const LineItem& line : session.lines) EXPECT_EQ(line.in_stock, row.in_stock) << row.what;
  }
}

TEST(Stock, OfAnItemGoesToOneOrderOnlyUpToItsMost) {
  const struct {
    std::vector<std::int64_t> quantities;
    std::optional<std::int64_t> available;
    std::vector<Hold> holds;
    bool allowed;
  } rows[] = {{{3}, 10, {{"mug", 3}}, true},    {{4}, 10, {}, false},
              {{2, 1}, 10, {{"mug", 3}}, true}, {{2, 2}, 10, {}, false},
              {{3}, std::nullopt, {}, true},    {{4}, std::nullopt, {}, false}};
  for (const auto& row : rows) {
    ItemCounts items;
    std::vector<QuotedLine> lines;
    std::vector<std::size_t> all;
    for (const std::int64_t quantity : row.quantities) {
      all.push_back(lines.size());
      items.emplace_back("mug", quantity);
      lines.push_back(physical_line(100, row.available));
      lines.back().max_per_order = 3;
    }
    const Session session =
        open_session(create_command(items), quote_of(lines, {shipping("standard", 5, all)}));
    EXPECT_EQ(session.holds, row.holds);
    EXPECT_TRUE(session.lines.front().in_stock);
    EXPECT_EQ(session.status == Status::ready_for_payment, row.allowed);
    if (row.allowed) continue;
    const Message& told = session.messages.front();
    EXPECT_EQ(told.code, MessageCode::invalid);
    EXPECT_EQ(told.field, Field(Member::line_quantity, 0));
    EXPECT_THAT(told.text.arguments, ElementsAre("3", "Thing"));
  }
}

TEST(Stock, SaysAtEveryLineOfAnItemThatItCannotBeHad) {
  const Session session =
      open_session(create_command({{"mug", 2}, {"tee", 1}, {"mug", 2}}),
                   quote_of({physical_line(100, 3), physical_line(100, 1), physical_line(100, 3)},
                            {shipping("standard", 500, {0, 1, 2})}));
  EXPECT_THAT(
      told_by(session),
      ElementsAre(Told{MessageType::error, MessageCode::out_of_stock, Field(Member::line, 0)},
                  Told{MessageType::error, MessageCode::out_of_stock, Field(Member::line, 2)}));
  EXPECT_EQ(session.messages[0].resolution, Resolution::recoverable);
  EXPECT_EQ(session.messages[0].text.id, TextId::item_short);
  EXPECT_EQ(session.messages[0].text.arguments.front(), "3");
  EXPECT_THAT(session.holds, ElementsAre(Hold{"tee", 1}));
  EXPECT_EQ(session.status, Status::not_ready_for_payment);
}

TEST(Stock, CountsItsOwnHoldInWhatItSaysCanBeHad) {
  CountingIds ids;
  const Session before =
      open_session(create_command({{"mug", 2}}), quote_of({physical_line(100, 2)}), ids).value();
  const Session after =
      updated(before, update_lines({{"mug", 9}}), quote_of({physical_line(100, 5)}), ids);
  EXPECT_EQ(after.messages.front().text.arguments.front(), "7");
}

TEST(Stock, IsGivenBackForItemsThatLeaveTheCart) {
  CountingIds ids;
  const Quote both = quote_of({physical_line(100), physical_line(100)});
  const Session before = open_session(create_command({{"mug", 2}, {"tee", 1}}), both, ids).value();
  const Session after =
      updated(before, update_lines({{"tee", 1}}), quote_of({physical_line(100, 0)}), ids);
  EXPECT_THAT(after.holds, ElementsAre(Hold{"tee", 1}));
  EXPECT_THAT(stock_moves(before.holds, after.holds), ElementsAre(StockMove{"mug", -2}));
}

TEST(StockMoves, OfWhatTheShopsBackendHoldsAreNone) {
  CountingIds ids;
  const Quote quote = quote_of({physical_line(100, 5)});
  Session tills = open_session(create_command({{"mug", 2}}), quote, ids).value();
  Session shops = tills;
  shops.held_by_shop = true;
  EXPECT_THAT(stock_moves(nullptr, tills), ElementsAre(StockMove{"mug", 2}));
  EXPECT_THAT(stock_moves(nullptr, shops), IsEmpty());
  EXPECT_THAT(stock_moves(&tills, shops), ElementsAre(StockMove{"mug", -2}))
      << "the shop holds from now on what Till held";
}

struct MoveRow {
  const char* what;
  std::vector<Hold> before;
  std::vector<Hold> after;
  std::vector<StockMove> moves;
};

TEST(StockMoves, AreTheDifferencesByItemWithoutMovesOfNothing) {
  const MoveRow rows[] = {
      {"nothing", {}, {}, {}},
      {"taken", {}, {{"mug", 2}}, {{"mug", 2}}},
      {"given back", {{"mug", 2}}, {}, {{"mug", -2}}},
      {"unchanged", {{"mug", 2}}, {{"mug", 2}}, {}},
      {"more", {{"mug", 2}}, {{"mug", 5}}, {{"mug", 3}}},
      {"sorted", {{"z", 1}}, {{"m", 1}, {"a", 1}}, {{"a", 1}, {"m", 1}, {"z", -1}}},
      {"one item twice", {}, {{"mug", 2}, {"mug", 3}}, {{"mug", 5}}},
  };
  for (const MoveRow& row : rows) {
    EXPECT_EQ(stock_moves(row.before, row.after), row.moves) << row.what;
  }
}

TEST(ACart, KeepsNoPiecesFromOthers) {
  CartCommand command;
  command.lines = requested_lines({{"mug", 2}});
  CountingIds ids;
  const Draft cart = begin_cart(command, "usd", "agent-a", kLifetime, {kNow, ids});
  const auto priced = price(Draft(cart), simple_quote(), std::nullopt, nullptr, kNow);
  ASSERT_TRUE(priced.has_value());
  EXPECT_TRUE(priced->holds.empty());
}

}  // namespace
}  // namespace till::checkout
