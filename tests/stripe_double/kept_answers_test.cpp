#include "stripe_double/kept_answers.h"

#include <gtest/gtest.h>

namespace till::stripe_double {
namespace {

constexpr std::int64_t kDay = 24 * 60 * 60;

TEST(StripeDoubleKeptAnswers, AreForgottenADayAfterTheFirstAnswer) {
  KeptAnswers kept;
  kept.keep("key", {"request", {200, "first"}}, 0);
  kept.keep("key", {"request", {500, "second"}}, 10);
  ASSERT_NE(kept.find("key", kDay - 1), nullptr);
  EXPECT_EQ(kept.find("key", kDay - 1)->answer.body, "second");
  EXPECT_EQ(kept.find("key", kDay), nullptr);
  EXPECT_EQ(kept.size(), 0u);
}

TEST(StripeDoubleKeptAnswers, OfAKeyThatComesAgainHaveADayOfTheirOwn) {
  KeptAnswers kept;
  kept.keep("key", {"request", {}}, 0);
  EXPECT_EQ(kept.find("key", kDay), nullptr);
  kept.keep("key", {"other", {}}, kDay);
  ASSERT_NE(kept.find("key", 2 * kDay - 1), nullptr);
  EXPECT_EQ(kept.find("key", 2 * kDay - 1)->request, "other");
  EXPECT_EQ(kept.find("key", 2 * kDay), nullptr);
}

TEST(StripeDoubleKeptAnswers, ForgetTheOldestRatherThanGrow) {
  KeptAnswers kept;
  for (int i = 0; i < 200'000; ++i) kept.keep(std::to_string(i), {}, i / 100'000);
  EXPECT_NE(kept.find("0", 2), nullptr);
  kept.keep("one more", {}, 2);
  EXPECT_EQ(kept.find("0", 2), nullptr);
  EXPECT_NE(kept.find("1", 2), nullptr);
  EXPECT_NE(kept.find("one more", 2), nullptr);
  EXPECT_EQ(kept.size(), 200'000u);
}

}  // namespace
}  // namespace till::stripe_double
