#include "http/rendered_sessions.h"

#include <gtest/gtest.h>

#include "http/api_shop.h"

namespace till::http {
namespace {

checkout::Session session(std::uint8_t number, std::uint64_t version) {
  checkout::Session made;
  made.id.bytes[15] = number;
  made.version = version;
  made.currency = version == 1 ? "usd" : "eur";
  return made;
}

// Also with more sessions than are held.
TEST(RenderedSessions, AreThoseOfTheVersionAskedFor) {
  const wire::SessionRenderer renderer(checkout::SellerProfile{});
  RenderedSessions rendered(renderer, 1, 1024 * 1024);
  const std::vector<int> asked{1, 1, 2, 1, 3, 4, 5, 5, 1, 6, 2, 2, 3, 6, 1};
  for (std::size_t at = 0; at < asked.size(); ++at) {
    for (const std::uint64_t version : {at % 2 + 1, std::size_t{1}, std::size_t{2}}) {
      const auto one = session(static_cast<std::uint8_t>(asked[at]), version);
      EXPECT_EQ(*rendered.render(one), renderer.render(one));
    }
  }
}

TEST(RenderedSessions, AreRenderedOnceWhileFewOthersAreAskedFor) {
  const wire::SessionRenderer renderer(checkout::SellerProfile{});
  RenderedSessions rendered(renderer, 1, 1024 * 1024);
  const auto first = rendered.render(session(1, 1));
  for (const std::uint8_t other : {2, 3, 4}) rendered.render(session(other, 1));
  EXPECT_EQ(rendered.render(session(1, 1)), first);
  for (const std::uint8_t other : {2, 3, 4, 5}) rendered.render(session(other, 1));
  EXPECT_NE(rendered.render(session(1, 1)), first);
}

TEST(RenderedSessions, AreHeldUpToSoManyBytes) {
  const wire::SessionRenderer renderer(checkout::SellerProfile{});
  const std::size_t one = renderer.render(session(1, 1)).size();
  RenderedSessions rendered(renderer, 1, 2 * one + one / 2);
  const auto first = rendered.render(session(1, 1));
  const auto second = rendered.render(session(2, 1));
  EXPECT_EQ(rendered.render(session(1, 1)), first);
  rendered.render(session(3, 1));
  EXPECT_EQ(rendered.render(session(1, 1)), first);
  EXPECT_NE(rendered.render(session(2, 1)), second) << "asked for the longest time ago";
  RenderedSessions none(renderer, 1, one - 1);
  EXPECT_NE(none.render(session(1, 1)), none.render(session(1, 1))) << "too long to be held";
}

// Also when it was shown before and nothing was stored since (SE-05).
TEST(RenderedSessions, AreExpiredFromTheirDeadlineOn) {
  test::ApiShop shop;
  const std::string path = "/checkout_sessions/" + shop.create();
  EXPECT_EQ(test::text_at(shop.send(test::get(path)), "/status"), "ready_for_payment");
  shop.shop.clock.advance(shop.shop.profile.session_lifetime);
  EXPECT_EQ(test::text_at(shop.send(test::get(path)), "/status"), "expired");
}

}  // namespace
}  // namespace till::http
