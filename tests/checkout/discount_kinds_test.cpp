// Every kind of discount and every condition of one (A13).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "checkout/discounting.h"

namespace till::checkout {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

DiscountDefinition buy(std::int64_t buy, std::int64_t get, std::int64_t off = 100,
                       std::vector<std::string> items = {},
                       std::vector<std::string> get_items = {}) {
  DiscountDefinition definition = discount_named("X");
  definition.buy_and_get = BuyAndGet{buy, get, off, std::move(get_items)};
  definition.items = std::move(items);
  return definition;
}

DiscountDefinition volume(std::vector<VolumeTier> tiers, std::vector<std::string> items = {}) {
  DiscountDefinition definition = discount_named("X");
  definition.volume = std::move(tiers);
  definition.items = std::move(items);
  return definition;
}

DiscountDefinition of_items(DiscountDefinition definition, std::vector<std::string> items) {
  definition.items = std::move(items);
  return definition;
}

struct KindRow {
  const char* rule;
  DiscountDefinition discount;
  std::vector<Pieces> lines;
  std::vector<Amount> taken;  // Empty: the code asks for more than the cart holds.
};

TEST(DiscountKinds, TakeFromTheLinesThatQualify) {
  const KindRow rows[] = {
      {"a percentage of some items",
       of_items(percent("X", 50), {"b"}),
       {{"a", 1, 100}, {"b", 3, 5}},
       {{0}, {8}}},
      {"a percentage of items that are not there",
       of_items(percent("X", 50), {"z"}),
       {{"a", 1, 100}},
       {}},
      {"an amount split by value, DC-07, DC-11",
       of_items(amount("X", 100), {"a", "b"}),
       {{"a", 1, 100}, {"b", 2, 100}, {"c", 1, 100}},
       {{33}, {67}, {0}}},
      {"what rounding leaves goes to the largest remainder",
       of_items(amount("X", 100), {"a", "b", "c"}),
       {{"a", 1, 10}, {"b", 1, 995}, {"c", 1, 995}},
       {{0}, {50}, {50}}},
      {"no more than the items cost",
       of_items(amount("X", 900), {"b"}),
       {{"a", 1, 100}, {"b", 1, 40}},
       {{0}, {40}}},
      {"three for two", buy(2, 1), {{"a", 3, 100}}, {{100}}},
      {"not for two", buy(2, 1), {{"a", 2, 100}}, {}},
      {"the cheapest pieces",
       buy(1, 1),
       {{"a", 1, 300}, {"b", 1, 100}, {"c", 2, 200}},
       {{0}, {100}, {200}}},
      {"once for each set", buy(2, 1), {{"a", 8, 100}}, {{200}}},
      {"half off", buy(1, 1, 50), {{"a", 2, 15}}, {{8}}},
      {"pieces of other items",
       buy(2, 1, 100, {"a"}, {"b"}),
       {{"a", 4, 100}, {"b", 3, 30}},
       {{0}, {60}}},
      {"which must be in the cart", buy(2, 1, 100, {"a"}, {"b"}), {{"a", 4, 100}}, {}},
      {"below the first tier", volume({{5, 10}, {10, 20}}), {{"a", 4, 100}}, {}},
      {"the first tier", volume({{5, 10}, {10, 20}}), {{"a", 5, 100}}, {{50}}},
      {"the second tier, all lines together",
       volume({{5, 10}, {10, 20}}),
       {{"a", 5, 100}, {"b", 5, 10}},
       {{100}, {10}}},
      {"only pieces that qualify count",
       volume({{5, 10}}, {"a"}),
       {{"a", 4, 100}, {"b", 5, 10}},
       {}},
  };
  for (const KindRow& row : rows) {
    const auto outcome = apply_discounts({row.discount}, cart_of({"x"}, row.lines));
    if (row.taken.empty()) {
      ASSERT_EQ(outcome.rejected.size(), 1U) << row.rule;
      EXPECT_EQ(outcome.rejected[0].reason, MessageCode::discount_code_minimum_not_met) << row.rule;
      continue;
    }
    EXPECT_EQ(outcome.line_discounts, row.taken) << row.rule;
    ASSERT_EQ(outcome.applied.size(), 1U) << row.rule;
    Amount sum;
    for (const auto& part : outcome.applied[0].allocations) sum.minor += part.amount.minor;
    EXPECT_EQ(outcome.applied[0].amount, sum) << row.rule;
  }
}

TEST(DiscountKinds, SayWhatPercentageWasReached) {  // DC-06
  const auto of = [](const DiscountDefinition& definition) {
    const auto outcome = apply_discounts({definition}, cart_of({"X"}, {Pieces{"a", 10, 100}}));
    return outcome.applied.at(0).percent_off;
  };
  EXPECT_EQ(of(volume({{5, 10}, {10, 20}})), 20);
  EXPECT_EQ(of(buy(1, 1, 30)), 30);
}

TEST(DiscountPriority, ALaterDiscountLooksAtWhatTheEarlierOnesLeft) {  // DC-10
  const std::vector<Amount> bases = {{1000}, {3000}};
  const auto lines =
      apply_discounts({percent("A", 50), percent("B", 50, 2)}, cart_of({"B", "A"}, bases));
  EXPECT_THAT(lines.line_discounts, ElementsAre(Amount{750}, Amount{2250}));
  EXPECT_EQ(lines.applied[0].code, "A");
  // 400 off the order are 100 and 300 of its lines: 10 % of 900 and of 2700.
  const auto order =
      apply_discounts({amount("A", 400), percent("B", 10, 2)}, cart_of({"A", "B"}, bases));
  EXPECT_THAT(order.line_discounts, ElementsAre(Amount{90}, Amount{270}));
  EXPECT_EQ(order.order_discount, Amount{400});
  const auto all =
      apply_discounts({amount("A", 4000), percent("B", 10, 2)}, cart_of({"A", "B"}, bases));
  EXPECT_THAT(all.line_discounts, ElementsAre(Amount{0}, Amount{0}));
}

struct ConditionRow {
  const char* rule;
  std::function<void(DiscountDefinition&)> with;
  std::function<void(DiscountCart&)> in;
  std::optional<MessageCode> reason;
};

TEST(DiscountConditions, RejectWithTheirReason) {
  const auto limit = MessageCode::discount_code_usage_limit_reached;
  const auto once = [](DiscountDefinition& d) { d.once_per_buyer = true; };
  const auto limited = [](DiscountDefinition& d) { d.usage_limit = 2; };
  const auto known = [](DiscountCart& cart) { cart.buyer = "Ada@example.com"; };
  const auto nothing = [](auto&) {};
  const ConditionRow rows[] = {
      {"begins now", [](auto& d) { d.starts = kNow; }, nothing, std::nullopt},
      {"begins later", [](auto& d) { d.starts = Timestamp{kNow.ms + 1}; }, nothing,
       MessageCode::discount_code_invalid},
      {"ends later", [](auto& d) { d.ends = Timestamp{kNow.ms + 1}; }, nothing, std::nullopt},
      {"ends now", [](auto& d) { d.ends = kNow; }, nothing, MessageCode::discount_code_expired},
      {"used once of twice", limited, [](auto& cart) { cart.used["all:x"] = 1; }, std::nullopt},
      {"used twice of twice", limited, [](auto& cart) { cart.used["all:x"] = 2; }, limit},
      {"once a buyer", once, known, std::nullopt},
      {"once a buyer who is not known", once, nothing, MessageCode::discount_code_user_ineligible},
      {"once a buyer who did", once,
       [&](auto& cart) {
         cart.buyer = "ada@EXAMPLE.com";
         DiscountDefinition definition = percent("X", 10);
         definition.once_per_buyer = true;
         cart.used[counted_keys({definition}, cart).at(0)] = 1;
         cart.buyer = "Ada@example.com";
       },
       limit},
  };
  for (const ConditionRow& row : rows) {
    DiscountDefinition definition = percent("X", 10);
    row.with(definition);
    DiscountCart cart = cart_of({"x"}, std::vector<Amount>{{1000}});
    row.in(cart);
    const auto outcome = apply_discounts({definition}, cart);
    EXPECT_EQ(outcome.applied.size(), row.reason ? 0U : 1U) << row.rule;
    if (!row.reason) continue;
    EXPECT_EQ(outcome.rejected.at(0).reason, *row.reason) << row.rule;
  }
}

TEST(DiscountConditions, WhatAppliesSaysWhatItCounts) {
  DiscountDefinition definition = percent("SPRING", 10);
  definition.usage_limit = 7;
  definition.once_per_buyer = true;
  DiscountCart cart = cart_of({"spring"}, std::vector<Amount>{{1000}});
  cart.buyer = "ada@example.com";
  const auto outcome = apply_discounts({definition, percent("OTHER", 5)}, cart);
  ASSERT_EQ(outcome.uses.size(), 2U);
  EXPECT_EQ(outcome.uses[0], (DiscountUse{"all:spring", 7}));
  EXPECT_EQ(outcome.uses[1].limit, 1);
  EXPECT_EQ(outcome.uses[1].key.find("ada"), std::string::npos);
  EXPECT_THAT(counted_keys({definition}, cart),
              ElementsAre(outcome.uses[0].key, outcome.uses[1].key));
  cart.codes = {"OTHER"};
  EXPECT_THAT(counted_keys({definition}, cart), IsEmpty());
}

std::vector<std::string> applied_ids(const DiscountOutcome& outcome) {
  std::vector<std::string> ids;
  for (const auto& applied : outcome.applied) ids.push_back(applied.id);
  return ids;
}

TEST(DiscountCombination, TheFirstCodeStandsAndTheOtherSaysWhy) {  // DC-17
  DiscountDefinition alone = percent("ALONE", 10);
  alone.combines = false;
  DiscountDefinition pair = percent("PAIR", 10);
  pair.combines = false;
  pair.combines_with = {"save"};
  const std::vector<DiscountDefinition> known = {alone, pair, percent("SAVE", 5),
                                                 percent("MORE", 5)};
  struct Row {
    std::vector<std::string> codes;
    std::vector<std::string> applied;
  };
  const Row rows[] = {{{"ALONE", "SAVE"}, {"ALONE"}},       {{"SAVE", "ALONE"}, {"SAVE"}},
                      {{"PAIR", "SAVE"}, {"PAIR", "SAVE"}}, {{"SAVE", "PAIR"}, {"SAVE", "PAIR"}},
                      {{"PAIR", "MORE"}, {"PAIR"}},         {{"SAVE", "MORE"}, {"SAVE", "MORE"}}};
  for (const Row& row : rows) {
    const auto outcome = apply_discounts(known, cart_of(row.codes, std::vector<Amount>{{1000}}));
    EXPECT_EQ(applied_ids(outcome), row.applied) << row.codes[0] << row.codes[1];
    for (const auto& rejected : outcome.rejected) {
      EXPECT_EQ(rejected.reason, MessageCode::discount_code_combination_disallowed);
    }
  }
}

TEST(AutomaticDiscounts, ApplyWithoutACodeAndAreNeverRejected) {  // DC-05
  DiscountDefinition large = automatic(percent("large", 10));
  large.minimum = {2000};
  const std::vector<Amount> small = {{1999}};
  const auto none = apply_discounts({large}, cart_of({}, small));
  EXPECT_THAT(none.applied, IsEmpty());
  EXPECT_THAT(none.rejected, IsEmpty());
  const std::vector<Amount> enough = {{2000}};
  const auto outcome = apply_discounts({large}, cart_of({}, enough));
  ASSERT_EQ(outcome.applied.size(), 1U);
  EXPECT_EQ(outcome.applied[0].code, "");
  EXPECT_EQ(outcome.applied[0].id, "large");
  EXPECT_EQ(apply_discounts({large}, cart_of({"large"}, enough)).rejected.at(0).reason,
            MessageCode::discount_code_invalid);
}

TEST(AutomaticDiscounts, GiveWayToACodeThatCombinesWithNothing) {
  DiscountDefinition alone = percent("ALONE", 10);
  alone.combines = false;
  const std::vector<DiscountDefinition> known = {automatic(percent("always", 20)), alone};
  EXPECT_THAT(applied_ids(apply_discounts(known, cart_of({"ALONE"}, std::vector<Amount>{{100}}))),
              ElementsAre("ALONE"));
}

}  // namespace
}  // namespace till::checkout
