#include "http/unsigned_posts.h"

#include <gtest/gtest.h>

namespace till::http {
namespace {

using namespace std::chrono_literals;

constexpr Timestamp kPosted{1'795'514'400'000};

TEST(UnsignedPosts, OfOneAddressAreBoundedByABurstAndARate) {
  UnsignedPosts posts;
  for (int i = 0; i < 20; ++i) EXPECT_FALSE(posts.note("192.0.2.1", kPosted).too_many) << i;
  EXPECT_TRUE(posts.note("192.0.2.1", kPosted).too_many);
  EXPECT_FALSE(posts.note("192.0.2.2", kPosted).too_many) << "another address";
  EXPECT_FALSE(posts.note("192.0.2.1", kPosted + 500ms).too_many) << "two a second";
  EXPECT_TRUE(posts.note("192.0.2.1", kPosted + 500ms).too_many);
}

TEST(UnsignedPosts, OfANetworkOfVersionSixCountAsOfOneAddress) {
  UnsignedPosts posts;
  const auto note = [&posts](int host) {
    return posts.note("2001:db8:1:2::" + std::to_string(host), kPosted);
  };
  for (int i = 0; i < 20; ++i) EXPECT_FALSE(note(i).too_many) << i;
  EXPECT_TRUE(note(20).too_many);
}

TEST(UnsignedPosts, AreToldOnceAMinuteWithTheirNumber) {
  UnsignedPosts posts;
  EXPECT_EQ(posts.note("192.0.2.1", kPosted).unsaid, 1);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(posts.note("192.0.2.1", kPosted + 59s).unsaid, 0);
  EXPECT_EQ(posts.note("192.0.2.2", kPosted + 60s).unsaid, 101);
  EXPECT_EQ(posts.note("192.0.2.2", kPosted + 61s).unsaid, 0);
}

TEST(UnsignedPosts, FromManyAddressesAreForgottenBeforeTheyFillTheMemory) {
  UnsignedPosts posts;
  for (int i = 0; i < 21; ++i) posts.note("192.0.2.1", kPosted);
  for (int i = 0; i < 1024; ++i) posts.note("10.0." + std::to_string(i), kPosted);
  EXPECT_FALSE(posts.note("192.0.2.1", kPosted).too_many);
}

TEST(UnsignedPosts, BearAClockThatWasSetBack) {
  UnsignedPosts posts;
  for (int i = 0; i < 20; ++i) posts.note("192.0.2.1", kPosted);
  const auto verdict = posts.note("192.0.2.1", kPosted + -1h);
  EXPECT_TRUE(verdict.too_many);
  EXPECT_EQ(verdict.unsaid, 20);
  EXPECT_FALSE(posts.note("192.0.2.1", kPosted + -1h + 1s).too_many);
}

}  // namespace
}  // namespace till::http
