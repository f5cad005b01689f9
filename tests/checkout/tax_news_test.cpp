// What a tax service is told of an order: its sales, and what is taken back of them.
#include "checkout/tax_news.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkout/orders.h"

namespace till::checkout {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

FulfillmentOption carrying(const std::string& id, const std::vector<LineItemId>& lines,
                           std::vector<TaxBasis> calculations) {
  FulfillmentOption option;
  option.id = id;
  option.covers = lines;
  option.tax_calculations = std::move(calculations);
  return option;
}

// Two lines that one parcel brings, or that are fetched.
Session sold() {
  Session session;
  session.order =
      order_of({{"mug", 1, FulfillmentType::shipping}, {"tee", 1, FulfillmentType::shipping}});
  std::vector<LineItemId> ids;
  for (const OrderLine& line : session.order->lines) {
    LineItem item;
    item.id = line.id;
    ids.push_back(line.id);
    session.lines.push_back(item);
  }
  session.options = {carrying("parcel", ids, {{"taxcalc_1", {2100}}}),
                     carrying("shop", ids, {{"taxcalc_2", {2000}}})};
  session.selected = {{FulfillmentType::shipping, "parcel", ids}};
  return session;
}

TEST(TaxSales, AreTheCalculationsOfWhatWasChosen) {
  const auto sales = tax_sales(sold());
  ASSERT_THAT(sales, SizeIs(1));
  EXPECT_EQ(sales[0].basis, (TaxBasis{"taxcalc_1", {2100}}));
  EXPECT_THAT(sales[0].lines, ElementsAre(0, 1));
}

TEST(TaxSales, OfLessThanWasAskedAboutAreCalculatedAnew) {
  Session session = sold();
  session.selected = {{FulfillmentType::shipping, "parcel", {session.lines[0].id}},
                      {FulfillmentType::pickup, "shop", {session.lines[1].id}}};
  const auto sales = tax_sales(session);
  ASSERT_THAT(sales, SizeIs(2));
  EXPECT_FALSE(sales[0].basis || sales[1].basis);
  EXPECT_THAT(sales[0].lines, ElementsAre(0));
  EXPECT_THAT(sales[1].lines, ElementsAre(1));
}

TEST(TaxSales, AreNoneWhereNobodyWasAsked) {
  Session session = sold();
  for (FulfillmentOption& option : session.options) option.tax_calculations.clear();
  EXPECT_THAT(tax_sales(session), IsEmpty());
  EXPECT_FALSE(concerns_taxes(nullptr, session));
}

Adjustment refund_of(std::uint8_t id, std::int64_t amount,
                     AdjustmentStatus status = AdjustmentStatus::completed) {
  Adjustment made;
  made.id.bytes.back() = id;
  made.status = status;
  made.amount = Amount{amount};
  return made;
}

// An order of 2000 whose sales the service has.
Order recorded(std::vector<std::int64_t> sales, std::vector<Adjustment> adjustments) {
  Order order = order_of({{"mug", 2, FulfillmentType::shipping}});
  for (const std::int64_t total : sales) order.taxes.sales.push_back({"tax_1", {total}});
  order.adjustments = std::move(adjustments);
  return order;
}

struct Back {
  std::size_t sale;
  std::int64_t amount;
  bool whole;
  bool operator==(const Back&) const = default;
};

std::vector<Back> due(const Order& order) {
  std::vector<Back> all;
  for (const TaxReversalDue& each : tax_reversals(order)) {
    all.push_back({each.sale, each.amount.minor, each.whole});
  }
  return all;
}

TEST(TaxReversals, AreWhatWentBackAndWasNotTakenBackYet) {
  using enum AdjustmentStatus;
  EXPECT_THAT(due(recorded({2000}, {})), IsEmpty());
  EXPECT_THAT(due(recorded({2000}, {refund_of(1, 500, pending)})), IsEmpty());
  EXPECT_THAT(due(recorded({2000}, {refund_of(1, 500, failed)})), IsEmpty());
  EXPECT_THAT(due(recorded({2000}, {refund_of(1, 500)})), ElementsAre(Back{0, 500, false}));
  EXPECT_THAT(due(recorded({2000}, {refund_of(1, 2000)})), ElementsAre(Back{0, 2000, true}));
  EXPECT_THAT(due(recorded({1500, 500}, {refund_of(1, 1600)})),
              ElementsAre(Back{0, 1500, true}, Back{1, 100, false}));
  Order known = recorded({2000}, {refund_of(1, 500), refund_of(2, 1500)});
  known.taxes.reversals = {{0, known.adjustments[0].id, {500}}};
  EXPECT_THAT(due(known), ElementsAre(Back{0, 1500, false})) << "no whole sale is left";
}

TEST(TaxReversals, TakeEverythingBackWithTheLastOfTheMoney) {
  EXPECT_THAT(due(recorded({2003}, {refund_of(1, 2000)})), ElementsAre(Back{0, 2003, true}))
      << "what rounding took off is in no refund";
  EXPECT_THAT(due(recorded({1990}, {refund_of(1, 2000)})), ElementsAre(Back{0, 1990, true}));
}

TEST(TaxReversals, ARefundThatGrewIsTakenBackUnderAnotherName) {
  Order order = recorded({2000}, {refund_of(1, 700)});
  order.taxes.reversals = {{0, order.adjustments[0].id, {500}}};
  const auto more = tax_reversals(order);
  ASSERT_THAT(more, SizeIs(1));
  EXPECT_EQ(more[0].amount, Amount{200});
  EXPECT_EQ(more[0].reference, order.adjustments[0].id.text() + "-2");
}

TEST(TaxReversals, ADisputeTakesNothingBack) {
  Order order = recorded({2000}, {refund_of(1, 2000)});
  order.adjustments[0].type = AdjustmentType::dispute;
  EXPECT_THAT(due(order), IsEmpty());
}

TEST(TaxReversals, MoneyThatWasNeverTakenTakesEverythingBack) {
  for (const PaymentState gone : {PaymentState::canceled, PaymentState::lapsed}) {
    Order order = recorded({1500, 500}, {});
    order.payment = gone;
    EXPECT_THAT(due(order), ElementsAre(Back{0, 1500, true}, Back{1, 500, true}));
    EXPECT_EQ(tax_reversals(order)[0].reference, order.id.text() + "-canceled");
  }
}

TEST(TaxNews, AreAnOrderThatWasPlacedAndMoneyThatWentBack) {
  Session session = sold();
  EXPECT_TRUE(concerns_taxes(nullptr, session));
  const Order before = *session.order;
  EXPECT_FALSE(concerns_taxes(&before, session));
  session.order->adjustments = {refund_of(1, 500)};
  EXPECT_TRUE(concerns_taxes(&before, session));
  session.order = before;
  session.order->payment = PaymentState::canceled;
  EXPECT_TRUE(concerns_taxes(&before, session));
}

}  // namespace
}  // namespace till::checkout
