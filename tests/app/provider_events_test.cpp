// What the payment provider reports by itself: once, in any order, beside our own requests.
#include "app/provider_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/shop.h"

namespace till::app {
namespace {

using checkout::OrderStatus;
using testing::IsEmpty;
using testing::SizeIs;

struct Reported : Shop {
  Reported() : events({service, orders, store, gateway, clock, log, executor}) {}

  checkout::Order buy() {
    const auto session = created(cart({{"ebook-acp", 1}}));
    complete("complete", session->id, token_for(*session, "4242424242424242"));
    announced.clear();
    return session_of(get(session->id))->order.value();
  }
  bool take(const std::string& id, decltype(ProviderEvent::what) what) {
    return run(events.take({id, std::move(what)}, executor));
  }
  checkout::Order now(const OrderId& id) { return run(memory.order(id, executor)).value().value(); }

  NoLog log;
  ProviderEvents events;
};

TEST(AReportedRefund, IsToldToTheAgentOnce) {
  Reported shop;
  const auto order = shop.buy();
  const RefundReported refund{order.payment_reference,  "re_1", Amount{100}, "usd",
                              ReportedState::succeeded, {}};
  EXPECT_TRUE(shop.take("evt_1", refund));
  EXPECT_TRUE(shop.take("evt_1", refund));
  EXPECT_TRUE(shop.take("evt_2", refund));  // Another event of the same refund.
  EXPECT_EQ(checkout::amount_refunded(shop.now(order.id)), Amount{100});
  EXPECT_THAT(shop.announced, SizeIs(1));
}

TEST(AReport, OfAChargeThatIsNotOursIsTakenAndDoesNothing) {
  Reported shop;
  EXPECT_TRUE(shop.take("evt_1", FraudReported{"pi_of_another_system"}));
  EXPECT_TRUE(shop.take("evt_2", OtherReported{}));
  EXPECT_THAT(shop.announced, IsEmpty());
}

TEST(AReport, IsWantedAgainWhileTheProviderCannotBeAsked) {
  Reported shop;
  const auto order = shop.buy();
  shop.gateway.silent = true;
  EXPECT_FALSE(shop.take("evt_1", FraudReported{order.payment_reference}));
  shop.gateway.silent = false;
  EXPECT_TRUE(shop.take("evt_1", FraudReported{order.payment_reference}));
  EXPECT_EQ(shop.now(order.id).status, OrderStatus::manual_review);
}

TEST(AReport, IsWantedAgainWhileThePaymentIsInDoubt) {
  Reported shop;
  const auto session = shop.created(cart({{"ebook-acp", 1}}));
  const std::string token = shop.token_for(*session, "4000000000000119");  // Charged, but silent.
  shop.complete("complete", session->id, token);
  const std::string charge = "sandbox_" + token.substr(3);
  EXPECT_FALSE(shop.take("evt_1", FraudReported{charge}));
  shop.run(shop.service.settle(shop.open_attempts().at(0), shop.executor));
  EXPECT_TRUE(shop.take("evt_1", FraudReported{charge}));
  const auto order = Shop::session_of(shop.get(session->id))->order.value();
  EXPECT_EQ(order.status, OrderStatus::manual_review);
}

TEST(AReviewReport, HoldsAndReleasesTheOrder) {
  Reported shop;
  const auto order = shop.buy();
  EXPECT_TRUE(shop.take("evt_1", ReviewReported{order.payment_reference, true, false}));
  EXPECT_EQ(shop.now(order.id).status, OrderStatus::manual_review);
  EXPECT_TRUE(shop.take("evt_2", ReviewReported{order.payment_reference, false, true}));
  EXPECT_EQ(shop.now(order.id).status, OrderStatus::confirmed);
  EXPECT_THAT(shop.announced, SizeIs(2));
}

TEST(AChargeReport, SettlesAnAttemptThatWasInDoubt) {
  Reported shop;
  const auto session = shop.created(cart({{"ebook-acp", 1}}));
  shop.gateway.silent = true;
  shop.complete("complete", session->id, shop.token_for(*session, "4242424242424242"));
  ASSERT_THAT(shop.open_attempts(), SizeIs(1));
  shop.gateway.silent = false;
  // The request itself may still wait for the provider.
  EXPECT_TRUE(shop.take("evt_1", ChargeReported{"pi_1", session->id, {}, false}));
  EXPECT_THAT(shop.open_attempts(), SizeIs(1));
  shop.clock.advance(std::chrono::seconds(6));
  EXPECT_TRUE(shop.take("evt_2", ChargeReported{"pi_1", session->id, {}, false}));
  EXPECT_THAT(shop.open_attempts(), IsEmpty());
  EXPECT_EQ(Shop::session_of(shop.get(session->id))->status, checkout::Status::completed);
}

TEST(AChargeReport, NamesTheChargeOfAnAttemptWhoseAnswerWasLost) {
  Reported shop;
  const auto session = shop.created(cart({{"ebook-acp", 1}}));
  shop.gateway.silent = true;
  shop.complete("complete", session->id, shop.token_for(*session, "4242424242424242"));
  const AttemptId attempt = shop.open_attempts().at(0).id;
  EXPECT_TRUE(shop.take("evt_1", ChargeReported{"pi_0", session->id, AttemptId{}, false}));
  EXPECT_EQ(shop.open_attempts().at(0).gateway_reference, "");  // Of an earlier attempt.
  EXPECT_TRUE(shop.take("evt_2", ChargeReported{"pi_1", session->id, attempt, false}));
  EXPECT_EQ(shop.open_attempts().at(0).gateway_reference, "pi_1");
}

TEST(ATokenReport, SettlesTheAttemptsOfItsToken) {
  Reported shop;
  const auto session = shop.created(cart({{"ebook-acp", 1}}));
  const std::string token = shop.token_for(*session, "4242424242424242");
  shop.gateway.silent = true;
  shop.complete("complete", session->id, token);
  shop.gateway.silent = false;
  shop.clock.advance(std::chrono::seconds(6));
  EXPECT_TRUE(shop.take("evt_1", TokenReported{sha256("another token")}));
  EXPECT_THAT(shop.open_attempts(), SizeIs(1));
  EXPECT_TRUE(shop.take("evt_2", TokenReported{sha256(token)}));
  EXPECT_THAT(shop.open_attempts(), IsEmpty());
}

}  // namespace
}  // namespace till::app
