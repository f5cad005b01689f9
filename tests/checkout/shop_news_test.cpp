// What of a change of an order its shop is told, as rows.
#include "checkout/shop_news.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace till::checkout {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Adjustment adjustment(std::uint8_t id, AdjustmentType type, AdjustmentStatus status) {
  Adjustment made;
  made.id.bytes.back() = id;
  made.type = type;
  made.status = status;
  made.amount = Amount{100 * id};
  made.reason = "why";
  return made;
}

using Change = std::function<void(Order&)>;

std::vector<ShopNewsType> told(const Change& before, const Change& change, bool by_shop = false) {
  Order first;
  before(first);
  Order next = first;
  change(next);
  std::vector<ShopNewsType> types;
  for (const ShopNews& news : shop_news(first, next, by_shop)) types.push_back(news.type);
  return types;
}

void nothing(Order&) {}
void hold(Order& order) { order.held = true; }
void review(Order& order) { order.review = true; }
void let_go(Order& order) { order.held = order.review = false; }
Change with(AdjustmentType type, AdjustmentStatus status) {
  return [=](Order& order) { order.adjustments = {adjustment(1, type, status)}; };
}
void cancel(Order& order) {
  order.status = OrderStatus::canceled;
  order.held = false;
  order.adjustments.push_back(
      adjustment(9, AdjustmentType::cancellation, AdjustmentStatus::completed));
}

TEST(ShopNews, AreWhatStopsAParcelOrMovesMoney) {
  using enum ShopNewsType;
  using enum AdjustmentStatus;
  const auto refund = AdjustmentType::refund;
  const auto dispute = AdjustmentType::dispute;
  EXPECT_THAT(told(nothing, nothing), IsEmpty());
  EXPECT_THAT(told(nothing, hold), ElementsAre(held));
  EXPECT_THAT(told(nothing, review), ElementsAre(held));
  EXPECT_THAT(told(hold, review), IsEmpty()) << "it is held already";
  EXPECT_THAT(told(hold, let_go), ElementsAre(released));
  EXPECT_THAT(told(nothing, cancel), ElementsAre(canceled));
  EXPECT_THAT(told(hold, cancel), ElementsAre(canceled)) << "not released";
  EXPECT_THAT(told(cancel, nothing), IsEmpty());
  EXPECT_THAT(told(nothing, with(refund, pending)), IsEmpty());
  EXPECT_THAT(told(nothing, with(refund, completed)), ElementsAre(refunded));
  EXPECT_THAT(told(with(refund, pending), with(refund, completed)), ElementsAre(refunded));
  EXPECT_THAT(told(with(refund, pending), with(refund, failed)), IsEmpty());
  EXPECT_THAT(told(with(refund, completed), hold), ElementsAre(held));
  EXPECT_THAT(told(nothing, with(dispute, pending)), ElementsAre(disputed));
  EXPECT_THAT(told(with(dispute, pending), with(dispute, failed)), IsEmpty());
  EXPECT_THAT(told(nothing, [](Order& order) { order.status = OrderStatus::shipped; }), IsEmpty());
}

// A provider's report may grow, or be split among refunds that it names later.
TEST(ShopNews, TellHowMuchMoreWasPaidBack) {
  const auto refunds = [](std::vector<std::int64_t> amounts) {
    Order order;
    for (std::size_t i = 0; i < amounts.size(); ++i) {
      Adjustment each = adjustment(static_cast<std::uint8_t>(i + 1), AdjustmentType::refund,
                                   AdjustmentStatus::completed);
      each.amount = Amount{amounts[i]};
      order.adjustments.push_back(each);
    }
    return order;
  };
  const auto more = [&](std::vector<std::int64_t> before, std::vector<std::int64_t> after) {
    std::int64_t told = 0;
    for (const ShopNews& each : shop_news(refunds(before), refunds(after), false)) {
      told += each.amount->minor;
    }
    return told;
  };
  EXPECT_EQ(more({}, {500}), 500);
  EXPECT_EQ(more({500}, {1200}), 700);
  EXPECT_EQ(more({500}, {200, 300}), 0);
  EXPECT_EQ(more({500}, {200, 400}), 100);
}

TEST(ShopNews, HoldAnOrderWhoseMoneyIsGone) {
  const auto lapse = [](Order& order) { order.payment = PaymentState::lapsed; };
  EXPECT_THAT(told(nothing, lapse), ElementsAre(ShopNewsType::held));
  EXPECT_THAT(told(hold, lapse), IsEmpty()) << "it is held already";
}

TEST(ShopNews, AreNotWhatTheShopDidItself) {
  EXPECT_THAT(told(nothing, hold, true), IsEmpty());
  EXPECT_THAT(told(hold, let_go, true), IsEmpty());
  Order before;
  Order after = before;
  cancel(after);
  mark_by_shop(before, after);
  EXPECT_THAT(shop_news(before, after, true), IsEmpty());
  EXPECT_THAT(shop_news(before, after, false), IsEmpty()) << "the mark stays, for what is settled";
}

TEST(ShopNews, SayHowMuchAndWhy) {
  Order after;
  after.adjustments = {adjustment(1, AdjustmentType::refund, AdjustmentStatus::completed),
                       adjustment(2, AdjustmentType::dispute, AdjustmentStatus::pending)};
  EXPECT_THAT(shop_news({}, after, false),
              ElementsAre(ShopNews{ShopNewsType::refunded, Amount{100}, "why"},
                          ShopNews{ShopNewsType::disputed, Amount{200}, "why"}));
}

TEST(ShopMark, IsOnWhatIsNewAlone) {
  Order before;
  before.adjustments = {adjustment(1, AdjustmentType::refund, AdjustmentStatus::completed)};
  Order after = before;
  after.adjustments.push_back(adjustment(2, AdjustmentType::refund, AdjustmentStatus::pending));
  mark_by_shop(before, after);
  EXPECT_FALSE(after.adjustments[0].by_shop);
  EXPECT_TRUE(after.adjustments[1].by_shop);
}

}  // namespace
}  // namespace till::checkout
