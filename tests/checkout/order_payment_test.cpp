// Money that is authorized at the sale and captured later.
#include <gmock/gmock.h>

#include "checkout/order_reports.h"
#include "checkout/orders.h"

namespace till::checkout {
namespace {

using Code = OrderRefusalCode;

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

TEST(AnAuthorizedOrder, WhoseMoneyLapsedBeforeItsCaptureIsLookedAt) {
  const auto last = authorized().attempt(ship());
  ASSERT_TRUE(last.has_value());
  const auto lapsed = settle_capture(last->order, false).value();
  EXPECT_EQ(lapsed.payment, PaymentState::lapsed);
  EXPECT_EQ(lapsed.status, OrderStatus::manual_review);
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
  CountingIds ids;
  const auto settled = settle_cancel(change->order, true, {kNow, ids}).value();
  EXPECT_FALSE(settled.refund.has_value());
  const Order gone = settled.order;
  EXPECT_EQ(gone.payment, PaymentState::canceled);
  EXPECT_EQ(change_order(gone, refund(1), {kNow, ids}).error().code, Code::order_canceled);
}

TEST(AnAuthorizedOrder, ThatWasCapturedByHandOwesARefundAfterItsCancel) {
  CountingIds ids;
  const auto change = authorized().attempt(cancel());
  const auto captured = settle_cancel(change->order, false, {kNow, ids}).value();
  ASSERT_TRUE(captured.refund.has_value());
  EXPECT_EQ(captured.refund->amount, Amount{4000});
  EXPECT_EQ(captured.order.payment, PaymentState::captured);
  EXPECT_EQ(captured.order.adjustments.back().status, AdjustmentStatus::pending);
  EXPECT_FALSE(settle_cancel(captured.order, false, {kNow, ids}).has_value());
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
  life.order = take_report(life.order, LapseReport{}, {kNow, ids}).value().order;
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

struct CaptureRow {
  const char* name;
  std::vector<std::int64_t> refunds;  // From before the capture.
  std::int64_t captured;
  std::string adjustments;  // Afterwards, each with its status.
  std::int64_t due;         // The refund to be asked for; 0 for none.
};

TEST(ACaptureReport, BringsTheRefundsFromBeforeItInLine) {
  const CaptureRow rows[] = {
      {"all of it", {}, 4000, "", 0},
      {"what was left of it", {500}, 3500, "500 completed; ", 0},
      {"all of it in spite of a refund", {500}, 4000, "500 pending; ", 500},
      {"less than what was left", {500}, 3000, "500 completed; 500 completed; ", 0},
      {"a part more than was left", {500, 300}, 3500, "500 completed; 300 pending; ", 300},
      {"too little more for a whole refund", {500}, 3600, "500 completed; ", 0},
  };
  for (const CaptureRow& row : rows) {
    CountingIds ids;
    OrderLife life = authorized();
    for (const std::int64_t amount : row.refunds) life.then(refund(amount));
    const auto taken =
        take_report(life.order, CaptureReport{Amount{row.captured}}, {kNow, ids}).value();
    EXPECT_EQ(taken.order.payment, PaymentState::captured) << row.name;
    EXPECT_EQ(taken.refund.value_or(RefundDue{}).amount, Amount{row.due}) << row.name;
    std::string text;
    for (const Adjustment& each : taken.order.adjustments) {
      const bool pending = each.status == AdjustmentStatus::pending;
      text += std::to_string(each.amount->minor) + (pending ? " pending; " : " completed; ");
    }
    EXPECT_EQ(text, row.adjustments) << row.name;
  }
}

TEST(ACaptureReport, FindsALapsedOrderCapturedAfterAll) {
  CountingIds ids;
  OrderLife life = authorized();
  life.order.payment = PaymentState::lapsed;
  life.order.status = OrderStatus::manual_review;
  const CaptureReport captured{Amount{4000}};
  const auto taken = take_report(life.order, captured, {kNow, ids}).value();
  EXPECT_EQ(taken.order.status, OrderStatus::confirmed);
  EXPECT_FALSE(taken.refund.has_value());
  EXPECT_FALSE(take_report(taken.order, captured, {kNow, ids}).has_value());
  life.then(cancel());
  EXPECT_EQ(take_report(life.order, captured, {kNow, ids})->refund->amount, Amount{4000});
}

}  // namespace
}  // namespace till::checkout
