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

TEST(RenderedSessions, AreThoseOfTheVersionAskedFor) {
  const wire::SessionRenderer renderer(checkout::SellerProfile{});
  RenderedSessions rendered(renderer, 1);
  const auto first = session(1, 1), second = session(1, 2), other = session(2, 1);
  for (const auto& asked : {first, first, second, first, other, other, second}) {
    EXPECT_EQ(rendered.render(asked), renderer.render(asked));
  }
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
