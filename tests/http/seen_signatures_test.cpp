#include "http/seen_signatures.h"

#include <gtest/gtest.h>

#include <string>

namespace till::http {
namespace {

constexpr Timestamp kBegin{1'795'514'400'000};
constexpr Milliseconds kRemembered{1'000};

Digest named(std::string_view name) { return sha256(name); }

TEST(SeenSignatures, AreGoodForOneThingAndForItsRepeats) {
  SeenSignatures seen(kRemembered);
  EXPECT_TRUE(seen.admit("a", named("s"), named("create k1"), kBegin));
  EXPECT_TRUE(seen.admit("a", named("s"), named("create k1"), kBegin)) << "a replay";
  EXPECT_FALSE(seen.admit("a", named("s"), named("create k2"), kBegin)) << "another key";
  EXPECT_TRUE(seen.admit("a", named("t"), named("create k2"), kBegin)) << "another signature";
  EXPECT_TRUE(seen.admit("b", named("s"), named("create k2"), kBegin)) << "another agent";
}

TEST(SeenSignatures, AreRememberedForAsLongAsKeysAre) {
  SeenSignatures seen(kRemembered);
  seen.admit("a", named("s"), named("1"), kBegin);
  EXPECT_FALSE(seen.admit("a", named("s"), named("2"), kBegin + kRemembered));
  EXPECT_TRUE(seen.admit("a", named("s"), named("2"), kBegin + kRemembered + Milliseconds(1)));
}

TEST(SeenSignatures, AreRememberedUpToANumber) {
  SeenSignatures seen(kRemembered, 10);
  for (int i = 0; i < 100; ++i) seen.admit("a", named(std::to_string(i)), named("1"), kBegin);
  EXPECT_EQ(seen.size(), 10U);
  EXPECT_FALSE(seen.admit("a", named("99"), named("2"), kBegin)) << "the last ones";
}

}  // namespace
}  // namespace till::http
