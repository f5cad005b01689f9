// Prices of the shop's own feeds that an agent showed, from the quote to the refund (CU-15).
#include <gmock/gmock.h>

#include "app/shop.h"

namespace till::app {
namespace {

using checkout::MessageCode;
using checkout::Patch;
using checkout::RequestedLine;
using checkout::SessionPtr;
using ::testing::ElementsAre;

// A mug costs 14.50, and 7.25 % of tax in California.
struct FeedShop : Shop {
  FeedShop() { published.said = {{"mug-blue", 1200}, {"mug-blue", 1100}, {"mug-blue", 1600}}; }

  static checkout::CreateCommand showing(std::optional<std::int64_t> amount,
                                         std::int64_t quantity = 1) {
    auto command = cart({{"mug-blue", quantity}});
    if (amount) command.lines[0].suggested = Amount{*amount};
    return command;
  }
  SessionPtr replace(const SessionPtr& session, std::vector<RequestedLine> lines) {
    checkout::UpdateCommand update;
    update.lines = Patch<std::vector<RequestedLine>>::of(std::move(lines));
    const std::string key = "replace-" + std::to_string(++replaced);
    return session_of(Shop::update(key, session->id, update));
  }
  static bool is_explained(const SessionPtr& session) {
    return std::ranges::any_of(session->messages, [](const checkout::Message& message) {
      return message.code == MessageCode::price_change;
    });
  }
  int replaced = 0;
};

TEST(AHonoredPrice, IsOneThatAFeedSaidAndNeverMoreThanTheShops) {
  const struct {
    std::optional<std::int64_t> shown;
    std::int64_t paid;
    bool explained;
  } rows[] = {{1200, 1200, false}, {1100, 1100, false}, {1199, 1450, true},
              {1450, 1450, false}, {1600, 1450, true},  {{}, 1450, false}};
  for (const auto& row : rows) {
    FeedShop shop;
    const auto session = shop.created(FeedShop::showing(row.shown));
    EXPECT_EQ(session->lines[0].unit_amount, Amount{row.paid}) << row.shown.value_or(0);
    EXPECT_EQ(FeedShop::is_explained(session), row.explained) << row.shown.value_or(0);
  }
}

TEST(AHonoredPrice, IsThatOfTotalsTaxesDiscountsChargesAndRefunds) {
  FeedShop shop;
  auto command = FeedShop::showing(1200, 2);
  command.discount_codes = {"SAVE10"};
  const auto session = shop.created(command);
  EXPECT_EQ(session->totals.items_base_amount, Amount{2400});
  EXPECT_EQ(session->totals.items_discount, Amount{240});
  EXPECT_EQ(session->lines[0].totals.tax, Amount{157}) << "7.25 % of 21.60";
  EXPECT_EQ(session->totals.total, Amount{2160 + 157 + 500});
  const auto paid = Shop::session_of(shop.complete("pay", session->id, shop.token_for(*session)));
  ASSERT_TRUE(paid->order);
  EXPECT_THAT(shop.gateway.amounts, ElementsAre(Amount{2817}));
  EXPECT_EQ(paid->order->totals.total, Amount{2817});
  EXPECT_EQ(paid->order->lines[0].unit_price, Amount{1200});
  EXPECT_EQ(checkout::amount_refundable(*paid->order), Amount{2817});
}

TEST(AHonoredPrice, IsKeptByTheSessionWhateverBecomesOfTheFeed) {
  FeedShop shop;
  const auto session = shop.created(FeedShop::showing(1200));
  shop.published.said.clear();
  const auto more = shop.replace(session, {{"mug-blue", 3, {}, {}}});
  EXPECT_EQ(more->lines[0].unit_amount, Amount{1200}) << "the agent need not say it again";
  checkout::UpdateCommand buyer;
  buyer.buyer = Patch<checkout::Buyer>::of({});
  EXPECT_EQ(Shop::session_of(shop.update("b", session->id, buyer))->totals.items_base_amount,
            Amount{3600});
  RequestedLine unknown{"mug-blue", 1, {}, {}, Amount{900}};
  const auto asked = shop.replace(session, {unknown});
  EXPECT_EQ(asked->lines[0].unit_amount, Amount{1200});
  EXPECT_TRUE(FeedShop::is_explained(asked)) << "it is not what the agent showed";
  const auto other = shop.replace(session, {{"ebook-acp", 1, {}, {}}});
  EXPECT_EQ(other->lines[0].unit_amount, Amount{999});
  const auto again = shop.replace(session, {{"mug-blue", 1, {}, {}}});
  EXPECT_EQ(again->lines[0].unit_amount, Amount{1450}) << "the line was taken out";
}

TEST(AHonoredPrice, GivesWayToALowerOneAndToAnotherThatAFeedSays) {
  FeedShop shop;
  const auto session = shop.created(FeedShop::showing(1200));
  RequestedLine lower{"mug-blue", 1, {}, {}, Amount{1100}};
  EXPECT_EQ(shop.replace(session, {lower})->lines[0].unit_amount, Amount{1100});
  commerce::Catalog cheaper = shop.catalog;
  cheaper.items[0].unit_amount = commerce::Prices::of({{"usd", Amount{1000}}});
  shop.commerce.replace(cheaper);
  EXPECT_EQ(shop.replace(session, {{"mug-blue", 1, {}, {}}})->lines[0].unit_amount, Amount{1000});
}

TEST(AHonoredPrice, IsPaidThoughTheShopAsksMoreWhenTheBuyerPays) {
  FeedShop shop;
  const auto session = shop.created(FeedShop::showing(1200));
  commerce::Catalog dearer = shop.catalog;
  dearer.items[0].unit_amount = commerce::Prices::of({{"usd", Amount{2000}}});
  shop.commerce.replace(dearer);
  const auto paid = Shop::session_of(shop.complete("pay", session->id, shop.token_for(*session)));
  ASSERT_TRUE(paid->order);
  EXPECT_EQ(paid->order->totals.total, session->totals.total);
}

TEST(AHonoredPrice, IsShownByACartAndNotKept) {
  FeedShop shop;
  checkout::CartCommand command;
  command.lines = FeedShop::showing(1200).lines;
  const auto cart = Shop::session_of(
      shop.run(by_agent(shop.service).create_cart(shop.context("c", "1"), command)));
  EXPECT_EQ(cart->lines[0].unit_amount, Amount{1200});
  shop.published.said.clear();
  command.lines[0].suggested.reset();
  const auto later = Shop::session_of(
      shop.run(by_agent(shop.service)
                   .replace_cart(shop.context("r", "2"), CartId{cart->id.bytes}, command)));
  EXPECT_EQ(later->lines[0].unit_amount, Amount{1450});
}

}  // namespace
}  // namespace till::app
