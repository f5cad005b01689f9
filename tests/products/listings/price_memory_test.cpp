// Which prices of feeds still stand.
#include "products/listings/price_memory.h"

#include <gtest/gtest.h>

#include <string>

namespace till::products {
namespace {

constexpr Milliseconds kDay{86'400'000};

Timestamp at(std::int64_t days, std::int64_t ms = 0) { return {days * kDay.count() + ms}; }

StatedPrice mug(std::int64_t price) { return stated_price("mug", "usd", {price}); }

TEST(PriceMemory, KnowsNothingBeforeTheFirstRound) {
  EXPECT_FALSE(PriceMemory(kDay).stands(mug(1450), at(0)));
}

TEST(PriceMemory, TheLastRoundStandsHoweverLongAgoItWas) {
  PriceMemory memory(kDay);
  memory.add_round({mug(1450), mug(1450), stated_price("cup", "usd", {900})}, at(0));
  EXPECT_TRUE(memory.stands(mug(1450), at(0)));
  EXPECT_TRUE(memory.stands(mug(1450), at(90)));
  EXPECT_FALSE(memory.stands(mug(1449), at(0)));
}

TEST(PriceMemory, APriceIsThatOfItsItemInItsCurrency) {
  PriceMemory memory(kDay);
  memory.add_round({mug(1450)}, at(0));
  EXPECT_FALSE(memory.stands(stated_price("cup", "usd", {1450}), at(0)));
  EXPECT_FALSE(memory.stands(stated_price("mug", "eur", {1450}), at(0)));
}

TEST(PriceMemory, AFormerPriceStandsForAsLongAsTheSellerSays) {
  PriceMemory memory(kDay);
  memory.add_round({mug(1200)}, at(0));
  memory.add_round({mug(1450)}, at(5));
  EXPECT_TRUE(memory.stands(mug(1200), at(6)));
  EXPECT_FALSE(memory.stands(mug(1200), at(6, 1)));
  memory.add_round({mug(1450)}, at(7));
  EXPECT_FALSE(memory.stands(mug(1200), at(7)));
  memory.add_round({mug(1200)}, at(8));
  EXPECT_TRUE(memory.stands(mug(1200), at(99))) << "it is stated again";
  EXPECT_FALSE(memory.stands(mug(1450), at(99)));
}

TEST(PriceMemory, WhatFeedsNoLongerShowEndsAsWell) {
  PriceMemory memory(kDay);
  memory.add_round({mug(1200)}, at(0));
  memory.add_round({}, at(1));
  EXPECT_TRUE(memory.stands(mug(1200), at(2)));
  EXPECT_FALSE(memory.stands(mug(1200), at(3)));
}

TEST(PriceMemory, ForgetsTheOldestOfTooMany) {
  PriceMemory memory(kDay, 3);
  for (std::int64_t price = 0; price < 10; ++price) memory.add_round({mug(price)}, at(0, price));
  for (std::int64_t price = 0; price < 10; ++price) {
    EXPECT_EQ(memory.stands(mug(price), at(0, 10)), price >= 6) << price;
  }
}

}  // namespace
}  // namespace till::products
