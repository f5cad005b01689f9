// Money that is authorized at the sale and captured later, and what the provider reports itself.
#include <gmock/gmock.h>

#include "checkout/order_reports.h"
#include "checkout/orders.h"

namespace till::checkout {
namespace {

using Code = OrderRefusalCode;
using testing::SizeIs;

OrderLife authorized() {
  Order order = order_of();
  order.payment = PaymentState::authorized;
  return OrderLife(order);
}

TEST(AnAuthorizedOrder, IsCapturedOnceWithTheFinalAmountWhenAllHasLeft) {
  OrderLife life = authorized();
  life.then(ship({{"mug", 1}})).then(refund(500));
  EXPECT_EQ(life.order.payment, PaymentState::authorized);
  EXPECT_EQ(life.order.adjustments.back().status, AdjustmentStatus::completed);
  const auto last = life.attempt(ship());
  ASSERT_TRUE(last.has_value());
  EXPECT_EQ(last->capture, Amount{3500});
  EXPECT_EQ(last->order.payment, PaymentState::capturing);
  const auto captured = settle_capture(last->order, true).value();
  EXPECT_EQ(captured.payment, PaymentState::captured);
  EXPECT_EQ(captured.totals.total, Amount{4000});  // OD-11
  EXPECT_EQ(amount_refundable(captured), Amount{3500});
  EXPECT_FALSE(settle_capture(captured, true).has_value());
}

TEST(AnAuthorizedOrder, AsksForNothingMoreOnceItIsCaptured) {
  OrderLife life;
  const auto change = life.attempt(ship());
  ASSERT_TRUE(change.has_value());
  EXPECT_FALSE(change->capture.has_value());
  EXPECT_FALSE(change->cancel_payment);
}

TEST(AnAuthorizedOrder, LetsTheMoneyGoByACancel) {
  const auto change = authorized().attempt(cancel());
  ASSERT_TRUE(change.has_value());
  EXPECT_TRUE(change->cancel_payment);
  EXPECT_FALSE(change->refund.has_value());
  EXPECT_EQ(change->order.status, OrderStatus::canceled);
  EXPECT_EQ(amount_refunded(change->order), Amount{0});
  const auto gone = settle_cancel(change->order, true).value();
  EXPECT_EQ(gone.payment, PaymentState::canceled);
  EXPECT_EQ(change_order(gone, refund(1), {kNow, *std::make_unique<CountingIds>()}).error().code,
            Code::order_canceled);
}

TEST(AnAuthorizedOrder, ThatWasCapturedByHandIsRefundedAfterItsCancel) {
  const auto change = authorized().attempt(cancel());
  const auto captured = settle_cancel(change->order, false).value();
  OrderLife life(captured);
  life.then(refund());
  EXPECT_EQ(amount_refunded(life.order), Amount{4000});
}

TEST(AnAuthorizedOrder, RefusesWhatItsMoneyDoesNotAllow) {
  const auto in_state = [](PaymentState state) {
    OrderLife life = authorized();
    life.order.payment = state;
    return life;
  };
  struct Row {
    PaymentState state;
    OrderCommand command;
    Code code;
  };
  const Row rows[] = {
      {PaymentState::authorized, refund(), Code::payment_not_captured},
      {PaymentState::authorized, refund(4000), Code::payment_not_captured},
      {PaymentState::authorized, refund(4001), Code::refund_too_large},
      {PaymentState::capturing, refund(1), Code::payment_pending},
      {PaymentState::canceling, refund(1), Code::payment_pending},
      {PaymentState::lapsed, ship(), Code::payment_lapsed},
      {PaymentState::lapsed, refund(1), Code::nothing_to_refund},
  };
  for (const Row& row : rows) {
    const auto change = in_state(row.state).attempt(row.command);
    ASSERT_FALSE(change.has_value());
    EXPECT_EQ(change.error().code, row.code);
  }
}

TEST(ALapsedAuthorization, IsNoticedAndTheOrderCanOnlyBeCanceled) {
  CountingIds ids;
  OrderLife life = authorized();
  life.order = take_report(life.order, LapseReport{}, {kNow, ids}).value();
  EXPECT_EQ(life.order.status, OrderStatus::manual_review);
  EXPECT_FALSE(take_report(life.order, LapseReport{}, {kNow, ids}).has_value());
  life.then(cancel());
  EXPECT_EQ(life.order.status, OrderStatus::canceled);
  EXPECT_EQ(amount_refunded(life.order), Amount{0});
}

TEST(ALapsedAuthorization, MeansNothingToAnOrderThatIsCapturedOrLetGo) {
  CountingIds ids;
  for (const auto state : {PaymentState::captured, PaymentState::capturing, PaymentState::canceling,
                           PaymentState::canceled}) {
    Order order = order_of();
    order.payment = state;
    EXPECT_FALSE(take_report(order, LapseReport{}, {kNow, ids}).has_value());
  }
}

// Reports one after the other; "refund 500 completed" for each adjustment afterwards.
std::string after(const std::vector<OrderReport>& reports, Order order = order_of()) {
  CountingIds ids;
  for (const OrderReport& report : reports) {
    if (auto next = take_report(order, report, {kNow, ids})) order = *next;
  }
  std::string text;
  for (const Adjustment& each : order.adjustments) {
    const char* const names[] = {"pending", "completed", "failed"};
    text += each.type == AdjustmentType::dispute ? "dispute " : "refund ";
    text += std::to_string(each.amount->minor) + " " + names[static_cast<int>(each.status)] + "; ";
  }
  return text;
}

TEST(WhatTheProviderReports, BecomesAnAdjustmentOnceInAnyOrder) {
  using S = AdjustmentStatus;
  const RefundReport pending{"re_1", Amount{500}, S::pending, {}};
  const RefundReport done{"re_1", Amount{500}, S::completed, {}};
  const RefundReport failed{"re_1", Amount{500}, S::failed, {}};
  const RefundReport other{"re_2", Amount{500}, S::completed, {}};
  const RefundTotalReport total{Amount{500}};
  const DisputeReport opened{"dp_1", Amount{4000}, S::pending};
  const DisputeReport lost{"dp_1", Amount{4000}, S::completed};
  const DisputeReport won{"dp_1", Amount{4000}, S::failed};
  struct Row {
    const char* name;
    std::vector<OrderReport> reports;
    const char* adjustments;
  };
  const Row rows[] = {
      {"a refund of the dashboard", {done}, "refund 500 completed; "},
      {"twice", {done, done}, "refund 500 completed; "},
      {"pending, then done", {pending, done}, "refund 500 completed; "},
      {"overtaken by its end", {done, pending}, "refund 500 completed; "},
      {"that failed later", {done, failed}, "refund 500 failed; "},
      {"that failed at once", {failed}, ""},
      {"its total first", {total, done}, "refund 500 completed; "},
      {"its total afterwards", {done, total}, "refund 500 completed; "},
      {"the total alone", {total, total}, "refund 500 completed; "},
      {"two of one amount", {total, done, other}, "refund 500 completed; refund 500 completed; "},
      {"a dispute", {opened}, "dispute 4000 pending; "},
      {"a lost one", {opened, lost, opened}, "dispute 4000 completed; "},
      {"a won one, out of order", {won, opened}, "dispute 4000 failed; "},
  };
  for (const Row& row : rows) EXPECT_EQ(after(row.reports), row.adjustments) << row.name;
}

TEST(WhatTheProviderReports, LeavesOurOwnPendingRefundToItsAttempt) {
  CountingIds ids;
  Order order = change_order(order_of(), refund(500), {kNow, ids})->order;
  const AdjustmentId own = order.adjustments.at(0).id;
  const RefundReport done{"re_1", Amount{500}, AdjustmentStatus::completed, own};
  EXPECT_FALSE(take_report(order, done, {kNow, ids}).has_value());
  EXPECT_FALSE(take_report(order, RefundTotalReport{Amount{500}}, {kNow, ids}).has_value());
  order = settle_refund(order, own, true, kNow, "re_1").value();
  EXPECT_FALSE(take_report(order, done, {kNow, ids}).has_value());
  const RefundReport failed{"re_1", Amount{500}, AdjustmentStatus::failed, own};
  order = take_report(order, failed, {kNow, ids}).value();
  EXPECT_EQ(amount_refunded(order), Amount{0});
}

TEST(ADispute, TakesItsAmountFromWhatCanBeRefundedButIsNoRefund) {
  CountingIds ids;
  const DisputeReport opened{"dp_1", Amount{4000}, AdjustmentStatus::pending};
  Order order = take_report(order_of(), opened, {kNow, ids}).value();
  EXPECT_EQ(amount_refundable(order), Amount{0});
  EXPECT_EQ(amount_refunded(order), Amount{0});
  const DisputeReport won{"dp_1", Amount{4000}, AdjustmentStatus::failed};
  EXPECT_EQ(amount_refundable(take_report(order, won, {kNow, ids}).value()), Amount{4000});
}

TEST(AReview, HoldsTheOrderUntilItIsClosedOrAnOperatorApproves) {
  CountingIds ids;
  const auto held = take_report(order_of(), ReviewReport{true}, {kNow, ids}).value();
  EXPECT_EQ(held.status, OrderStatus::manual_review);
  EXPECT_EQ(change_order(held, ship(), {kNow, ids}).error().code, Code::order_on_hold);
  EXPECT_EQ(take_report(held, ReviewReport{false}, {kNow, ids})->status, OrderStatus::confirmed);
  EXPECT_EQ(change_order(held, approve(), {kNow, ids})->order.status, OrderStatus::confirmed);
}

TEST(AReview, NeitherReleasesAnOperatorsHoldNorHoldsWhatHasLeft) {
  CountingIds ids;
  OrderLife life;
  life.then(hold());
  EXPECT_FALSE(take_report(life.order, ReviewReport{false}, {kNow, ids}).has_value());
  life.then(approve()).then(ship());
  EXPECT_FALSE(take_report(life.order, ReviewReport{true}, {kNow, ids}).has_value());
}

}  // namespace
}  // namespace till::checkout
