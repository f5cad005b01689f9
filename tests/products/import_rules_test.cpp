#include "products/import_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace till::products {
namespace {

using ::testing::HasSubstr;

TEST(Percent, IsAPartOfTheWhole) {
  const std::vector<std::pair<const char*, std::int64_t>> rows{
      {"0%", 0},      {"1%", 10'000},   {"0.5%", 5'000},  {"2.25 %", 22'500},
      {"0.0001%", 1}, {"30%", 300'000}, {"100%", kWhole}, {"100.0%", kWhole}};
  for (const auto& [text, part] : rows) EXPECT_EQ(percent_of(text), part) << text;
  for (const char* text : {"", "%", "1", "-1%", "1,5%", "101%", "100.1%", "0.00001%", "1.%", ".5%",
                           "1e1%", "+1%", "1%%", "0.-5%"}) {
    EXPECT_EQ(percent_of(text), std::nullopt) << text;
  }
}

TEST(Import, IsTakenUpToItsLimitsAndRefusedBeyondThem) {
  struct Row {
    ImportCounts counts;
    const char* refused;  // Part of the sentence; null: taken.
  };
  const std::vector<Row> rows{
      {{100, 0, 0, 0, 0}, nullptr},
      {{99, 0, 0, 0, 1}, nullptr},
      {{98, 0, 0, 0, 2}, "2 of 100 rows are bad, and --max-bad allows 1%"},
      {{0, 0, 70, 30, 0}, nullptr},
      {{0, 20, 49, 31, 0}, "31 of 100 products would go, and --max-drop allows 30%"},
      {{1'000, 0, 0, 1, 0}, "1 of 1 products would go"},
      {{0, 0, 0, 0, 0}, "holds no products"},
      {{0, 0, 0, 10, 0}, "holds no products"},
      {{0, 0, 0, 0, 0, 0, 7}, "all products of the source are drafts"},
      {{0, 0, 0, 0, 3}, "no row of the source is a product"},
  };
  for (const Row& row : rows) {
    const auto refusal = refusal_of(row.counts, {});
    ASSERT_EQ(refusal.has_value(), row.refused != nullptr) << sentence_of(row.counts);
    EXPECT_THAT(refusal.value_or(""), HasSubstr(row.refused == nullptr ? "" : row.refused));
  }
}

TEST(Import, TakesWhatTheSellerAllows) {
  EXPECT_FALSE(refusal_of({50, 0, 0, 0, 50}, {kWhole / 2, 0}));
  EXPECT_TRUE(refusal_of({1, 0, 999'999, 1, 0}, {0, 0}));
  EXPECT_FALSE(refusal_of({1, 0, 0, 999'999, 0}, {0, kWhole}));
  EXPECT_THAT(*refusal_of({9, 0, 0, 0, 1}, {5'000, 0}), HasSubstr("allows 0.5%"));
}

TEST(Import, SaysWhatItDid) {
  EXPECT_EQ(sentence_of({3, 1, 120, 4, 2}),
            "3 came, 1 changed, 4 went, 2 were bad; 120 stay as they are");
  EXPECT_EQ(sentence_of({3, 0, 0, 0, 0, 0, 5}),
            "3 came, 0 changed, 0 went, 0 were bad; 0 stay as they are; 5 rows of drafts and "
            "other things that are not for sale were passed over");
}

}  // namespace
}  // namespace till::products
