// The life of an order after its sale (A22).
#include "checkout/order_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkout/orders.h"

namespace till::checkout {
namespace {

using Code = OrderRefusalCode;
using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<LineOf> kPickup{{"desk", 2, FulfillmentType::pickup}};
const std::vector<LineOf> kBook{{"book", 1, FulfillmentType::digital}};
const std::vector<LineOf> kLocal{{"desk", 1, FulfillmentType::local_delivery}};

struct Life {
  const char* rule;
  std::vector<LineOf> lines;
  std::vector<OrderCommand> steps;
  OrderStatus status;
  const char* quantities;
  std::int64_t refunded;
};

const Life kLives[] = {
    {"OD-04 sold", kMugsAndBook, {}, OrderStatus::confirmed, "3/3/0 1/1/0", 0},
    {"OD-05 all dispatched", kMugsAndBook, {ship()}, OrderStatus::shipped, "3/3/3 1/1/1", 0},
    {"OD-05 all received",
     kMugsAndBook,
     {ship(), deliver()},
     OrderStatus::completed,
     "3/3/3 1/1/1",
     0},
    {"OD-03 in part",
     kMugsAndBook,
     {ship({{"mug", 2}})},
     OrderStatus::processing,
     "3/3/2 1/1/0",
     0},
    {"OD-03 the rest of one line",
     kMugsAndBook,
     {ship({{"mug", 2}}), ship({{"mug", {}}})},
     OrderStatus::processing,
     "3/3/3 1/1/0",
     0},
    {"OD-05 a part received is not all",
     kMugsAndBook,
     {ship({{"mug", 2}}), deliver()},
     OrderStatus::processing,
     "3/3/2 1/1/1",
     0},
    {"OD-05 received in parts",
     kMugsAndBook,
     {ship({{"mug", 1}}), deliver(), ship(), deliver()},
     OrderStatus::completed,
     "3/3/3 1/1/1",
     0},
    {"OD-05 one parcel still under way",
     kMugsAndBook,
     {ship({{"mug", 1}}), deliver(), ship()},
     OrderStatus::shipped,
     "3/3/3 1/1/1",
     0},
    {"OD-07 pickup", kPickup, {ready()}, OrderStatus::shipped, "2/2/2", 0},
    {"OD-07 picked up",
     kPickup,
     {ready({{"desk", 1}}), ready(), deliver()},
     OrderStatus::completed,
     "2/2/2",
     0},
    {"OD-05 digital goods need no shipping",
     kBook,
     {deliver()},
     OrderStatus::completed,
     "1/1/1",
     0},
    {"OD-06 local delivery", kLocal, {ship(), deliver()}, OrderStatus::completed, "1/1/1", 0},
    {"OD-11 a refund changes no line",
     kMugsAndBook,
     {refund(500)},
     OrderStatus::confirmed,
     "3/3/0 1/1/0",
     500},
    {"OD-11 refunds add up",
     kMugsAndBook,
     {refund(500), ship(), refund(), deliver()},
     OrderStatus::completed,
     "3/3/3 1/1/1",
     4000},
    {"OD-02 a cancel leaves nothing",
     kMugsAndBook,
     {cancel()},
     OrderStatus::canceled,
     "3/0/0 1/0/0",
     4000},
    {"OD-11 a cancel gives back the rest",
     kMugsAndBook,
     {refund(500), cancel()},
     OrderStatus::canceled,
     "3/0/0 1/0/0",
     4000},
    {"OD-04 held", kMugsAndBook, {hold()}, OrderStatus::manual_review, "3/3/0 1/1/0", 0},
    {"OD-04 held in the middle",
     kMugsAndBook,
     {ship({{"mug", 1}}), hold()},
     OrderStatus::manual_review,
     "3/3/1 1/1/0",
     0},
    {"OD-04 approved",
     kMugsAndBook,
     {hold(), approve(), ship()},
     OrderStatus::shipped,
     "3/3/3 1/1/1",
     0},
    {"OD-04 what is held can be canceled",
     kMugsAndBook,
     {hold(), cancel()},
     OrderStatus::canceled,
     "3/0/0 1/0/0",
     4000},
    {"OD-04 what is held can be refunded",
     kMugsAndBook,
     {hold(), refund(1)},
     OrderStatus::manual_review,
     "3/3/0 1/1/0",
     1},
};

struct Refused {
  const char* rule;
  std::vector<LineOf> lines;
  std::vector<OrderCommand> steps;
  OrderCommand command;
  Code code;
};

const Refused kRefusals[] = {
    {"nothing follows a cancel", kMugsAndBook, {cancel()}, ship(), Code::order_canceled},
    {"no second cancel", kMugsAndBook, {cancel()}, cancel(), Code::order_canceled},
    {"no refund of what a cancel gave back",
     kMugsAndBook,
     {cancel()},
     refund(),
     Code::order_canceled},
    {"no hold after a cancel", kMugsAndBook, {cancel()}, hold(), Code::order_canceled},
    {"held", kMugsAndBook, {hold()}, ship(), Code::order_on_hold},
    {"held for pickup", kPickup, {hold()}, ready(), Code::order_on_hold},
    {"held on its way", kMugsAndBook, {ship({{"mug", 1}}), hold()}, deliver(), Code::order_on_hold},
    {"held twice", kMugsAndBook, {hold()}, hold(), Code::order_on_hold},
    {"approved without a hold", kMugsAndBook, {}, approve(), Code::order_not_on_hold},
    {"canceled after a part left",
     kMugsAndBook,
     {ship({{"mug", 1}})},
     cancel(),
     Code::order_already_shipped},
    {"canceled after it arrived",
     kMugsAndBook,
     {ship(), deliver()},
     cancel(),
     Code::order_already_shipped},
    {"held after all left", kMugsAndBook, {ship()}, hold(), Code::order_already_shipped},
    {"another shop's line", kMugsAndBook, {}, ship({{"cup", 1}}), Code::unknown_line},
    {"unknown before too many", kMugsAndBook, {}, ship({{"cup", 9}}), Code::unknown_line},
    {"shipped twice", kMugsAndBook, {ship()}, ship(), Code::nothing_open},
    {"a line shipped twice",
     kMugsAndBook,
     {ship({{"mug", 3}})},
     ship({{"mug", 1}}),
     Code::nothing_open},
    {"picked up twice", kPickup, {ready()}, ready(), Code::nothing_open},
    {"shipped goods laid out", kMugsAndBook, {}, ready(), Code::not_for_pickup},
    {"a shipped line laid out", kMugsAndBook, {}, ready({{"mug", 1}}), Code::not_for_pickup},
    {"OD-02 more than ordered", kMugsAndBook, {}, ship({{"mug", 4}}), Code::quantity_not_open},
    {"OD-02 more than open",
     kMugsAndBook,
     {ship({{"mug", 2}})},
     ship({{"mug", 2}}),
     Code::quantity_not_open},
    {"OD-02 twice in one request",
     kMugsAndBook,
     {},
     ship({{"mug", 2}, {"mug", 2}}),
     Code::quantity_not_open},
    {"none", kMugsAndBook, {}, ship({{"mug", 0}}), Code::quantity_not_open},
    {"less than none", kMugsAndBook, {}, ship({{"mug", -1}}), Code::quantity_not_open},
    {"tracking of a download", kBook, {}, ShipOrder{{}, "UPS", {}, {}}, Code::not_shipped_goods},
    {"tracking number of a pickup",
     kPickup,
     {},
     ShipOrder{{}, {}, "1Z", {}},
     Code::not_shipped_goods},
    {"a link to a mug",
     {{"mug", 1, FulfillmentType::shipping}},
     {ship()},
     DeliverOrder{{}, "https://x", {}},
     Code::not_digital},
    {"a key to a mug",
     {{"mug", 1, FulfillmentType::shipping}},
     {ship()},
     DeliverOrder{{}, {}, "KEY"},
     Code::not_digital},
    {"delivered twice", kMugsAndBook, {ship(), deliver()}, deliver(), Code::already_delivered},
    {"nothing to deliver", kPickup, {}, deliver(), Code::nothing_shipped},
    {"another fulfillment",
     kMugsAndBook,
     {ship()},
     DeliverOrder{FulfillmentId{}, {}, {}},
     Code::unknown_fulfillment},
    {"a refund of nothing", kMugsAndBook, {}, refund(0), Code::amount_invalid},
    {"a refund of less than nothing", kMugsAndBook, {}, refund(-1), Code::amount_invalid},
    {"all was given back", kMugsAndBook, {refund()}, refund(), Code::nothing_to_refund},
    {"all was given back in parts",
     kMugsAndBook,
     {refund(3999), refund(1)},
     refund(1),
     Code::nothing_to_refund},
    {"more than was charged", kMugsAndBook, {}, refund(4001), Code::refund_too_large},
    {"more than is left", kMugsAndBook, {refund(3000)}, refund(1001), Code::refund_too_large},
};

TEST(AnOrder, GoesFromSaleToItsEnd) {
  for (const Life& row : kLives) {
    SCOPED_TRACE(row.rule);
    OrderLife life(order_of(row.lines));
    for (const OrderCommand& step : row.steps) life.then(step);
    EXPECT_EQ(static_cast<int>(life.order.status), static_cast<int>(row.status));
    EXPECT_EQ(quantities(life.order), row.quantities);
    EXPECT_EQ(amount_refunded(life.order).minor, row.refunded);
    EXPECT_EQ(life.order.totals.total, order_of(row.lines).totals.total);
  }
}

TEST(AnOrder, RefusesWhatMakesNoSenseWithASentence) {
  for (const Refused& row : kRefusals) {
    SCOPED_TRACE(row.rule);
    OrderLife life(order_of(row.lines));
    for (const OrderCommand& step : row.steps) life.then(step);
    const auto change = life.attempt(row.command);
    ASSERT_FALSE(change.has_value());
    EXPECT_EQ(static_cast<int>(change.error().code), static_cast<int>(row.code));
    EXPECT_NE(change.error().text.id, TextId::none);
  }
}

// Those about money that is not captured have a table of their own.
TEST(AnOrder, HasARowForEveryRefusalOfItsRules) {
  for (int code = 0; code < static_cast<int>(Code::refund_refused); ++code) {
    EXPECT_TRUE(std::any_of(std::begin(kRefusals), std::end(kRefusals), [code](const Refused& row) {
      return static_cast<int>(row.code) == code;
    })) << code;
  }
}

TEST(AParcel, CarriesItsTrackingWhereItGoes) {
  OrderLife life;
  life.then(ShipOrder{{}, "UPS", "1Z", "https://track.example/1Z"});
  ASSERT_EQ(life.order.fulfillments.size(), 2U);  // One way each.
  const OrderFulfillment& parcel = life.order.fulfillments[0];
  EXPECT_EQ(parcel.type, FulfillmentType::shipping);
  EXPECT_EQ(parcel.carrier, "UPS");
  EXPECT_EQ(parcel.tracking_number, "1Z");
  EXPECT_EQ(parcel.tracking_url, "https://track.example/1Z");
  EXPECT_TRUE(parcel.destination == address_in());
  const OrderFulfillment& download = life.order.fulfillments[1];
  EXPECT_EQ(download.type, FulfillmentType::digital);
  EXPECT_FALSE(download.carrier || download.tracking_number || download.tracking_url);
  EXPECT_FALSE(download.destination);
}

TEST(AFulfillment, OnlyEverGainsProgress) {  // OD-07, OD-08
  const auto reached = [](const OrderFulfillment& each) {
    std::vector<FulfillmentStatus> statuses;
    for (const Progress& step : each.progress) statuses.push_back(step.reached);
    return statuses;
  };
  using S = FulfillmentStatus;
  OrderLife life(order_of({{"mug", 1, FulfillmentType::shipping},
                           {"book", 1, FulfillmentType::digital},
                           {"desk", 1, FulfillmentType::pickup}}));
  life.then(ship()).then(deliver());
  const auto& all = life.order.fulfillments;
  ASSERT_EQ(all.size(), 3U);
  EXPECT_THAT(reached(all[0]), ElementsAre(S::shipped, S::delivered));
  EXPECT_THAT(reached(all[1]), ElementsAre(S::processing, S::delivered));
  EXPECT_THAT(reached(all[2]), ElementsAre(S::ready_for_pickup, S::delivered));
}

TEST(ADelivery, IsOfOneFulfillmentWhenNamed) {
  OrderLife life;
  life.then(ship({{"mug", 1}})).then(ship({{"mug", 1}}));
  life.then(DeliverOrder{life.order.fulfillments[1].id, {}, {}});
  EXPECT_EQ(life.order.fulfillments[0].status, FulfillmentStatus::shipped);
  EXPECT_EQ(life.order.fulfillments[1].status, FulfillmentStatus::delivered);
  EXPECT_EQ(quantities(life.order), "3/3/2 1/1/0");
}

TEST(ADelivery, WithALinkOrAKeyIsOfDigitalGoodsOnly) {
  OrderLife life;
  life.then(ship({{"mug", 1}})).then(DeliverOrder{{}, "https://dl.example/1", "KEY-1"});
  ASSERT_EQ(life.order.fulfillments.size(), 2U);
  EXPECT_EQ(life.order.fulfillments[0].status, FulfillmentStatus::shipped);
  EXPECT_EQ(life.order.fulfillments[1].status, FulfillmentStatus::delivered);
  EXPECT_EQ(life.order.fulfillments[1].access_url, "https://dl.example/1");
  EXPECT_EQ(life.order.fulfillments[1].license_key, "KEY-1");
}

TEST(Pieces, OfAnItemOnTwoLinesAreTakenInTheirOrder) {
  OrderLife life(
      order_of({{"mug", 2, FulfillmentType::shipping}, {"mug", 2, FulfillmentType::shipping}}));
  life.then(ship({{"mug", 3}}));
  EXPECT_EQ(quantities(life.order), "2/2/2 2/2/1");
  life.then(ship({{life.order.lines[1].id.text(), {}}}));
  EXPECT_EQ(quantities(life.order), "2/2/2 2/2/2");
}

TEST(ACancel, PutsTheGoodsBackAndSaysSo) {  // OD-09, OD-10
  OrderLife life;
  const auto change = life.attempt(CancelOrder{"Changed my mind"});
  ASSERT_TRUE(change.has_value());
  EXPECT_THAT(change->stock, ElementsAre(StockMove{"mug", -3}));  // A download needs no shelf.
  ASSERT_TRUE(change->refund.has_value());
  EXPECT_EQ(change->refund->amount, Amount{4000});
  ASSERT_EQ(change->order.adjustments.size(), 2U);
  const Adjustment& cancellation = change->order.adjustments[0];
  EXPECT_EQ(cancellation.type, AdjustmentType::cancellation);
  EXPECT_EQ(cancellation.status, AdjustmentStatus::completed);
  EXPECT_EQ(cancellation.lines.size(), 2U);
  EXPECT_FALSE(cancellation.amount.has_value());
  EXPECT_EQ(cancellation.reason, "Changed my mind");
  EXPECT_EQ(change->order.adjustments[1].type, AdjustmentType::refund);
  EXPECT_EQ(change->order.adjustments[1].status, AdjustmentStatus::pending);
}

TEST(ACancel, AsksForNoMoneyWhenNoneIsLeft) {
  OrderLife life;
  life.then(refund());
  const auto change = life.attempt(cancel());
  ASSERT_TRUE(change.has_value());
  EXPECT_FALSE(change->refund.has_value());
}

TEST(ARefund, ThatIsUnderWayCountsAsGoneButNotAsGivenBack) {  // OD-11
  OrderLife life;
  const auto change = life.attempt(refund(3000));
  ASSERT_TRUE(change.has_value());
  EXPECT_EQ(amount_refunded(change->order), Amount{0});
  EXPECT_EQ(amount_refundable(change->order), Amount{1000});
}

TEST(ARefund, ThatFailedCanBeRepeatedAlsoAfterACancel) {
  OrderLife life;
  life.then(refund(3000), false);
  EXPECT_EQ(amount_refundable(life.order), Amount{4000});
  life.then(cancel(), false);
  EXPECT_EQ(amount_refunded(life.order), Amount{0});
  life.then(refund());
  EXPECT_EQ(amount_refunded(life.order), Amount{4000});
  EXPECT_EQ(life.order.status, OrderStatus::canceled);
}

TEST(ARefund, IsSettledOnce) {
  OrderLife life;
  life.then(refund(3000));
  const AdjustmentId id = life.order.adjustments[0].id;
  EXPECT_FALSE(settle_refund(life.order, id, false, kNow).has_value());
  EXPECT_FALSE(settle_refund(life.order, AdjustmentId{}, true, kNow).has_value());
}

}  // namespace
}  // namespace till::checkout
