#include "base/amount.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace till {
namespace {

constexpr std::int64_t kInt64Max = std::numeric_limits<std::int64_t>::max();

TEST(CheckedSums, RefuseAnOverflowInsteadOfWrapping) {
  struct Row {
    std::int64_t first, second;
    bool subtract;
    std::optional<Amount> sum;
  };
  const Row rows[] = {
      {1, 2, false, Amount{3}},
      {1, 2, true, Amount{-1}},
      {kAmountMax - 1, 1, false, Amount{kAmountMax}},
      {kAmountMax, 1, false, std::nullopt},
      {-kAmountMax, 0, false, Amount{-kAmountMax}},
      {-kAmountMax, 1, true, std::nullopt},
      {kInt64Max, 0, false, std::nullopt},
      {1, kInt64Max, false, std::nullopt},
      {-2, kInt64Max, true, std::nullopt},
  };
  for (const Row& row : rows) {
    CheckedSum sum;
    sum.add({row.first});
    row.subtract ? sum.subtract({row.second}) : sum.add({row.second});
    EXPECT_EQ(sum.result(), row.sum) << row.first << " and " << row.second;
  }
}

TEST(CheckedSums, StayRefusedOnceOutOfRange) {
  CheckedSum sum;
  sum.add({kAmountMax}).add({1}).subtract({5});
  EXPECT_EQ(sum.result(), std::nullopt);
}

TEST(CheckedProducts, RefuseAnOverflowInsteadOfWrapping) {
  struct Row {
    std::int64_t unit, quantity;
    std::optional<Amount> product;
  };
  const Row rows[] = {
      {1450, 3, Amount{4350}},
      {0, kInt64Max, Amount{0}},
      {1450, 0, Amount{0}},
      {kAmountMax, 1, Amount{kAmountMax}},
      {kAmountMax, 2, std::nullopt},
      {9'007'200, 1'000'000'000, std::nullopt},
      {9'007'199, 1'000'000'000, Amount{9'007'199'000'000'000}},
      {kInt64Max, kInt64Max, std::nullopt},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(checked_product({row.unit}, row.quantity), row.product)
        << row.unit << " * " << row.quantity;
  }
}

TEST(Fractions, AreRoundedHalfUp) {
  struct Row {
    const char* rule;
    std::int64_t amount, numerator, denominator, result;
  };
  const Row rows[] = {
      {"LT-18 exact", 1000, 72'500, 1'000'000, 73},  // 72.5 goes up.
      {"LT-18 below half", 999, 72'500, 1'000'000, 72},
      {"LT-18 half of one", 1, 1, 2, 1},
      {"LT-18 below half of one", 1, 49, 100, 0},
      {"LT-18 a third", 100, 1, 3, 33},
      {"LT-18 two thirds", 100, 2, 3, 67},
      {"nothing", 0, 1, 2, 0},
      {"no part", 500, 0, 7, 0},
      {"the whole", kAmountMax, 1'000'000, 1'000'000, kAmountMax},
      {"needs more than 64 bits", kAmountMax, 999'999, 1'000'000, 9'007'190'247'541'736},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(fraction_half_up({row.amount}, row.numerator, row.denominator), Amount{row.result})
        << row.rule;
  }
}

}  // namespace
}  // namespace till
