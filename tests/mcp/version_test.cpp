#include "mcp/version.h"

#include <gtest/gtest.h>

namespace till::mcp {
namespace {

TEST(Versions, AreSpokenWithTheirOwnHabits) {
  const struct {
    const char* text;
    bool batches;
    bool primes;
  } rows[] = {
      {"2025-03-26", true, false},
      {"2025-06-18", false, false},
      {"2025-11-25", false, true},
  };
  for (const auto& row : rows) {
    const auto version = parse_version(row.text);
    ASSERT_TRUE(version.has_value()) << row.text;
    EXPECT_EQ(text_of(*version), row.text);
    EXPECT_EQ(negotiate(row.text), *version);
    EXPECT_EQ(has_batches(*version), row.batches) << row.text;
    EXPECT_EQ(primes_streams(*version), row.primes) << row.text;
  }
}

TEST(Versions, OfTheModernEraAreNotNegotiated) {  // MC-ER-05
  EXPECT_EQ(parse_version("2026-07-28"), Version::v2026_07_28);
  EXPECT_EQ(era_of(Version::v2026_07_28), Era::modern);
  EXPECT_FALSE(parse_legacy_version("2026-07-28").has_value());
  EXPECT_EQ(text_of(negotiate("2026-07-28")), "2025-11-25");
}

TEST(Versions, ThatAreUnknownGetTheNewestAsACounterOffer) {
  for (const char* text : {"", "2024-11-05", "2025-11-25 ", "2099-01-01", "latest"}) {
    EXPECT_FALSE(parse_version(text).has_value()) << text;
    EXPECT_EQ(text_of(negotiate(text)), "2025-11-25") << text;
  }
}

}  // namespace
}  // namespace till::mcp
