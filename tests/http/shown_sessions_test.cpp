// Sessions that are read again and again.
#include <gtest/gtest.h>

#include "http/api_shop.h"

namespace till::http {
namespace {

using test::ApiShop;
using test::get;
using test::text_at;

// Also when it was shown before and nothing was stored since (SE-05).
TEST(ShownSessions, AreExpiredFromTheirDeadlineOn) {
  ApiShop shop;
  const std::string path = "/checkout_sessions/" + shop.create();
  EXPECT_EQ(text_at(shop.send(get(path)), "/status"), "ready_for_payment");
  shop.shop.clock.advance(shop.shop.profile.session_lifetime);
  EXPECT_EQ(text_at(shop.send(get(path)), "/status"), "expired");
}

}  // namespace
}  // namespace till::http
