#include "commerce/embedded/embedded_commerce.h"

#include <gtest/gtest.h>

#include "app/shop.h"

namespace till::commerce {
namespace {

using checkout::QuoteFailure;
using checkout::QuoteRequest;

QuoteRequest request_for(std::string item, std::int64_t quantity,
                         std::optional<checkout::Address> to) {
  QuoteRequest request;
  request.currency = "usd";
  request.lines = {{std::move(item), quantity}};
  request.ship_to = std::move(to);
  return request;
}

checkout::QuoteResult quote(app::Shop& shop, QuoteRequest request) {
  return shop.run(shop.commerce.quote(std::move(request), shop.executor));
}

TEST(Quote, TaxesNothingForABuyerWhoIsExempt) {
  app::Shop shop;
  QuoteRequest request = request_for("mug-blue", 3, app::address_in("CA"));
  request.exemption = checkout::TaxExemption{"c", "resale", {}, {}};
  const auto quoted = quote(shop, request);
  EXPECT_EQ(quoted->lines.front().tax, Amount{0});
  EXPECT_TRUE(quoted->lines.front().exempted);
  EXPECT_FALSE(quoted->lines.front().tax_exempt);
}

struct TaxRow {
  const char* state;
  const char* country;
  std::int64_t tax;  // Of three mugs: 4350.
};

TEST(Quote, TaxesGoodsByWhereTheyGoHalfUpPerLine) {
  const TaxRow rows[] = {{"CA", "US", 315}, {"ca", "US", 315}, {"NY", "US", 386}, {"OR", "US", 0},
                         {"TX", "US", 218}, {"ON", "CA", 0},   {"", "DE", 0}};
  app::Shop shop;
  for (const TaxRow& row : rows) {
    const auto quoted =
        quote(shop, request_for("mug-blue", 3, app::address_in(row.state, row.country)));
    EXPECT_EQ(quoted->lines.front().tax.minor, row.tax) << row.state << row.country;
  }
}

TEST(Quote, TaxesNothingThatIsExemptAndNothingBeforeAnAddressIsKnown) {
  app::Shop shop;
  EXPECT_EQ(quote(shop, request_for("ebook-acp", 5, app::address_in("CA")))->lines[0].tax.minor, 0);
  EXPECT_EQ(quote(shop, request_for("mug-blue", 5, std::nullopt))->lines[0].tax.minor, 0);
}

std::string option_ids(const checkout::Quote& quote) {
  std::string ids;
  for (const auto& option : quote.options) ids += option.id + " ";
  return ids;
}

struct OptionRow {
  const char* item;
  const char* country;  // Empty: no address.
  const char* options;
  bool served;
};

TEST(Quote, OffersWhatTheRegionAndTheItemAllow) {  // FU-09, FU-10, FU-12
  const OptionRow rows[] = {
      {"mug-blue", "", "", true},
      {"mug-blue", "US", "standard express ", true},
      {"mug-blue", "DE", "international ", true},
      {"mug-blue", "BR", "", false},
      {"ebook-acp", "", "digital ", true},
      {"ebook-acp", "BR", "digital ", true},
      {"desk-oak", "US", "standard express local-delivery pickup-store ", true},
      {"desk-oak", "GB", "international ", true},
  };
  app::Shop shop;
  for (const OptionRow& row : rows) {
    std::optional<checkout::Address> to;
    if (*row.country != '\0') to = app::address_in("CA", row.country);
    const auto quoted = quote(shop, request_for(row.item, 1, to));
    EXPECT_EQ(option_ids(*quoted), row.options) << row.item << " " << row.country;
    EXPECT_EQ(!quoted->lines[0].unserved, row.served) << row.item << " " << row.country;
  }
}

struct RefusalRow {
  const char* currency;
  const char* item;
  std::int64_t quantity;
  QuoteFailure failure;
};

TEST(Quote, RefusesInItsOrderOfPrecedence) {
  const RefusalRow rows[] = {
      {"eur", "no-such-item", 1, QuoteFailure::unsupported_currency},
      {"usd", "no-such-item", kAmountMax, QuoteFailure::unknown_item},
      {"usd", "mug-blue", kAmountMax, QuoteFailure::amount_too_large},
  };
  app::Shop shop;
  for (const RefusalRow& row : rows) {
    auto request = request_for(row.item, row.quantity, std::nullopt);
    request.currency = row.currency;
    EXPECT_EQ(quote(shop, request).error().failure, row.failure) << row.item;
  }
}

TEST(Quote, SaysOfItsLineWhatIsNoLongerSold) {  // CU-11
  app::Shop shop;
  auto request = request_for("mug-blue", 2, app::address_in("CA"));
  request.discount_codes = {"SAVE10"};
  request.lines.push_back({"gone", 5});
  EXPECT_EQ(quote(shop, request).error().line_index, 1U);
  request.lines_stand = true;
  const auto quoted = quote(shop, request);
  ASSERT_TRUE(quoted.has_value());
  EXPECT_TRUE(quoted->lines[0].sold);
  EXPECT_FALSE(quoted->lines[1].sold);
  EXPECT_EQ(quoted->applied.at(0).amount, Amount{290});
  for (const auto& option : quoted->options) EXPECT_EQ(option.covers, std::vector<std::size_t>{0});
}

TEST(Quote, TaxesWhatIsLeftOfADiscountedLine) {
  app::Shop shop;
  auto request = request_for("mug-blue", 3, app::address_in("CA"));
  request.discount_codes = {"SAVE10"};
  const auto quoted = quote(shop, request);
  EXPECT_EQ(quoted->lines[0].items_discount, Amount{435});
  EXPECT_EQ(quoted->lines[0].tax, Amount{284});
}

// The shop's catalogue with its first discount changed.
Catalog discounted(const app::Shop& shop, void (*change)(checkout::DiscountDefinition&)) {
  Catalog catalog = shop.catalog;
  change(catalog.discounts.front().rule);
  return catalog;
}

TEST(Quote, GivesNothingForBuyingWhatIsNoLongerSold) {
  app::Shop shop;
  shop.commerce.replace(discounted(shop, [](checkout::DiscountDefinition& rule) {
    rule.percent_off.reset();
    rule.items = {"gone"};
    rule.buy_and_get = checkout::BuyAndGet{1, 1, 100, {"mug-blue"}};
  }));
  auto request = request_for("mug-blue", 1, app::address_in("CA"));
  request.discount_codes = {"SAVE10"};
  request.lines.push_back({"gone", 5});
  request.lines_stand = true;
  EXPECT_TRUE(quote(shop, request)->applied.empty());
}

TEST(Quote, SaysWhichUsesItCounts) {
  app::Shop shop;
  shop.commerce.replace(
      discounted(shop, [](checkout::DiscountDefinition& rule) { rule.usage_limit = 2; }));
  auto request = request_for("mug-blue", 1, app::address_in("CA"));
  request.discount_codes = {"SAVE10"};
  const auto quoted = quote(shop, request);
  ASSERT_EQ(quoted->uses.size(), 1U);
  EXPECT_EQ(quoted->uses[0].limit, 2);
}

// A store that does not say how often anything was used.
class Mute final : public app::Stock {
 public:
  std::vector<std::int64_t> available(std::span<const std::string> items) override {
    return std::vector<std::int64_t>(items.size(), 1);
  }
  std::vector<std::optional<std::int64_t>> recorded(std::span<const std::string> items) override {
    return std::vector<std::optional<std::int64_t>>(items.size(), 1);
  }
  Task<app::StoreResult<std::vector<std::int64_t>>> uses(std::vector<std::string>,
                                                         Executor&) override {
    co_return refused(app::StoreFailure::failed);
  }
  app::StoreResult<Done> state_stock(std::span<const StatedStock>, Timestamp) override {
    return Done{};
  }
  app::StoreResult<Done> state_others(std::shared_ptr<const app::StatedPieces>,
                                      Timestamp) override {
    return Done{};
  }
};

TEST(Quote, IsNotGivenWhenNobodyKnowsWhetherADiscountIsUsedUp) {
  app::Shop shop;
  Mute stock;
  EmbeddedCommerce commerce(
      discounted(shop, [](checkout::DiscountDefinition& rule) { rule.usage_limit = 2; }), stock);
  auto request = request_for("mug-blue", 1, app::address_in("CA"));
  request.discount_codes = {"SAVE10"};
  const auto quoted = shop.run(commerce.quote(request, shop.executor));
  ASSERT_FALSE(quoted.has_value());
  EXPECT_EQ(quoted.error().failure, QuoteFailure::unavailable);
}

TEST(Quote, SeesTheCatalogueThatReplacedAnother) {
  app::Shop shop;
  commerce::Catalog next = shop.catalog;
  next.items.front().unit_amount = Prices::of({{"usd", Amount{1}}, {"jpy", Amount{2}}});
  next.shipping.clear();
  next.local_delivery.clear();
  next.pickup.clear();
  shop.commerce.replace(next);
  const auto quoted = quote(shop, request_for("mug-blue", 1, app::address_in("CA")));
  EXPECT_EQ(quoted->lines[0].unit_amount, Amount{1});
  EXPECT_EQ(quoted->lines[0].unserved, checkout::Unserved::country);
  auto yen = request_for("mug-blue", 1, std::nullopt);
  yen.currency = "jpy";
  EXPECT_EQ(quote(shop, yen)->lines[0].unit_amount, Amount{2});
  yen.lines.push_back({"ebook-acp", 1});
  EXPECT_EQ(quote(shop, yen).error().failure, QuoteFailure::no_price);
}

TEST(Quote, ShowsThePicturesAndThePageOfAnItem) {
  app::Shop shop;
  commerce::Catalog next = shop.catalog;
  next.items.front().links = {{"https://h/1.jpg", "https://h/2.jpg"}, "https://h/mug"};
  shop.commerce.replace(next);
  const auto quoted = quote(shop, request_for("mug-blue", 1, std::nullopt));
  EXPECT_EQ(quoted->lines[0].links, next.items.front().links);
}

TEST(Quote, TellsTheFreeStockOfGoodsAndNoneForDigitalItems) {
  app::Shop shop;
  EXPECT_EQ(quote(shop, request_for("poster-limited", 1, std::nullopt))->lines[0].available, 3);
  EXPECT_FALSE(quote(shop, request_for("ebook-acp", 1, std::nullopt))->lines[0].available);
}

}  // namespace
}  // namespace till::commerce
