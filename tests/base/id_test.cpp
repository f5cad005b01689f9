#include "base/id.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace till {
namespace {

class SetClock final : public Clock {
 public:
  Timestamp now() const override { return time; }
  Timestamp time{1'795'514'400'000};
};

// The digits were worked out apart from this code.
TEST(Ids, AreWrittenAsPrefixAndTwentySixDigits) {
  IdBytes counting{};
  for (std::size_t i = 0; i < counting.size(); ++i) counting[i] = static_cast<std::uint8_t>(i);
  IdBytes one{};
  one.back() = 1;
  IdBytes full{};
  full.fill(255);
  EXPECT_EQ(SessionId{}.text(), "cs_00000000000000000000000000");
  EXPECT_EQ(OrderId{one}.text(), "ord_00000000000000000000000001");
  EXPECT_EQ(EventId{counting}.text(), "evt_00041061050r3gg28a1c60t3gf");
  EXPECT_EQ(TokenId{full}.text(), "vt_7zzzzzzzzzzzzzzzzzzzzzzzzz");
}

TEST(Ids, ComeBackFromTheirText) {
  const SetClock clock;
  SystemRandom random;
  RandomIds ids(clock, random);
  for (int i = 0; i < 1000; ++i) {
    const auto id = ids.make<SessionId>();
    EXPECT_EQ(SessionId::parse(id.text()), id);
  }
}

TEST(Ids, AreReadFromNoOtherText) {
  const char* const texts[] = {
      "",
      "cs_",
      "cs_0000000000000000000000000",    // One digit short.
      "cs_000000000000000000000000000",  // One too many.
      "ord_00000000000000000000000001",  // Another kind.
      "CS_00000000000000000000000001",
      "cs_0000000000000000000000000A",  // Upper case.
      "cs_0000000000000000000000000i",  // Not a digit of ours, like the next ones.
      "cs_0000000000000000000000000l",
      "cs_0000000000000000000000000o",
      "cs_0000000000000000000000000u",
      "cs_0000000000000000000000000 ",
      "cs_0000000000000000000000000-",
      "cs_0000000000000000000000000\xc3",
      "cs_80000000000000000000000000",  // More than 128 bits.
      "cs_zzzzzzzzzzzzzzzzzzzzzzzzzz",
      "00000000000000000000000001",
  };
  for (const char* text : texts) EXPECT_EQ(SessionId::parse(text), std::nullopt) << text;
  EXPECT_EQ(SessionId::parse(std::string("cs_0000000000000000000000000\0", 29)), std::nullopt);
}

TEST(Ids, FollowTheirTimeInBytesAndInText) {
  SetClock clock;
  SystemRandom random;
  RandomIds ids(clock, random);
  auto earlier = ids.make<SessionId>();
  for (int i = 0; i < 100; ++i) {
    clock.time = clock.time + Milliseconds(1);
    const auto later = ids.make<SessionId>();
    EXPECT_LT(earlier, later);
    EXPECT_LT(earlier.text(), later.text());
    earlier = later;
  }
}

TEST(Ids, DifferWithinOneMillisecond) {
  const SetClock clock;
  SystemRandom random;
  RandomIds ids(clock, random);
  std::vector<IdBytes> made(10'000);
  for (IdBytes& bytes : made) bytes = ids.next();
  std::sort(made.begin(), made.end());
  EXPECT_EQ(std::adjacent_find(made.begin(), made.end()), made.end());
}

}  // namespace
}  // namespace till
