// How many requests an agent may send.
#include "http/rate_limiter.h"

#include <gtest/gtest.h>

namespace till::http {
namespace {

constexpr Timestamp kStart{1'000'000};

int passed(RateLimiter& limiter, const char* agent, Timestamp now, int tries) {
  int count = 0;
  for (int i = 0; i < tries; ++i) count += limiter.spend(agent, now) ? 0 : 1;
  return count;
}

TEST(RateLimit, LetsABurstPassAndThenTheRate) {  // EP-13
  RateLimiter limiter({10, 30});
  EXPECT_EQ(passed(limiter, "a", kStart, 100), 30);
  EXPECT_EQ(passed(limiter, "a", kStart + Milliseconds(99), 100), 0);
  EXPECT_EQ(passed(limiter, "a", kStart + Milliseconds(100), 100), 1);
  EXPECT_EQ(passed(limiter, "a", kStart + Milliseconds(1'100), 100), 10);
}

TEST(RateLimit, NeverSavesMoreThanABurst) {
  RateLimiter limiter({10, 30});
  EXPECT_EQ(passed(limiter, "a", kStart, 30), 30);
  EXPECT_EQ(passed(limiter, "a", kStart + Milliseconds(365LL * 86'400'000), 100), 30);
}

TEST(RateLimit, IsOneForEachAgent) {
  RateLimiter limiter({1, 1});
  EXPECT_EQ(passed(limiter, "a", kStart, 5), 1);
  EXPECT_EQ(passed(limiter, "b", kStart, 5), 1);
}

TEST(RateLimit, SaysHowManyWholeSecondsToWait) {
  RateLimiter limiter({1, 1});
  EXPECT_FALSE(limiter.spend("a", kStart).has_value());
  const auto wait = limiter.spend("a", kStart);
  ASSERT_TRUE(wait.has_value());
  EXPECT_EQ(*wait, 1);
  EXPECT_FALSE(limiter.spend("a", kStart + Milliseconds(*wait * 1000)).has_value());
}

TEST(RateLimit, GivesNothingForAClockThatWasSetBack) {
  RateLimiter limiter({10, 30});
  EXPECT_EQ(passed(limiter, "a", kStart, 30), 30);
  EXPECT_EQ(passed(limiter, "a", Timestamp{0}, 100), 0);
}

TEST(RateLimit, OfZeroIsNone) {
  RateLimiter limiter({0, 1});
  EXPECT_EQ(passed(limiter, "a", kStart, 1'000), 1'000);
}

}  // namespace
}  // namespace till::http
