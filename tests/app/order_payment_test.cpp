// Capturing and letting go what was authorized, as sagas beside the order.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/order_service.h"
#include "app/shop.h"

namespace till::app {
namespace {

using checkout::OrderStatus;
using checkout::PaymentState;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// A shop that captures on shipment, with one order of two pieces.
struct Authorized : Shop {
  Authorized()
      : later({store, commerce, gateway, clock, ids, events, observer, profile, &sandbox,
               [this](const OutboxEvent& event) { announced.push_back(event); }, true}) {
    const auto session = created(cart({{"poster-limited", 2}}));
    const auto command = payment(token_for(*session, "4242424242424242"));
    const auto paid =
        run(by_agent(later).complete(context("complete", "body"), session->id, command));
    sold = session_of(paid)->order.value();
    announced.clear();
  }
  OrderAnswer change(const checkout::OrderCommand& command) {
    return run(orders.change(sold.id, command, {}, executor));
  }
  checkout::Order now() { return run(memory.order(sold.id, executor)).value().value(); }
  ReportTaken report(const checkout::OrderReport& report, const std::string& charge = {}) {
    const Digest scope = sha256("event " + std::to_string(++reports));
    return run(orders.report(sold.checkout_session_id,
                             {charge.empty() ? sold.payment_reference : charge}, report, scope,
                             executor));
  }
  void settle_all() {
    for (PaymentAttempt& attempt : open_attempts()) run(orders.settle(std::move(attempt)));
  }

  CheckoutService later;
  checkout::Order sold;
  int reports = 0;
};

// "refund 100 completed; " for each adjustment of the order.
std::string adjustments(const checkout::Order& order) {
  std::string text;
  for (const checkout::Adjustment& each : order.adjustments) {
    const char* const names[] = {"pending", "completed", "failed"};
    text += each.type == checkout::AdjustmentType::refund ? "refund " : "cancellation ";
    if (each.amount) text += std::to_string(each.amount->minor) + " ";
    text += std::string(names[static_cast<int>(each.status)]) + "; ";
  }
  return text;
}

TEST(AnAuthorizedOrder, IsCapturedOnceByItsLastShipment) {
  Authorized shop;
  EXPECT_EQ(shop.sold.payment, PaymentState::authorized);
  shop.change(checkout::ShipOrder{{{"poster-limited", 1}}, {}, {}, {}});
  EXPECT_THAT(shop.gateway.captures, IsEmpty());
  shop.change(checkout::RefundOrder{Amount{100}, {}});
  EXPECT_THAT(shop.gateway.refunds, IsEmpty());  // Nothing was charged yet.
  shop.change(checkout::ShipOrder{});
  ASSERT_THAT(shop.gateway.captures, SizeIs(1));
  EXPECT_EQ(shop.gateway.captures[0].amount.minor, shop.sold.totals.total.minor - 100);
  EXPECT_EQ(shop.gateway.captures[0].charge, shop.sold.payment_reference);
  EXPECT_EQ(shop.now().payment, PaymentState::captured);
  EXPECT_THAT(shop.announced, SizeIs(3));  // The capture itself is nothing an agent is shown.
}

TEST(ACapture, InDoubtIsTakenUpAgainUnderTheSameKey) {
  Authorized shop;
  shop.gateway.silent = true;
  shop.change(checkout::ShipOrder{});
  EXPECT_EQ(shop.now().payment, PaymentState::capturing);
  ASSERT_THAT(shop.open_attempts(), SizeIs(1));
  shop.gateway.silent = false;
  shop.settle_all();
  ASSERT_THAT(shop.gateway.captures, SizeIs(2));
  EXPECT_EQ(shop.gateway.captures[0].gateway_key, shop.gateway.captures[1].gateway_key);
  EXPECT_EQ(shop.now().payment, PaymentState::captured);
  EXPECT_THAT(shop.open_attempts(), IsEmpty());
}

TEST(ACapture, OfALapsedAuthorizationIsToldAsAReview) {
  Authorized shop;
  shop.gateway.lapsed = true;
  shop.change(checkout::ShipOrder{});
  EXPECT_EQ(shop.now().payment, PaymentState::lapsed);
  EXPECT_EQ(shop.now().status, OrderStatus::manual_review);
  ASSERT_THAT(shop.announced, SizeIs(2));
  EXPECT_THAT(shop.announced.back().body, HasSubstr("manual_review"));
}

TEST(Canceling, AnAuthorizedOrderLetsTheMoneyGo) {
  Authorized shop;
  shop.change(checkout::CancelOrder{});
  ASSERT_THAT(shop.gateway.cancels, SizeIs(1));
  EXPECT_THAT(shop.gateway.refunds, IsEmpty());
  EXPECT_EQ(shop.now().payment, PaymentState::canceled);
  EXPECT_EQ(shop.now().status, OrderStatus::canceled);
  EXPECT_EQ(shop.available("poster-limited"), 3);
  EXPECT_THAT(shop.announced, SizeIs(1));
}

TEST(Canceling, AnOrderThatWasCapturedByHandGivesTheMoneyBack) {
  Authorized shop;
  shop.gateway.captured_by_hand = true;
  shop.change(checkout::CancelOrder{});
  ASSERT_THAT(shop.gateway.refunds, SizeIs(1));
  EXPECT_EQ(shop.gateway.refunds[0].amount, shop.sold.totals.total);
  EXPECT_EQ(shop.gateway.refunds[0].charge, shop.sold.payment_reference);
  EXPECT_EQ(shop.now().payment, PaymentState::captured);
  EXPECT_EQ(checkout::amount_refunded(shop.now()), shop.sold.totals.total);
  EXPECT_THAT(shop.open_attempts(), IsEmpty());
  EXPECT_THAT(shop.announced, SizeIs(3));  // Canceled, the refund is due, it is done.
}

TEST(Canceling, AnOrderThatWasCapturedByHandIsSettledAfterASilence) {
  Authorized shop;
  shop.gateway.silent = true;
  shop.change(checkout::CancelOrder{});
  shop.gateway.silent = false;
  shop.gateway.captured_by_hand = true;
  shop.settle_all();
  EXPECT_EQ(checkout::amount_refunded(shop.now()), shop.sold.totals.total);
  EXPECT_THAT(shop.open_attempts(), IsEmpty());
}

TEST(ACaptureByHand, IsKnownSoThatACancelGivesTheMoneyBack) {
  Authorized shop;
  EXPECT_EQ(shop.report(checkout::CaptureReport{shop.sold.totals.total}), ReportTaken::news);
  EXPECT_EQ(shop.now().payment, PaymentState::captured);
  EXPECT_THAT(shop.announced, IsEmpty());
  shop.change(checkout::CancelOrder{});
  EXPECT_THAT(shop.gateway.cancels, IsEmpty());
  ASSERT_THAT(shop.gateway.refunds, SizeIs(1));
  EXPECT_EQ(shop.gateway.refunds[0].amount, shop.sold.totals.total);
}

TEST(ACaptureByHand, OfEverythingMakesTheRefundsFromBeforeIt) {
  Authorized shop;
  shop.change(checkout::RefundOrder{Amount{100}, {}});
  shop.change(checkout::RefundOrder{Amount{200}, {}});
  const checkout::CaptureReport all{shop.sold.totals.total};
  EXPECT_EQ(shop.report(all), ReportTaken::news);
  EXPECT_EQ(adjustments(shop.now()), "refund 100 pending; refund 200 pending; ");
  EXPECT_THAT(shop.open_attempts(), SizeIs(2));
  shop.settle_all();
  EXPECT_EQ(adjustments(shop.now()), "refund 100 completed; refund 200 completed; ");
  ASSERT_THAT(shop.gateway.refunds, SizeIs(2));
  EXPECT_EQ(shop.gateway.refunds[0].amount, Amount{100});
  EXPECT_EQ(shop.gateway.refunds[1].amount, Amount{200});
  EXPECT_EQ(shop.report(all), ReportTaken::known);
}

TEST(AReport, WaitsUntilItIsKnownWhereTheMoneyIs) {
  Authorized shop;
  const checkout::RefundTotalReport refunded{Amount{100}};
  EXPECT_EQ(shop.report(refunded), ReportTaken::later);  // Its capture was not reported yet.
  shop.gateway.silent = true;
  shop.change(checkout::CancelOrder{});
  EXPECT_EQ(shop.report(refunded), ReportTaken::later);
  EXPECT_EQ(shop.report(checkout::CaptureReport{shop.sold.totals.total}), ReportTaken::later);
  shop.gateway.silent = false;
  shop.settle_all();
  EXPECT_EQ(shop.report(refunded), ReportTaken::known);  // Nothing was charged.
}

TEST(AReport, OfACaptureOfOursIsNoNewsAlsoBeforeItsAnswer) {
  Authorized shop;
  shop.gateway.silent = true;
  shop.change(checkout::ShipOrder{});
  EXPECT_EQ(shop.report(checkout::CaptureReport{shop.sold.totals.total}), ReportTaken::known);
  shop.gateway.silent = false;
  shop.settle_all();
  EXPECT_EQ(shop.report(checkout::CaptureReport{shop.sold.totals.total}), ReportTaken::known);
  EXPECT_EQ(shop.now().payment, PaymentState::captured);
}

TEST(ALapse, OfAnotherChargeOfTheSessionLeavesTheOrderAuthorized) {
  Authorized shop;
  EXPECT_EQ(shop.report(checkout::LapseReport{}, "pi_earlier"), ReportTaken::other_charge);
  EXPECT_EQ(shop.now(), shop.sold);
  EXPECT_EQ(shop.report(checkout::LapseReport{}), ReportTaken::news);
  EXPECT_EQ(shop.now().payment, PaymentState::lapsed);
}

}  // namespace
}  // namespace till::app
