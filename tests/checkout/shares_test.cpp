#include "checkout/shares.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace till::checkout {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Shares, AddUpToTheAmount) {
  constexpr Amount kOne{1};
  EXPECT_THAT(shares_of(Amount{2}, {kOne, kOne, kOne}), ElementsAre(kOne, Amount{0}, kOne));
  EXPECT_THAT(shares_of(Amount{10}, {Amount{20}, Amount{20}, Amount{20}}),
              ElementsAre(Amount{3}, Amount{4}, Amount{3}))
      << "what one share lost by rounding the next one gets";
  EXPECT_THAT(shares_of(Amount{5}, {Amount{0}, Amount{5}}), ElementsAre(Amount{0}, Amount{5}));
  EXPECT_THAT(shares_of(Amount{0}, {Amount{7}}), ElementsAre(Amount{0}));
  EXPECT_THAT(shares_of(Amount{0}, {}), IsEmpty());
}

}  // namespace
}  // namespace till::checkout
