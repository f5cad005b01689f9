#include "http/seen_signatures.h"

#include <gtest/gtest.h>

#include <string>

namespace till::http {
namespace {

constexpr Timestamp kNow{1'795'514'400'000};
constexpr Milliseconds kKept{1'000};

Digest named(std::string_view name) { return sha256(name); }

TEST(SeenSignatures, AreGoodForOneThingAndForItsRepeats) {
  SeenSignatures seen(kKept);
  EXPECT_TRUE(seen.admit("a", named("s"), named("create k1"), kNow));
  EXPECT_TRUE(seen.admit("a", named("s"), named("create k1"), kNow)) << "a replay";
  EXPECT_FALSE(seen.admit("a", named("s"), named("create k2"), kNow)) << "another key";
  EXPECT_TRUE(seen.admit("a", named("t"), named("create k2"), kNow)) << "another signature";
  EXPECT_TRUE(seen.admit("b", named("s"), named("create k2"), kNow)) << "another agent";
}

TEST(SeenSignatures, AreRememberedForAsLongAsKeysAre) {
  SeenSignatures seen(kKept);
  seen.admit("a", named("s"), named("1"), kNow);
  EXPECT_FALSE(seen.admit("a", named("s"), named("2"), kNow + kKept));
  EXPECT_TRUE(seen.admit("a", named("s"), named("2"), kNow + kKept + Milliseconds(1)));
}

TEST(SeenSignatures, AreRememberedUpToANumber) {
  SeenSignatures seen(kKept, 10);
  for (int i = 0; i < 100; ++i) seen.admit("a", named(std::to_string(i)), named("1"), kNow);
  EXPECT_EQ(seen.size(), 10U);
  EXPECT_FALSE(seen.admit("a", named("99"), named("2"), kNow)) << "the last ones";
}

}  // namespace
}  // namespace till::http
