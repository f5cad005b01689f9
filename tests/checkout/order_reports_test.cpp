// What the payment provider reports about an order by itself.
#include "checkout/order_reports.h"

#include "checkout/orders.h"

namespace till::checkout {
namespace {

using Code = OrderRefusalCode;

// Reports one after the other; "refund 500 completed" for each adjustment afterwards.
std::string after(const std::vector<OrderReport>& reports, Order order = order_of()) {
  CountingIds ids;
  for (const OrderReport& report : reports) {
    if (auto next = take_report(order, report, {kNow, ids})) order = next->order;
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
  const RefundTotalReport sum{Amount{500}};
  const RefundReport first{"re_3", Amount{300}, S::completed, {}};
  const RefundReport second{"re_4", Amount{200}, S::completed, {}};
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
      {"that failed at once", {failed}, "refund 500 failed; "},
      {"that failed, and then what came before", {failed, pending, done}, "refund 500 failed; "},
      {"that failed later, overtaking", {pending, failed, done}, "refund 500 failed; "},
      {"that failed, after its total", {total, failed}, "refund 500 failed; "},
      {"its total first", {total, done}, "refund 500 completed; "},
      {"its total afterwards", {done, total}, "refund 500 completed; "},
      {"the total alone", {total, total}, "refund 500 completed; "},
      {"two of one amount", {total, done, other}, "refund 500 completed; refund 500 completed; "},
      {"two after their total",
       {sum, first, second},
       "refund 200 completed; refund 300 completed; "},
      {"one of two after their total",
       {sum, first},
       "refund 200 completed; refund 300 completed; "},
      {"two after totals of their own",
       {RefundTotalReport{Amount{300}}, sum, second, first},
       "refund 300 completed; refund 200 completed; "},
      {"a larger one than the total knows",
       {RefundTotalReport{Amount{300}}, done, first},
       "refund 500 completed; refund 300 completed; "},
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
  order = take_report(order, failed, {kNow, ids}).value().order;
  EXPECT_EQ(amount_refunded(order), Amount{0});
  EXPECT_FALSE(take_report(order, done, {kNow, ids}).has_value());  // It had succeeded before.
}

TEST(WhatTheProviderReports, RevivesOurOwnRefundOnlyWhenItsRefusalNamedNone) {
  CountingIds ids;
  const Order asked = change_order(order_of(), refund(500), {kNow, ids})->order;
  const AdjustmentId own = asked.adjustments.at(0).id;
  const RefundReport done{"re_1", Amount{500}, AdjustmentStatus::completed, own};
  const Order unnamed = settle_refund(asked, own, false, kNow).value();
  EXPECT_EQ(amount_refunded(take_report(unnamed, done, {kNow, ids}).value().order), Amount{500});
  const Order named = settle_refund(asked, own, false, kNow, "re_1").value();
  EXPECT_FALSE(take_report(named, done, {kNow, ids}).has_value());
}

TEST(WhatTheProviderReports, IsNoRefundOfWhatWasNeverCharged) {
  CountingIds ids;
  Order order = order_of();
  const RefundReport named{"re_1", Amount{4000}, AdjustmentStatus::completed, {}};
  for (const OrderReport& report : {OrderReport(named), OrderReport(RefundTotalReport{{4000}})}) {
    for (const auto gone : {PaymentState::canceled, PaymentState::lapsed}) {
      order.payment = gone;
      EXPECT_FALSE(must_wait(order, report));
      EXPECT_FALSE(take_report(order, report, {kNow, ids}).has_value());
    }
    for (const auto open :
         {PaymentState::authorized, PaymentState::capturing, PaymentState::canceling}) {
      order.payment = open;
      EXPECT_TRUE(must_wait(order, report));
    }
    order.payment = PaymentState::captured;
    EXPECT_FALSE(must_wait(order, report));
  }
  EXPECT_FALSE(must_wait(order, ReviewReport{true}));
}

TEST(ARefundFromBeforeTheCapture, IsNotAmongWhatTheProviderGaveBack) {
  CountingIds ids;
  Order order = order_of();
  order.payment = PaymentState::authorized;
  order = change_order(order, refund(500), {kNow, ids})->order;
  order.payment = PaymentState::captured;
  order = take_report(order, RefundTotalReport{Amount{200}}, {kNow, ids}).value().order;
  EXPECT_EQ(amount_refunded(order), Amount{700});
}

TEST(ADispute, TakesItsAmountFromWhatCanBeRefundedButIsNoRefund) {
  CountingIds ids;
  const DisputeReport opened{"dp_1", Amount{4000}, AdjustmentStatus::pending};
  Order order = take_report(order_of(), opened, {kNow, ids}).value().order;
  EXPECT_EQ(amount_refundable(order), Amount{0});
  EXPECT_EQ(amount_refunded(order), Amount{0});
  const DisputeReport won{"dp_1", Amount{4000}, AdjustmentStatus::failed};
  EXPECT_EQ(amount_refundable(take_report(order, won, {kNow, ids}).value().order), Amount{4000});
}

TEST(AReview, HoldsTheOrderUntilItIsClosedOrAnOperatorApproves) {
  CountingIds ids;
  const auto held = take_report(order_of(), ReviewReport{true}, {kNow, ids}).value().order;
  EXPECT_EQ(held.status, OrderStatus::manual_review);
  EXPECT_EQ(change_order(held, ship(), {kNow, ids}).error().code, Code::order_on_hold);
  EXPECT_EQ(take_report(held, ReviewReport{false}, {kNow, ids})->order.status,
            OrderStatus::confirmed);
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
