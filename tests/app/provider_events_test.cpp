// What the payment provider reports by itself: once, in any order, beside our own requests.
#include "app/provider_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/shop.h"

namespace till::app {
namespace {

using checkout::OrderStatus;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

struct Reported : Shop {
  Reported() : events({service, orders, store, store, gateway, clock, log, executor}) {}

  checkout::Order buy() {
    const auto session = created(cart({{"ebook-acp", 1}}));
    complete("complete", session->id, token_for(*session, "4242424242424242"));
    announced.clear();
    return session_of(get(session->id))->order.value();
  }
  bool take(const std::string& id, decltype(ProviderEvent::what) what) {
    return run(events.receive({id, std::move(what)}, executor));
  }
  // The attempt of a purchase whose card was declined.
  PaymentAttempt declined() {
    const auto session = created(cart({{"ebook-acp", 1}}));
    complete("complete", session->id, token_for(*session, "4000000000000002"));
    return run(memory.attempts_of(session->id, executor)).value().at(0);
  }
  checkout::Order now(const OrderId& id) { return run(memory.order(id, executor)).value().value(); }

  FakeLog log;
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

TEST(AReportedRefund, CountsOnlyOnceItSucceeded) {
  Reported shop;
  const auto order = shop.buy();
  const auto report = [&](ReportedState state) {
    return RefundReported{order.payment_reference, "re_1", Amount{100}, "usd", state, {}};
  };
  EXPECT_TRUE(shop.take("evt_1", report(ReportedState::pending)));
  EXPECT_EQ(checkout::amount_refunded(shop.now(order.id)), Amount{0});
  EXPECT_TRUE(shop.take("evt_2", report(ReportedState::failed)));
  EXPECT_EQ(checkout::amount_refunded(shop.now(order.id)), Amount{0});
  EXPECT_EQ(shop.now(order.id).adjustments.at(0).status, checkout::AdjustmentStatus::failed);
}

TEST(AReport, IsKnownByItsProviderAndItsIdTogether) {
  Reported shop;
  const auto order = shop.buy();
  const auto refund = [&](const char* id) {
    return RefundReported{order.payment_reference,  id, Amount{100}, "usd",
                          ReportedState::succeeded, {}};
  };
  const std::string named(shop.gateway.name());
  EXPECT_TRUE(shop.run(shop.events.receive({"evt_1", refund("re_1"), named}, shop.executor)));
  EXPECT_TRUE(shop.run(shop.events.receive({"evt_1", refund("re_2")}, shop.executor)));
  EXPECT_EQ(checkout::amount_refunded(shop.now(order.id)), Amount{200});
}

TEST(AReport, OfAChargeThatIsNotOursIsTakenAndDoesNothing) {
  Reported shop;
  EXPECT_TRUE(shop.take("evt_1", FraudReported{"pi_of_another_system"}));
  EXPECT_TRUE(shop.take("evt_2", OtherReported{}));
  EXPECT_THAT(shop.announced, IsEmpty());
}

TEST(AReport, OfAnotherChargeOfTheSessionLeavesTheOrderAlone) {
  Reported shop;
  const auto order = shop.buy();
  const auto session = Shop::session_of(shop.get(order.checkout_session_id));
  const std::string other = "sandbox_" + shop.token_for(*session).substr(3);
  EXPECT_TRUE(shop.take("evt_1", FraudReported{other}));
  EXPECT_TRUE(shop.take("evt_2", RefundTotalReported{other, Amount{100}, "usd"}));
  EXPECT_TRUE(shop.take("evt_3", DisputeReported{other, "dp_1", Amount{999}, "usd"}));
  EXPECT_EQ(shop.now(order.id), order);
  EXPECT_THAT(shop.announced, IsEmpty());
  EXPECT_THAT(shop.log.events, ElementsAre("other_charge_reported", "other_charge_reported",
                                           "other_charge_reported"));
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
  // A report that comes once more says nothing, and nobody is asked about it.
  shop.gateway.silent = true;
  EXPECT_TRUE(shop.take("evt_1", ReviewReported{order.payment_reference, true, false}));
  EXPECT_EQ(shop.now(order.id).status, OrderStatus::confirmed);
}

TEST(AReviewReport, ThatFoundSomethingLeavesTheOrderHeld) {
  Reported shop;
  const auto order = shop.buy();
  EXPECT_TRUE(shop.take("evt_1", ReviewReported{order.payment_reference, true, false}));
  EXPECT_TRUE(shop.take("evt_2", ReviewReported{order.payment_reference, false, false}));
  EXPECT_EQ(shop.now(order.id).status, OrderStatus::manual_review);
}

TEST(AChargeReport, MovesTheMoneyOfAnOrderThatIsCapturedLater) {
  for (const ChargeState state : {ChargeState::captured, ChargeState::canceled}) {
    Reported shop;
    CheckoutService later({shop.store, shop.commerce, shop.gateway, shop.clock, shop.ids,
                           shop.Shop::events, shop.observer, shop.profile, &shop.sandbox,
                           [](const OutboxEvent&) {}, true});
    const auto session = shop.created(cart({{"poster-limited", 1}}));
    const auto command = shop.payment(shop.token_for(*session));
    shop.run(by_agent(later).complete(shop.context("k", "b"), session->id, command));
    const auto order = Shop::session_of(shop.get(session->id))->order.value();
    const ChargeReported report{
        order.payment_reference, session->id, {}, state, order.totals.total};
    EXPECT_TRUE(shop.take("evt_1", report));
    EXPECT_EQ(shop.now(order.id).payment, state == ChargeState::captured
                                              ? checkout::PaymentState::captured
                                              : checkout::PaymentState::lapsed);
  }
}

TEST(AChargeReport, SettlesAnAttemptThatWasInDoubt) {
  Reported shop;
  const auto session = shop.created(cart({{"ebook-acp", 1}}));
  shop.gateway.silent = true;
  shop.complete("complete", session->id, shop.token_for(*session, "4242424242424242"));
  ASSERT_THAT(shop.open_attempts(), SizeIs(1));
  shop.gateway.silent = false;
  // The request itself may still wait for the provider.
  EXPECT_TRUE(shop.take("evt_1", ChargeReported{"pi_1", session->id, {}}));
  EXPECT_THAT(shop.open_attempts(), SizeIs(1));
  shop.clock.advance(std::chrono::seconds(6));
  EXPECT_TRUE(shop.take("evt_2", ChargeReported{"pi_1", session->id, {}}));
  EXPECT_THAT(shop.open_attempts(), IsEmpty());
  EXPECT_EQ(Shop::session_of(shop.get(session->id))->status, checkout::Status::completed);
}

TEST(AChargeReport, NamesTheChargeOfAnAttemptWhoseAnswerWasLost) {
  Reported shop;
  const auto session = shop.created(cart({{"ebook-acp", 1}}));
  shop.gateway.silent = true;
  shop.complete("complete", session->id, shop.token_for(*session, "4242424242424242"));
  const AttemptId attempt = shop.open_attempts().at(0).id;
  EXPECT_TRUE(shop.take("evt_1", ChargeReported{"pi_0", session->id, AttemptId{}}));
  EXPECT_EQ(shop.open_attempts().at(0).gateway_reference, "");  // Of an earlier attempt.
  EXPECT_TRUE(shop.take("evt_2", ChargeReported{"pi_1", session->id, attempt}));
  EXPECT_EQ(shop.open_attempts().at(0).gateway_reference, "pi_1");
}

TEST(AStrayCharge, IsGivenBackUnderOneKeyHoweverOftenItIsReported) {
  Reported shop;
  const PaymentAttempt attempt = shop.declined();
  const ChargeReported taken{"pi_1", attempt.session, attempt.id, ChargeState::captured,
                             Amount{999}};
  shop.gateway.agrees = true;
  shop.gateway.silent = true;
  EXPECT_FALSE(shop.take("evt_1", taken));
  shop.gateway.silent = false;
  EXPECT_TRUE(shop.take("evt_1", taken));
  ASSERT_THAT(shop.gateway.refunds, SizeIs(2));
  const ChargeStep& step = shop.gateway.refunds[1];
  EXPECT_EQ(step.charge, "pi_1");
  EXPECT_EQ(step.amount, Amount{999});
  EXPECT_EQ(step.currency, "usd");
  EXPECT_EQ(step.gateway_key, shop.gateway.refunds[0].gateway_key);
  EXPECT_EQ(step.adjustment, shop.gateway.refunds[0].adjustment);
  EXPECT_THAT(shop.log.events, ElementsAre("charge_without_order", "charge_without_order"));
}

TEST(AStrayCharge, IsGivenBackAsFarAsItTookWhateverItsAttemptAskedFor) {
  Reported shop;
  const PaymentAttempt attempt = shop.declined();
  ASSERT_NE(attempt.amount, Amount{500});
  shop.gateway.agrees = true;
  EXPECT_TRUE(shop.take("evt_1", ChargeReported{"pi_1", attempt.session, attempt.id,
                                                ChargeState::captured, Amount{500}}));
  ASSERT_THAT(shop.gateway.refunds, SizeIs(1));
  EXPECT_EQ(shop.gateway.refunds[0].amount, Amount{500});
}

TEST(AStrayCharge, IsNoneWhileItsAttemptIsOpen) {
  Reported shop;
  const auto session = shop.created(cart({{"ebook-acp", 1}}));
  shop.gateway.silent = true;
  shop.complete("complete", session->id, shop.token_for(*session));
  shop.gateway.silent = false;
  const AttemptId attempt = shop.open_attempts().at(0).id;
  for (const char* charge : {"pi_1", "pi_2"}) {
    const ChargeReported taken{charge, session->id, attempt, ChargeState::captured, Amount{999}};
    EXPECT_TRUE(shop.take(std::string("evt of ") + charge, taken));
  }
  EXPECT_THAT(shop.gateway.refunds, IsEmpty());
}

TEST(AStrayCharge, ThatIsOnlyAuthorizedIsLetGo) {
  Reported shop;
  const PaymentAttempt attempt = shop.declined();
  shop.gateway.agrees = true;
  EXPECT_TRUE(shop.take(
      "evt_1", ChargeReported{"pi_1", attempt.session, attempt.id, ChargeState::authorized}));
  ASSERT_THAT(shop.gateway.cancels, SizeIs(1));
  EXPECT_EQ(shop.gateway.cancels[0].charge, "pi_1");
  EXPECT_THAT(shop.gateway.refunds, IsEmpty());
}

TEST(AStrayCharge, ThatTheProviderKeepsIsLeftToAPerson) {
  Reported shop;
  const PaymentAttempt attempt = shop.declined();
  shop.gateway.refuses_refunds = true;
  EXPECT_TRUE(shop.take("evt_1", ChargeReported{"pi_1", attempt.session, attempt.id,
                                                ChargeState::captured, Amount{999}}));
  EXPECT_THAT(shop.log.events, ElementsAre("charge_without_order"));
}

TEST(AStrayCharge, IsASecondOneOfAnAttemptThatAnotherChargePaid) {
  Reported shop;
  const auto order = shop.buy();
  const auto attempts = shop.run(shop.memory.attempts_of(order.checkout_session_id, shop.executor));
  const AttemptId paid = attempts.value().at(0).id;
  shop.gateway.agrees = true;
  const auto report = [&](const std::string& charge) {
    return ChargeReported{charge, order.checkout_session_id, paid, ChargeState::captured,
                          order.totals.total};
  };
  EXPECT_TRUE(shop.take("evt_1", report(order.payment_reference)));
  EXPECT_THAT(shop.gateway.refunds, IsEmpty());
  EXPECT_TRUE(shop.take("evt_2", report("pi_2")));
  ASSERT_THAT(shop.gateway.refunds, SizeIs(1));
  EXPECT_EQ(shop.gateway.refunds[0].charge, "pi_2");
  EXPECT_EQ(shop.now(order.id), order);
}

TEST(ACharge, OfAnAttemptThatIsStillOpenIsNoStray) {
  Reported shop;
  const auto session = shop.created(cart({{"ebook-acp", 1}}));
  shop.gateway.silent = true;
  shop.complete("complete", session->id, shop.token_for(*session));
  shop.gateway.silent = false;
  shop.gateway.agrees = true;
  const AttemptId attempt = shop.open_attempts().at(0).id;
  EXPECT_TRUE(shop.take("evt_1", ChargeReported{"pi_1", session->id, attempt, ChargeState::captured,
                                                session->totals.total}));
  EXPECT_THAT(shop.gateway.refunds, IsEmpty());
}

TEST(ACharge, ThatNamesTheAttemptOfARefundIsNoStray) {
  Reported shop;
  const auto order = shop.buy();
  shop.run(shop.orders.change(order.id, checkout::RefundOrder{Amount{100}, {}}, {}, shop.executor));
  const auto attempts = shop.run(shop.memory.attempts_of(order.checkout_session_id, shop.executor));
  const PaymentAttempt refund = attempts.value().at(1);
  ASSERT_EQ(refund.kind, PaymentKind::refund);
  shop.gateway.agrees = true;
  EXPECT_TRUE(
      shop.take("evt_1", ChargeReported{order.payment_reference, order.checkout_session_id,
                                        refund.id, ChargeState::captured, order.totals.total}));
  EXPECT_THAT(shop.gateway.refunds, SizeIs(1));
}

TEST(ACharge, OfADeclinedAttemptThatTookNothingIsNoStray) {
  Reported shop;
  const PaymentAttempt attempt = shop.declined();
  for (const auto state : {ChargeState::undecided, ChargeState::canceled}) {
    EXPECT_TRUE(shop.take("evt_1", ChargeReported{"pi_1", attempt.session, attempt.id, state}));
  }
  EXPECT_THAT(shop.gateway.refunds, IsEmpty());
  EXPECT_THAT(shop.gateway.cancels, IsEmpty());
  EXPECT_THAT(shop.log.events, IsEmpty());
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
