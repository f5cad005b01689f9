#include "base/percent.h"

#include <gtest/gtest.h>

namespace till {
namespace {

TEST(PartsPerMillion, AreReadExactly) {
  const std::pair<const char*, std::int64_t> rows[] = {
      {"0", 0},
      {"20", 200'000},
      {"8.625", 86'250},
      {"0.0001", 1},
      {"20.000000", 200'000},
      {"100", 1'000'000},
      {"100.0", 1'000'000},
  };
  for (const auto& [text, parts] : rows) EXPECT_EQ(parts_per_million(text), parts) << text;
  for (const char* text : {"", "20.", ".5", "-1", "20.00001", "100.0001", "101", "2e1", "20 ",
                           "1.-5", "99999999999999999999"}) {
    EXPECT_FALSE(parts_per_million(text)) << text;
  }
}

}  // namespace
}  // namespace till
