// The shop is told of its orders anew.
#include "app/shop_teller.h"

#include <algorithm>

#include "app/selling_shop.h"

namespace till::app {
namespace {

using checkout::OrderStatus;
using checkout::ShopState;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

TEST(ShopPush, TellsAnOrderAnewAsItIsNow) {
  SellingShop shop;
  const auto order = shop.sell();
  shop.look();
  shop.change(order, checkout::RefundOrder{Amount{100}, {}});
  shop.look();
  EXPECT_EQ(shop.run(shop.shop_orders->push(order.id, {}, shop.executor)), Pushed::told);
  shop.look();
  EXPECT_THAT(shop.told(), ElementsAre("order", "refunded", "order"));
  EXPECT_THAT(shop.backend.told[2].body, HasSubstr("amount_refunded"));
}

TEST(ShopPush, TellsOfOrdersFromBeforeThereWasAShop) {
  SellingShop shop;
  shop.backend.wanted = false;
  const auto order = shop.sell();
  EXPECT_EQ(shop.run(shop.shop_orders->push(order.id, {}, shop.executor)), Pushed::unwanted);
  shop.backend.wanted = true;
  EXPECT_EQ(shop.run(shop.shop_orders->push(order.id, {}, shop.executor)), Pushed::told);
  shop.look();
  EXPECT_THAT(shop.told(), ElementsAre("order"));
  EXPECT_EQ(shop.now(order).shop.number, "10000");
  EXPECT_EQ(shop.run(shop.shop_orders->push(OrderId{}, {}, shop.executor)), Pushed::unknown);
}

TEST(ShopPush, MakesWhatWaitsDueAndTellsNothingTwice) {
  SellingShop shop;
  shop.backend.silent();
  const auto order = shop.sell();
  shop.look();
  EXPECT_EQ(shop.run(shop.shop_orders->push(order.id, {}, shop.executor)), Pushed::pending);
  EXPECT_EQ(shop.run(shop.shop_orders->push(order.id, {}, shop.executor)), Pushed::pending);
  shop.look();
  ASSERT_THAT(shop.backend.told, SizeIs(2));
  EXPECT_EQ(shop.backend.told[0].id, shop.backend.told[1].id);
}

TEST(ShopPush, ChangesNothingOfAnOrderThatTheShopHasWhateverItSays) {
  SellingShop shop(OnRefused::refund);
  const auto order = shop.sell();
  shop.look();
  shop.backend.refuse("already_have_it");
  EXPECT_EQ(shop.run(shop.shop_orders->push(order.id, {}, shop.executor)), Pushed::told);
  shop.look();
  EXPECT_THAT(shop.told(), ElementsAre("order", "order"));
  EXPECT_EQ(shop.now(order).status, OrderStatus::confirmed);
  EXPECT_EQ(shop.now(order).shop.state, ShopState::taken);
  EXPECT_THAT(shop.gateway.refunds, IsEmpty());
}

TEST(ShopPush, TellsTheOrderAlsoWhenOnlySomethingLaterWaits) {
  SellingShop shop;
  const auto order = shop.sell();
  shop.look();
  shop.backend.silent();
  shop.change(order, checkout::HoldOrder{});
  shop.look();
  EXPECT_EQ(shop.run(shop.shop_orders->push(order.id, {}, shop.executor)), Pushed::told);
  shop.look();
  EXPECT_THAT(shop.told(), ElementsAre("order", "held", "held", "order"));
}

TEST(ShopPush, IsDoneOnceUnderOneKey) {
  SellingShop shop;
  const auto order = shop.sell();
  shop.look();
  const OperatorKey key{sha256("key"), sha256("body")};
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(shop.run(shop.shop_orders->push(order.id, key, shop.executor)), Pushed::told);
    shop.look();
  }
  EXPECT_THAT(shop.told(), ElementsAre("order", "order"));
}

TEST(ShopPush, TellsAllOrdersSinceATime) {
  SellingShop shop;
  const auto old = shop.sell();
  shop.look();
  shop.clock.advance(1h);
  const Timestamp since = shop.clock.now();
  const auto young = shop.sell();
  shop.look();
  const auto page = shop.run(shop.shop_orders->push_since(since, {}, shop.executor));
  ASSERT_TRUE(page.has_value());
  EXPECT_EQ(page->orders, 1U);
  EXPECT_FALSE(page->next);
  shop.look();
  ASSERT_THAT(shop.backend.told, SizeIs(3));
  EXPECT_EQ(shop.backend.told.back().order, young.id);
}

}  // namespace
}  // namespace till::app
