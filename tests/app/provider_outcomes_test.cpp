// Payments that the provider decides later, and a provider that is down.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/shop.h"

namespace till::app {
namespace {

using checkout::RefusalCode;
using checkout::Status;
using testing::IsEmpty;
using testing::SizeIs;

TEST(AProviderThatIsDown, RefusesACompleteForNowAndBeginsNothing) {
  Shop shop;
  const auto session = shop.created(cart({{"ebook-acp", 1}}));
  const std::string token = shop.token_for(*session, "4242424242424242");
  shop.gateway.down = true;
  EXPECT_EQ(Shop::code_of(shop.complete("complete", session->id, token)), RefusalCode::unavailable);
  EXPECT_THAT(shop.open_attempts(), IsEmpty());
  EXPECT_EQ(Shop::session_of(shop.get(session->id))->status, Status::ready_for_payment);
  shop.gateway.down = false;  // The key was not used up.
  const auto paid = Shop::session_of(shop.complete("complete", session->id, token));
  EXPECT_EQ(paid->status, Status::completed);
}

TEST(APendingCharge, StaysInProgressAndIsLookedUpByItsReference) {
  Shop shop;
  const auto session = shop.created(cart({{"ebook-acp", 1}}));
  shop.gateway.pending = true;
  const auto answer =
      shop.complete("complete", session->id, shop.token_for(*session, "4242424242424242"));
  EXPECT_EQ(Shop::session_of(answer)->status, Status::complete_in_progress);
  ASSERT_THAT(shop.open_attempts(), SizeIs(1));
  EXPECT_EQ(shop.open_attempts()[0].gateway_reference, "pi_1");
  shop.gateway.pending = false;
  EXPECT_TRUE(shop.run(shop.service.settle(shop.open_attempts()[0], shop.executor)));
  EXPECT_EQ(Shop::session_of(shop.get(session->id))->status, Status::completed);
  ASSERT_THAT(shop.gateway.requests, SizeIs(2));
  EXPECT_FALSE(shop.gateway.requests[0].repeated);
  EXPECT_TRUE(shop.gateway.requests[1].repeated);
  EXPECT_EQ(shop.gateway.requests[1].reference, "pi_1");
}

TEST(AnAttempt, IsAskedForWithTheVerySameParametersAgain) {
  Shop shop;
  const auto session = shop.created(cart({{"poster-limited", 1}}));
  shop.gateway.silent = true;
  shop.complete("complete", session->id, shop.token_for(*session, "4242424242424242"));
  shop.clock.advance(std::chrono::minutes(1));
  shop.run(shop.service.settle(shop.open_attempts().at(0), shop.executor));
  ASSERT_THAT(shop.gateway.requests, SizeIs(2));
  const ChargeRequest first = shop.gateway.requests[0];
  const ChargeRequest again = shop.gateway.requests[1];
  EXPECT_EQ(first.gateway_key, again.gateway_key);
  EXPECT_EQ(first.order, again.order);
  EXPECT_EQ(first.attempt, again.attempt);
  EXPECT_EQ(first.amount, again.amount);
  EXPECT_EQ(first.capture_later, again.capture_later);
  EXPECT_EQ(first.receipt_email, again.receipt_email);
  ASSERT_TRUE(first.shipping && again.shipping);
  EXPECT_EQ(first.shipping->address, again.shipping->address);
  shop.gateway.silent = false;
  shop.run(shop.service.settle(shop.open_attempts().at(0), shop.executor));
  const auto completed = Shop::session_of(shop.get(session->id));
  ASSERT_TRUE(completed->order.has_value());
  EXPECT_EQ(completed->order->id, first.order);
}

}  // namespace
}  // namespace till::app
