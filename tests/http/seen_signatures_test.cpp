#include "http/seen_signatures.h"

#include <gtest/gtest.h>

#include <string>

namespace till::http {
namespace {

constexpr Timestamp kSeenAt{1'795'514'400'000};
constexpr Milliseconds kKept{1'000};

Digest named(std::string_view name) { return sha256(name); }

TEST(SeenSignatures, AreGoodForOneThingAndForItsRepeats) {
  SeenSignatures seen(kKept);
  EXPECT_TRUE(seen.admit("a", named("s"), named("create k1"), kSeenAt));
  EXPECT_TRUE(seen.admit("a", named("s"), named("create k1"), kSeenAt)) << "a replay";
  EXPECT_FALSE(seen.admit("a", named("s"), named("create k2"), kSeenAt)) << "another key";
  EXPECT_TRUE(seen.admit("a", named("t"), named("create k2"), kSeenAt)) << "another signature";
  EXPECT_TRUE(seen.admit("b", named("s"), named("create k2"), kSeenAt)) << "another agent";
}

TEST(SeenSignatures, AreRememberedForAsLongAsKeysAre) {
  SeenSignatures seen(kKept);
  seen.admit("a", named("s"), named("1"), kSeenAt);
  EXPECT_FALSE(seen.admit("a", named("s"), named("2"), kSeenAt + kKept));
  EXPECT_TRUE(seen.admit("a", named("s"), named("2"), kSeenAt + kKept + Milliseconds(1)));
}

TEST(SeenSignatures, AreRememberedUpToANumber) {
  SeenSignatures seen(kKept, 10);
  for (int i = 0; i < 100; ++i) seen.admit("a", named(std::to_string(i)), named("1"), kSeenAt);
  EXPECT_EQ(seen.size(), 10U);
  EXPECT_FALSE(seen.admit("a", named("99"), named("2"), kSeenAt)) << "the last ones";
}

}  // namespace
}  // namespace till::http
