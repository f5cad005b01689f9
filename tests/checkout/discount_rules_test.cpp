#include "checkout/discount_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

#include "checkout/discounting.h"

namespace till::checkout {

void PrintTo(const RejectedDiscount& rejected, std::ostream* out) {
  *out << rejected.code << " for " << static_cast<int>(rejected.reason);
}

namespace {

using ::testing::ElementsAre;

std::vector<DiscountDefinition> known_discounts() {
  DiscountDefinition expired = percent("EXPIRED", 50);
  expired.expired = true;
  DiscountDefinition members = percent("MEMBERS", 20);
  members.members_only = true;
  return {percent("SAVE10", 10), amount("TAKE5", 500, 2000), expired, members};
}

struct OutcomeRow {
  const char* rule;
  std::vector<std::string> codes;
  std::vector<Amount> bases;
  bool logged_in;
  std::vector<Amount> line_discounts;
  std::int64_t order_discount;
  std::vector<RejectedDiscount> rejected;
};

TEST(Discounts, FollowTheirRules) {
  const auto invalid = MessageCode::discount_code_invalid;
  const auto already = MessageCode::discount_code_already_applied;
  const OutcomeRow rows[] = {
      {"no codes", {}, {{1450}}, false, {{0}}, 0, {}},
      {"10 % of every line", {"SAVE10"}, {{1450}, {999}}, false, {{145}, {100}}, 0, {}},
      {"LT-18 half up per line", {"SAVE10"}, {{5}, {4}, {15}}, false, {{1}, {0}, {2}}, 0, {}},
      {"DC-02 case", {"save10"}, {{1000}}, false, {{100}}, 0, {}},
      {"off the order", {"TAKE5"}, {{2000}}, false, {{0}}, 500, {}},
      {"of several lines", {"TAKE5"}, {{1000}, {1000}}, false, {{0}, {0}}, 500, {}},
      {"minimum",
       {"TAKE5"},
       {{1999}},
       false,
       {{0}},
       0,
       {{"TAKE5", MessageCode::discount_code_minimum_not_met}}},
      {"both", {"SAVE10", "TAKE5"}, {{2000}}, false, {{200}}, 500, {}},
      {"either order", {"TAKE5", "SAVE10"}, {{2000}}, false, {{200}}, 500, {}},
      {"unknown", {"NOPE"}, {{2000}}, false, {{0}}, 0, {{"NOPE", invalid}}},
      {"empty", {""}, {{2000}}, false, {{0}}, 0, {{"", invalid}}},
      {"expired",
       {"Expired"},
       {{2000}},
       false,
       {{0}},
       0,
       {{"Expired", MessageCode::discount_code_expired}}},
      {"not logged in",
       {"MEMBERS"},
       {{2000}},
       false,
       {{0}},
       0,
       {{"MEMBERS", MessageCode::discount_code_user_not_logged_in}}},
      {"logged in", {"MEMBERS"}, {{2000}}, true, {{400}}, 0, {}},
      {"DC-17 twice", {"SAVE10", "save10"}, {{1000}}, false, {{100}}, 0, {{"save10", already}}},
      {"DC-16 one of two", {"NOPE", "SAVE10"}, {{1000}}, false, {{100}}, 0, {{"NOPE", invalid}}},
  };
  for (const OutcomeRow& row : rows) {
    const DiscountOutcome outcome =
        apply_discounts(known_discounts(), cart_of(row.codes, row.bases, row.logged_in));
    EXPECT_EQ(outcome.line_discounts, row.line_discounts) << row.rule;
    EXPECT_EQ(outcome.order_discount.minor, row.order_discount) << row.rule;
    EXPECT_EQ(outcome.rejected, row.rejected) << row.rule;
  }
}

TEST(Discounts, NeverPushALineOrTheOrderBelowZero) {
  const std::vector<DiscountDefinition> known = {percent("A", 70), percent("B", 60),
                                                 amount("C", 300), amount("D", 900)};
  const std::vector<Amount> bases = {{1000}, {1}};
  const auto lines = apply_discounts(known, cart_of({"A", "B"}, bases));
  EXPECT_THAT(lines.line_discounts, ElementsAre(Amount{1000}, Amount{1}));
  EXPECT_EQ(lines.applied[1].amount, Amount{300});
  const auto order = apply_discounts(known, cart_of({"C", "D"}, bases));
  EXPECT_EQ(order.order_discount, Amount{1001});
  EXPECT_EQ(order.applied[1].amount, Amount{701});
  const auto both = apply_discounts(known, cart_of({"C", "A"}, bases));
  EXPECT_EQ(both.order_discount, Amount{300});
  EXPECT_EQ(apply_discounts(known, cart_of({"D", "A"}, bases)).order_discount, Amount{300});
}

TEST(Discounts, SayWhatTheyTookAndFromWhichLines) {
  const std::vector<Amount> bases = {{1000}, {0}, {500}};
  const auto outcome = apply_discounts(known_discounts(), cart_of({"save10"}, bases));
  ASSERT_EQ(outcome.applied.size(), 1U);
  const AppliedDiscount& applied = outcome.applied.front();
  EXPECT_EQ(applied.code, "save10");  // DC-02: as submitted.
  EXPECT_EQ(applied.name, "SAVE10");
  EXPECT_EQ(applied.percent_off, 10);  // DC-06: one of both.
  EXPECT_EQ(applied.amount_off, std::nullopt);
  EXPECT_EQ(applied.amount, Amount{150});  // DC-07: the sum of the allocations.
  EXPECT_THAT(applied.allocations,
              ElementsAre(DiscountAllocation{0, {100}}, DiscountAllocation{2, {50}}));
}

TEST(Discounts, OfTheOrderHaveNoAllocations) {
  const std::vector<Amount> bases = {{3000}};
  const auto outcome = apply_discounts(known_discounts(), cart_of({"TAKE5"}, bases));
  ASSERT_EQ(outcome.applied.size(), 1U);
  EXPECT_EQ(outcome.applied.front().amount_off, Amount{500});
  EXPECT_EQ(outcome.applied.front().percent_off, std::nullopt);
  EXPECT_TRUE(outcome.applied.front().allocations.empty());
}

TEST(Discounts, AreListedByPriority) {
  const std::vector<DiscountDefinition> known = {percent("LAST", 10, 3), amount("FIRST", 5, 0, 1),
                                                 percent("SECOND", 10, 2)};
  const std::vector<Amount> bases = {{1000}};
  const auto outcome = apply_discounts(known, cart_of({"LAST", "SECOND", "FIRST"}, bases));
  std::vector<std::string> codes;
  for (const AppliedDiscount& applied : outcome.applied) codes.push_back(applied.code);
  EXPECT_THAT(codes, ElementsAre("FIRST", "SECOND", "LAST"));
}

TEST(Discounts, LeaveACartAloneWhoseSumCannotBeStated) {
  const std::vector<Amount> bases = {{kAmountMax}, {1}};
  const auto outcome = apply_discounts(known_discounts(), cart_of({"SAVE10"}, bases));
  EXPECT_TRUE(outcome.applied.empty());
  EXPECT_THAT(outcome.line_discounts, ElementsAre(Amount{0}, Amount{0}));
}

// Catalogues refuse it; whoever has it all the same sells nothing by it.
TEST(Discounts, ThatEndAsTheyStartNeverHold) {
  DiscountDefinition definition = percent("FLASH", 10);
  definition.starts = definition.ends = kNow;
  for (const std::int64_t before : {-1, 0, 1}) {
    DiscountCart cart = cart_of({"FLASH"}, std::vector{Amount{1000}});
    cart.now = {kNow.ms + before};
    const DiscountOutcome outcome = apply_discounts({definition}, cart);
    EXPECT_TRUE(outcome.applied.empty()) << before;
    ASSERT_EQ(outcome.rejected.size(), 1U) << before;
  }
}

TEST(DistinctCodes, KeepTheFirstSpelling) {
  EXPECT_THAT(distinct_codes({"Save", "x", "SAVE", "X", "save "}),
              ElementsAre("Save", "x", "save "));
}

}  // namespace
}  // namespace till::checkout
