#include "net/detail/seats.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace till::net::detail {
namespace {

struct Hall {
  explicit Hall(SeatBounds bounds)
      : seats(bounds, [this](std::size_t, std::uint64_t number) { told.push_back(number); }) {}
  std::shared_ptr<Seat> take(const char* peer, PeerKind kind = PeerKind::one) {
    auto seat = seats.claim(peer, 0, kind);
    if (seat) seat->waits(now += std::chrono::seconds(1));
    return seat;
  }
  std::vector<std::uint64_t> told;  // To leave.
  Seats seats;
  Seat::Clock::time_point now = Seat::Clock::now();
};

TEST(Seats, MakeThePeersOwnLongestWaitingLeave) {
  Hall hall({10, 2});
  const auto other = hall.take("192.0.2.1");
  const auto first = hall.take("192.0.2.2");
  const auto second = hall.take("192.0.2.2");
  EXPECT_TRUE(hall.told.empty());
  const auto third = hall.take("192.0.2.2");
  EXPECT_EQ(hall.told, std::vector{first->number()}) << "not the other's, who waits longer";
}

TEST(Seats, MakeTheLongestWaitingLeaveWhenAllAreTaken) {
  Hall hall({3, 3});
  const auto a = hall.take("192.0.2.1");
  const auto b = hall.take("192.0.2.2");
  const auto c = hall.take("192.0.2.3");
  a->works();
  const auto d = hall.take("192.0.2.4");
  EXPECT_EQ(hall.told, std::vector{b->number()});
  hall.seats.give_back(*b);
  const auto e = hall.take("192.0.2.5");
  EXPECT_EQ(hall.told, (std::vector{b->number(), c->number()})) << "b left once";
}

TEST(Seats, RefuseOneTooManyWhenNobodyWaits) {
  Hall hall({2, 1});
  const auto a = hall.take("192.0.2.1");
  a->works();
  EXPECT_EQ(hall.take("192.0.2.1"), nullptr);
  const auto b = hall.take("192.0.2.2");
  b->works();
  EXPECT_EQ(hall.take("192.0.2.3"), nullptr);
  hall.seats.give_back(*a);
  EXPECT_NE(hall.take("192.0.2.3"), nullptr);
  EXPECT_TRUE(hall.told.empty());
}

TEST(Seats, CountANetworkOfVersionSixAsOnePeer) {
  Hall hall({10, 1});
  const auto first = hall.take("2001:db8:1:2::1");
  const auto second = hall.take("2001:db8:1:2:ffff::9");
  EXPECT_EQ(hall.told, std::vector{first->number()});
}

TEST(Seats, GiveAProxyAsManyAsThereAre) {
  Hall hall({3, 1});
  const auto first = hall.take("192.0.2.1", PeerKind::proxy);
  const auto second = hall.take("192.0.2.1", PeerKind::proxy);
  const auto third = hall.take("192.0.2.1", PeerKind::proxy);
  EXPECT_TRUE(hall.told.empty());
  const auto fourth = hall.take("192.0.2.1", PeerKind::proxy);
  EXPECT_EQ(hall.told, std::vector{first->number()});
}

}  // namespace
}  // namespace till::net::detail
