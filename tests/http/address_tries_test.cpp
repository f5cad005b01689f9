#include "http/address_tries.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace till::http {
namespace {

constexpr Timestamp kFirst{1'795'514'400'000};
const OrderId kTried{{1}};

TEST(AddressTries, MakeTheWaitGrowWithEachWrongAddress) {
  AddressTries tries({.free = 3, .longest = 5});
  std::vector<std::int64_t> waits;
  for (int i = 0; i < 8; ++i) waits.push_back(tries.wrong(kTried, "p", kFirst));
  EXPECT_EQ(waits, (std::vector<std::int64_t>{0, 0, 0, 1, 2, 4, 5, 5}));
}

TEST(AddressTries, CostNothingOnceTheWaitIsOver) {
  AddressTries tries({.free = 1});
  EXPECT_EQ(tries.wrong(kTried, "p", kFirst), 0);
  EXPECT_EQ(tries.wrong(kTried, "p", kFirst + Milliseconds(1'000)), 0);
  EXPECT_EQ(tries.wrong(kTried, "p", kFirst + Milliseconds(1'999)), 2);
}

TEST(AddressTries, CountForEachOrderAndPeer) {
  AddressTries tries({.free = 0, .most = 2});
  tries.wrong(kTried, "p", kFirst);
  tries.wrong(kTried, "p", kFirst);
  EXPECT_GT(tries.closed_for(kTried, "p", kFirst), 0);
  EXPECT_EQ(tries.closed_for(kTried, "q", kFirst), 0);
  EXPECT_EQ(tries.closed_for(OrderId{{2}}, "p", kFirst), 0);
}

// Whoever has one address of IPv6 has as many as there are guesses.
TEST(AddressTries, CountANetworkOfVersionSixAsOnePeer) {
  AddressTries tries({.free = 0, .most = 2});
  tries.wrong(kTried, "2001:db8:1:2::1", kFirst);
  tries.wrong(kTried, "2001:db8:1:2::2", kFirst);
  EXPECT_GT(tries.closed_for(kTried, "2001:db8:1:2::3", kFirst), 0);
  EXPECT_EQ(tries.closed_for(kTried, "2001:db8:1:3::1", kFirst), 0);
}

TEST(AddressTries, AreForgottenSomeTimeAfterTheLast) {
  AddressTries tries({.most = 1, .forgotten = Milliseconds(10'000)});
  tries.wrong(kTried, "p", kFirst);
  EXPECT_EQ(tries.closed_for(kTried, "p", kFirst + Milliseconds(4'000)), 7);
  EXPECT_EQ(tries.closed_for(kTried, "p", kFirst + Milliseconds(10'000)), 0);
}

TEST(AddressTries, KeepSoManyAndForgetTheOneUsedLongestAgo) {
  AddressTries tries({.most = 1, .kept = 2});
  for (const char* peer : {"a", "b", "a", "c"}) tries.wrong(kTried, peer, kFirst);
  EXPECT_GT(tries.closed_for(kTried, "a", kFirst), 0);
  EXPECT_EQ(tries.closed_for(kTried, "b", kFirst), 0);
  EXPECT_GT(tries.closed_for(kTried, "c", kFirst), 0);
}

}  // namespace
}  // namespace till::http
