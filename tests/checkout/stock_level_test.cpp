// What a number of pieces that somebody tells makes of what is there.
#include "checkout/stock_level.h"

#include <gtest/gtest.h>

#include "base/limits.h"

namespace till::checkout {
namespace {

constexpr Timestamp at(std::int64_t minutes) { return {1'795'514'400'000 + minutes * 60'000}; }

StockLevel level_of(std::int64_t open, std::int64_t held = 0) {
  return {open, held, open + held, {}, 0};
}

TEST(Count, LeavesFreeWhatIsNeitherHeldNorSoldSince) {
  const struct {
    const char* what;
    std::int64_t counted, held;
    StockSince since;
    std::int64_t free, missing;
  } rows[] = {
      {"nothing happened", 40, 0, {}, 40, 0},
      {"two were sold after the count", 40, 0, {2, 0}, 38, 0},
      {"a hold was on the shelf when it was counted", 40, 3, {}, 37, 0},
      {"one is held, another was sold", 40, 1, {1, 0}, 38, 0},
      {"a canceled order brought three back", 40, 0, {-3, 0}, 43, 0},
      {"a delivery came after the count", 40, 0, {0, 12}, 52, 0},
      {"what was broken went after it", 40, 5, {0, -10}, 25, 0},
      {"just as many are held", 5, 5, {}, 0, 0},
      {"fewer than are held", 3, 5, {}, 0, 2},
      {"fewer than were sold since", 1, 0, {4, 0}, 0, 3},
      {"none", 0, 0, {}, 0, 0},
  };
  for (const auto& row : rows) {
    StockLevel level = level_of(100, row.held);
    apply_count(level, {row.counted, at(0)}, row.since);
    EXPECT_EQ(free_pieces(level), row.free) << row.what;
    EXPECT_EQ(missing_pieces(level), row.missing) << row.what;
    EXPECT_EQ(level.held, row.held) << row.what << ": held stays held";
    EXPECT_EQ(sold_pieces(level), row.since.sold) << row.what;
    EXPECT_EQ(level.added, row.since.added) << row.what;
    EXPECT_EQ(stated_pieces(level), row.counted) << row.what;
  }
}

TEST(Count, OfFewerThanAreHeldIsMadeUpForBeforeAnythingIsFree) {
  StockLevel level = level_of(2, 5);
  apply_count(level, {3, at(0)}, {});
  hold_pieces(level, -2);
  EXPECT_EQ(free_pieces(level), 0) << "three are there, three are held";
  hold_pieces(level, -1);
  EXPECT_EQ(free_pieces(level), 1);
}

TEST(Count, IsRefusedWhenALaterOneWasTakenOrSalesAreNotKnown) {
  StockLevel level = level_of(5);
  EXPECT_EQ(count_fault(level, at(0), at(0)), std::nullopt);
  EXPECT_EQ(count_fault(level, at(0), at(1)), StockFault::too_long_ago);
  apply_count(level, {5, at(10)}, {});
  EXPECT_EQ(count_fault(level, at(9), at(0)), StockFault::older_than_count);
  EXPECT_EQ(count_fault(level, at(9), at(11)), StockFault::older_than_count) << "of both the first";
  EXPECT_EQ(count_fault(level, at(10), at(0)), std::nullopt) << "told again, or mended";
  EXPECT_EQ(count_fault(level, at(11), at(0)), std::nullopt);
}

TEST(Added, IsRefusedWhenItCannotBe) {
  const struct {
    const char* what;
    std::int64_t open, held, pieces;
    std::optional<StockFault> fault;
  } rows[] = {
      {"more", 3, 2, 10, {}},
      {"all that are free", 3, 2, -3, {}},
      {"held ones, too", 3, 2, -5, {}},
      {"more than there are", 3, 2, -6, StockFault::below_nothing},
      {"more where some lack already", -2, 2, 1, {}},
      {"fewer where none is there", -2, 2, -1, StockFault::below_nothing},
      {"as many as can be", 0, 0, limits::kQuantity, {}},
      {"too many", 1, 0, limits::kQuantity, StockFault::too_many},
      {"too many with those held", 0, 1, limits::kQuantity, StockFault::too_many},
      {"none", 0, 0, 0, {}},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(add_fault(level_of(row.open, row.held), row.pieces, at(0), at(0)), row.fault)
        << row.what;
  }
  StockLevel counted = level_of(3);
  apply_count(counted, {3, at(10)}, {});
  EXPECT_EQ(add_fault(counted, 1, at(9), at(0)), StockFault::older_than_count)
      << "the count has them already";
  EXPECT_EQ(add_fault(counted, 1, at(10), at(0)), std::nullopt);
  EXPECT_EQ(add_fault(level_of(3), 1, at(0), at(1)), StockFault::too_long_ago);
}

TEST(Catalogue, MovesWhatIsThereByTheDifferenceAlsoAfterACount) {
  StockLevel level = level_of(10);
  EXPECT_EQ(restate(level, 12), 2);
  EXPECT_EQ(free_pieces(level), 12);
  EXPECT_EQ(stated_pieces(level), 12);
  EXPECT_EQ(sold_pieces(level), 0);
  apply_count(level, {40, at(0)}, {});
  EXPECT_EQ(restate(level, 12), 0);
  EXPECT_EQ(free_pieces(level), 40) << "read again, it says nothing new";
  EXPECT_EQ(restate(level, 7), -5);
  EXPECT_EQ(free_pieces(level), 35);
  EXPECT_EQ(stated_pieces(level), 40);
  EXPECT_EQ(level.added, -5);
  EXPECT_EQ(sold_pieces(level), 0);
}

TEST(Catalogue, ThatStatesFewerThanAreSoldLeavesADebt) {
  StockLevel level = level_of(10);
  hold_pieces(level, 8);
  sell_pieces(level, 8);
  EXPECT_EQ(sold_pieces(level), 8);
  restate(level, 5);
  EXPECT_EQ(free_pieces(level), 0);
  EXPECT_EQ(missing_pieces(level), 3);
  restate(level, 10);
  EXPECT_EQ(free_pieces(level), 2) << "as before the two edits";
}

TEST(Move, CountsAsLaterThanTheCountItCameAfter) {
  StockLevel level = level_of(5);
  EXPECT_EQ(moment_of_move(level, at(0)), at(0));
  apply_count(level, {5, at(10)}, {});
  EXPECT_EQ(moment_of_move(level, at(9)), at(10) + Milliseconds(1));
  EXPECT_EQ(moment_of_move(level, at(10)), at(10) + Milliseconds(1));
  EXPECT_EQ(moment_of_move(level, at(11)), at(11));
}

}  // namespace
}  // namespace till::checkout
