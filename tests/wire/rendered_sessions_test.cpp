#include "wire/rendered_sessions.h"

#include <gtest/gtest.h>

#include "wire/acp/response.h"

namespace till::wire {
namespace {

checkout::Session session(std::uint8_t number, std::uint64_t version) {
  checkout::Session made;
  made.id.bytes[15] = number;
  made.version = version;
  made.currency = version == 1 ? "usd" : "eur";
  return made;
}

constexpr auto kAcp = checkout::DialectId::acp_2026_04_17;
constexpr auto kOther = checkout::DialectId{2};

// Sessions as a renderer of no particular seller writes them.
struct Shown {
  explicit Shown(std::size_t bytes = 1024 * 1024) : rendered(1, bytes) {}
  std::shared_ptr<const std::string> operator()(const checkout::Session& one) {
    return rendered.render(kAcp, one, [&] { return renderer.render(one); });
  }
  SessionRenderer renderer{checkout::SellerProfile{}};
  RenderedSessions rendered;
};

// Also with more sessions than are held.
TEST(RenderedSessions, AreThoseOfTheVersionAskedFor) {
  Shown shown;
  const std::vector<int> asked{1, 1, 2, 1, 3, 4, 5, 5, 1, 6, 2, 2, 3, 6, 1};
  for (std::size_t at = 0; at < asked.size(); ++at) {
    for (const std::uint64_t version : {at % 2 + 1, std::size_t{1}, std::size_t{2}}) {
      const auto one = session(static_cast<std::uint8_t>(asked[at]), version);
      EXPECT_EQ(*shown(one), shown.renderer.render(one));
    }
  }
}

TEST(RenderedSessions, AreRenderedOnceWhileFewOthersAreAskedFor) {
  Shown shown;
  const auto first = shown(session(1, 1));
  for (const std::uint8_t other : {2, 3, 4}) shown(session(other, 1));
  EXPECT_EQ(shown(session(1, 1)), first);
  for (const std::uint8_t other : {2, 3, 4, 5}) shown(session(other, 1));
  EXPECT_NE(shown(session(1, 1)), first);
}

TEST(RenderedSessions, AreHeldUpToSoManyBytes) {
  const std::size_t one = Shown().renderer.render(session(1, 1)).size();
  Shown shown(2 * one + one / 2);
  const auto first = shown(session(1, 1));
  const auto second = shown(session(2, 1));
  EXPECT_EQ(shown(session(1, 1)), first);
  shown(session(3, 1));
  EXPECT_EQ(shown(session(1, 1)), first);
  EXPECT_NE(shown(session(2, 1)), second) << "asked for the longest time ago";
  Shown none(one - 1);
  EXPECT_NE(none(session(1, 1)), none(session(1, 1))) << "too long to be held";
}

// As one is that is over and was not stored so yet (SE-05).
TEST(RenderedSessions, AreThoseOfTheStatusAskedFor) {
  Shown shown;
  auto one = session(1, 1);
  const auto open = shown(one);
  one.status = checkout::Status::expired;
  EXPECT_NE(*shown(one), *open);
}

TEST(RenderedSessions, AreThoseOfTheDialectAskedFor) {
  RenderedSessions rendered(1, 1024 * 1024);
  const auto one = session(1, 1);
  const auto first = rendered.render(kAcp, one, [] { return std::string("acp"); });
  const auto other = rendered.render(kOther, one, [] { return std::string("other"); });
  EXPECT_EQ(*other, "other");
  const auto never = [] { return std::string("rendered again"); };
  EXPECT_EQ(rendered.render(kAcp, one, never), first);
  EXPECT_EQ(rendered.render(kOther, one, never), other);
}

}  // namespace
}  // namespace till::wire
