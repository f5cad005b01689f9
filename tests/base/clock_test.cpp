#include "base/clock.h"

#include <gtest/gtest.h>

namespace till {
namespace {

TEST(DateTimes, AreReadWithAnyOffset) {
  struct Row {
    const char* text;
    std::int64_t ms;
  };
  const Row rows[] = {
      {"1970-01-01T00:00:00Z", 0},
      {"2026-11-24T10:00:00Z", 1'795'514'400'000},
      {"2026-11-24t10:00:00z", 1'795'514'400'000},
      {"2026-11-24T10:00:00+00:00", 1'795'514'400'000},
      {"2026-11-24T10:00:00-00:00", 1'795'514'400'000},
      {"2026-11-24T10:00:00+05:30", 1'795'494'600'000},
      {"2026-11-24T00:30:00-01:00", 1'795'483'800'000},
      {"2026-11-24T10:00:00.5Z", 1'795'514'400'500},
      {"2026-11-24T10:00:00.123999999Z", 1'795'514'400'123},  // Below milliseconds is cut off.
      {"2024-02-29T00:00:00Z", 1'709'164'800'000},            // A leap year,
      {"2000-02-29T23:59:59Z", 951'868'799'000},              // also of the fourth century.
      {"1969-12-31T23:59:59Z", -1000},
  };
  for (const Row& row : rows) EXPECT_EQ(parse_rfc3339(row.text), Timestamp{row.ms}) << row.text;
}

TEST(DateTimes, AreReadFromNoOtherText) {
  const char* const texts[] = {
      "",
      "2026-11-24",
      "2026-11-24T10:00:00",  // No offset.
      "2026-11-24 10:00:00Z",
      "2026-11-24T10:00Z",
      "2026-11-24T10:00:00.Z",
      "2026-11-24T10:00:00+0530",
      "2026-11-24T10:00:00+05:60",
      "2026-11-24T10:00:00+24:00",
      "2026-11-24T10:00:00+05:3",
      "2026-11-24T10:00:00ZZ",
      "2026-11-24T10:00:00Z ",
      " 2026-11-24T10:00:00Z",
      "2026-11-24T24:00:00Z",
      "2026-11-24T10:60:00Z",
      "2026-11-24T10:00:61Z",
      "2026-13-01T10:00:00Z",
      "2026-00-01T10:00:00Z",
      "2026-11-00T10:00:00Z",
      "2026-11-31T10:00:00Z",
      "2025-02-29T10:00:00Z",
      "1900-02-29T10:00:00Z",  // Centuries are no leap years.
      "26-11-24T10:00:00Z",
      "2026-1-24T10:00:00Z",
      "2026/11/24T10:00:00Z",
      "+026-11-24T10:00:00Z",
      "tomorrow",
  };
  for (const char* text : texts) EXPECT_EQ(parse_rfc3339(text), std::nullopt) << text;
}

TEST(DateTimes, AreWrittenInUtcWithSeconds) {
  EXPECT_EQ(format_rfc3339({0}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(format_rfc3339({1'795'514'400'999}), "2026-11-24T10:00:00Z");
  EXPECT_EQ(format_rfc3339({1'709'164'800'000}), "2024-02-29T00:00:00Z");
  EXPECT_EQ(format_rfc3339({-1}), "1969-12-31T23:59:59Z");
}

TEST(DateTimes, ComeBackFromTheirText) {
  for (std::int64_t ms = -3'000'000'000'000; ms < 5'000'000'000'000; ms += 86'399'000) {
    EXPECT_EQ(parse_rfc3339(format_rfc3339({ms})), Timestamp{ms});
  }
}

}  // namespace
}  // namespace till
