// What of a change of an order its buyer is told by mail, as rows.
#include "checkout/buyer_news.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkout/orders.h"

namespace till::checkout {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using enum BuyerNewsType;

std::vector<BuyerNewsType> types(const std::vector<BuyerNews>& news) {
  std::vector<BuyerNewsType> all;
  for (const BuyerNews& each : news) all.push_back(each.type);
  return all;
}

// What the last command is worth.
std::vector<BuyerNews> told(OrderLife life, const OrderCommand& command) {
  const Order before = life.order;
  life.then(command);
  return buyer_news(&before, life.order);
}

TEST(BuyerNews, AnOrderThatWasPlacedIsConfirmed) {
  EXPECT_THAT(types(buyer_news(nullptr, order_of())), ElementsAre(confirmed));
}

TEST(BuyerNews, WhatLeavesIsToldOnceAndByItsFulfilment) {
  OrderLife life;
  const auto first = told(life, ship({{"mug", 1}}));
  ASSERT_THAT(types(first), ElementsAre(shipped));
  life.then(ship({{"mug", 1}}));
  EXPECT_EQ(first[0].fulfillment, life.order.fulfillments.at(0).id);
  EXPECT_THAT(types(told(life, ship({{"mug", 2}}))), ElementsAre(shipped));
  EXPECT_THAT(types(told(life, hold())), IsEmpty()) << "nothing left";
}

TEST(BuyerNews, ADownloadIsToldOnceItCanBeHad) {
  OrderLife life(order_of({{"book", 1, FulfillmentType::digital}}));
  const auto news = told(life, deliver());
  EXPECT_THAT(types(news), ElementsAre(shipped));
  EXPECT_THAT(types(told(OrderLife(), ship())), ElementsAre(shipped)) << "the mugs, not the book";
  EXPECT_THAT(types(told(OrderLife().then(ship()), deliver())), ElementsAre(shipped))
      << "the book, not the mugs, which have left before";
}

TEST(BuyerNews, WhatWaitsIsReadyForPickup) {
  OrderLife life(order_of({{"mug", 1, FulfillmentType::pickup}}));
  EXPECT_THAT(types(told(life, ready())), ElementsAre(ready_for_pickup));
  life.then(ready());
  EXPECT_THAT(types(told(life, deliver())), IsEmpty()) << "whoever picked it up knows";
}

TEST(BuyerNews, ARefundIsToldOnceItWentThroughAndWithItsAmount) {
  OrderLife life;
  EXPECT_THAT(told(life, refund(500)), ElementsAre(BuyerNews{refunded, {}, {}, Amount{500}}));
  life.then(refund(500));
  EXPECT_THAT(told(life, refund(300)), ElementsAre(BuyerNews{refunded, {}, {}, Amount{300}}));
  const Order before = life.order;
  life.then(refund(300), false);
  EXPECT_THAT(buyer_news(&before, life.order), IsEmpty()) << "it failed";
  Order pending = before;
  pending.adjustments.push_back(pending.adjustments.back());
  pending.adjustments.back().id.bytes.back() ^= 1;
  pending.adjustments.back().status = AdjustmentStatus::pending;
  EXPECT_THAT(buyer_news(&before, pending), IsEmpty()) << "nobody knows yet";
}

TEST(BuyerNews, WhatIsTakenOffBeforeTheChargeDoesNotComeBack) {
  Order order = order_of();
  order.payment = PaymentState::authorized;
  OrderLife life(order);
  EXPECT_THAT(told(life, refund(500)), IsEmpty()) << "that much less is captured";
  life.then(refund(500));
  EXPECT_THAT(types(told(life, ship())), ElementsAre(shipped));
  // The capture took all the same, so it is given back after all.
  Order charged = life.order;
  charged.payment = PaymentState::captured;
  ASSERT_EQ(charged.adjustments.back().reference, kNeverCharged);
  charged.adjustments.back().status = AdjustmentStatus::pending;
  charged.adjustments.back().reference.clear();
  EXPECT_THAT(buyer_news(&life.order, charged), IsEmpty());
  Order returned = charged;
  returned.adjustments.back().status = AdjustmentStatus::completed;
  EXPECT_THAT(buyer_news(&charged, returned),
              ElementsAre(BuyerNews{refunded, {}, {}, Amount{500}}));
}

TEST(BuyerNews, ACancelIsToldBeforeItsRefund) {
  const auto news = told(OrderLife(), cancel());
  ASSERT_THAT(types(news), ElementsAre(canceled, refunded));
  EXPECT_TRUE(news[0].adjustment.has_value());
}

TEST(BuyerNews, AForgottenBuyerIsToldNothing) {
  Order order = order_of();
  order.erased_at = kNow;
  EXPECT_THAT(buyer_news(nullptr, order), IsEmpty());
  Order after = order;
  after.fulfillments.emplace_back();
  EXPECT_THAT(buyer_news(&order, after), IsEmpty());
}

}  // namespace
}  // namespace till::checkout
