#include "stripe_double/faults.h"

#include "stripe_double/fakes.h"

namespace till::stripe_double {
namespace {

std::vector<PlayedFault> played(std::uint64_t seed, double rate, int count) {
  Faults faults(seed, rate);
  std::vector<PlayedFault> out;
  for (int i = 0; i < count; ++i) {
    out.push_back(faults.next("key-" + std::to_string(i % 50), "/v1/payment_intents"));
  }
  return out;
}

TEST(StripeDoubleFaults, ComeAgainWithTheirSeed) {
  EXPECT_EQ(played(7, 0.3, 500), played(7, 0.3, 500));
  EXPECT_NE(played(7, 0.3, 500), played(8, 0.3, 500));
}

TEST(StripeDoubleFaults, DoNotDependOnWhatIsAskedBetween) {
  Faults alone(7, 0.5);
  Faults busy(7, 0.5);
  for (int i = 0; i < 200; ++i) {
    busy.next("other-" + std::to_string(i), "/v1/refunds");
    EXPECT_EQ(alone.next("key", "/v1/refunds"), busy.next("key", "/v1/refunds")) << i;
  }
}

TEST(StripeDoubleFaults, MeetThePartOfTheRequestsThatIsAskedFor) {
  for (const auto& [rate, least, most] :
       {std::tuple{0.0, 0, 0}, std::tuple{0.2, 350, 450}, std::tuple{1.0, 2000, 2000}}) {
    Faults faults(1, rate);
    for (int i = 0; i < 2000; ++i) faults.next(std::to_string(i), "/v1/refunds");
    std::int64_t met = 0;
    for (std::size_t i = 1; i < kFaults; ++i) {
      met += faults.played()[i];
      if (static_cast<PlayedFault>(i) == PlayedFault::refused) continue;  // It befalls connections.
      EXPECT_GE(faults.played()[i], least / 16) << name_of(static_cast<PlayedFault>(i));
    }
    EXPECT_EQ(faults.played()[0], 0);
    EXPECT_GE(met, least) << rate;
    EXPECT_LE(met, most) << rate;
  }
}

TEST(StripeDoubleFaults, AreOrderedByPathAndCount) {
  Faults faults(1, 0);
  faults.order(PlayedFault::broken, 2, "/v1/refunds");
  faults.order(PlayedFault::lock, 1, "");
  EXPECT_EQ(faults.next("a", "/v1/payment_intents"), PlayedFault::lock);
  EXPECT_EQ(faults.next("a", "/v1/payment_intents"), PlayedFault::none);
  EXPECT_EQ(faults.next("b", "/v1/refunds/re_1"), PlayedFault::broken);
  EXPECT_EQ(faults.next("a", "/v1/payment_intents"), PlayedFault::none);
  EXPECT_EQ(faults.next("c", "/v1/refunds"), PlayedFault::broken);
  EXPECT_EQ(faults.next("d", "/v1/refunds"), PlayedFault::none);
  EXPECT_EQ(faults.played()[static_cast<std::size_t>(PlayedFault::broken)], 2);
  EXPECT_EQ(faults.played()[static_cast<std::size_t>(PlayedFault::lock)], 1);
}

TEST(StripeDoubleFaults, OfOnePathComeInTheOrderTheyWereOrdered) {
  Faults faults(1, 0);
  faults.order(PlayedFault::lock, 1, "/v1/");
  faults.order(PlayedFault::broken, 0, "/v1/");
  faults.order(PlayedFault::drop_after, 1, "/v1/");
  EXPECT_EQ(faults.next("a", "/v1/refunds"), PlayedFault::lock);
  EXPECT_EQ(faults.next("a", "/v1/refunds"), PlayedFault::drop_after);
  EXPECT_EQ(faults.next("a", "/v1/refunds"), PlayedFault::none);
}

TEST(StripeDoubleFaults, HaveNamesThatLeadBack) {
  for (std::size_t i = 1; i < kFaults; ++i) {
    const auto fault = static_cast<PlayedFault>(i);
    EXPECT_EQ(fault_of(name_of(fault)), fault);
  }
  for (const char* name : {"none", "", "Lock", "timeout"}) EXPECT_FALSE(fault_of(name)) << name;
}

TEST(StripeDoubleFaults, AChanceLiesBetweenNothingAndOne) {
  const Faults faults(3, 0);
  double sum = 0;
  for (int i = 0; i < 1000; ++i) {
    const double chance = faults.chance(std::to_string(i));
    ASSERT_TRUE(chance >= 0 && chance < 1) << i;
    sum += chance;
  }
  EXPECT_NEAR(sum / 1000, 0.5, 0.05);
}

}  // namespace
}  // namespace till::stripe_double
