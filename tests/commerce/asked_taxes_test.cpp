// The taxes of a quote that a tax service reckons, in whatever currency and however prices hold
// them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "commerce/tax_shop.h"

namespace till::commerce {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// Ten percent of everything, half up, and what it was asked.
class TenPercent final : public app::TaxService {
 public:
  Task<app::TaxResult> calculate(const app::TaxQuestion& question, Executor&) override {
    asked.push_back(question);
    if (failure && (only.empty() || only == question.address.country)) co_return refused(*failure);
    app::TaxCalculation made;
    made.id = "taxcalc_" + std::to_string(asked.size());
    made.freed = question.exempt || question.tax_id;
    const auto tax = [&made](const app::TaxedAmount& one) {
      const bool free = made.freed || one.code == app::kNeverTaxed;
      const Amount amount = free            ? Amount{}
                            : one.holds_tax ? fraction_half_up(one.amount, 1, 11)
                                            : fraction_half_up(one.amount, 1, 10);
      made.total.minor += one.amount.minor + (one.holds_tax ? 0 : amount.minor);
      return amount;
    };
    for (const app::TaxedAmount& line : question.lines) made.lines.push_back(tax(line));
    if (question.delivery) made.delivery = tax(*question.delivery);
    co_return made;
  }
  Task<app::TaxOutcome> record(const app::TaxRecord&, Executor&) override {
    co_return app::TaxKept{};
  }
  Task<app::TaxOutcome> reverse(const app::TaxReversalRequest&, Executor&) override {
    co_return app::TaxKept{};
  }

  std::vector<app::TaxQuestion> asked;
  std::optional<app::TaxFailure> failure;
  std::string only;  // The failure holds for this country; empty: everywhere.
};

constexpr const char* kShop = R"({
  "currency": "eur", "home": {"country": "DE"}, "prices_include_tax": ["DE"],
  "tax_codes": {"books": "txcd_10302000"},
  "items": [
    {"id": "poster", "title": "Poster", "unit_amount": 999, "stock": 99,
     "fulfillment": ["shipping", "pickup"]},
    {"id": "book", "title": "Book", "unit_amount": 1299, "stock": 99, "tax_class": "Books"},
    {"id": "gift", "title": "Gift card", "unit_amount": 2500, "digital": true, "tax_exempt": true},
    {"id": "file", "title": "File", "unit_amount": 500, "digital": true,
     "tax_class": "txcd_10000000"}],
  "shipping": [{"id": "post", "title": "Post", "amount": 595, "countries": ["DE", "US"]},
               {"id": "fast", "title": "Fast", "amount": 995, "countries": ["DE", "US"]}],
  "pickup": [
    {"id": "shop", "title": "Shop", "amount": 0,
     "location": {"name": "Shop", "address": {"name": "S", "line_one": "1", "city": "Berlin",
                  "country": "DE", "postal_code": "10115"}}}],
  "discounts": [{"code": "ALL", "name": "All", "percent_off": 100},
                {"code": "ONE", "name": "1.00 off", "amount_off": 100}]
})";

class AskedOf : public ::testing::Test {
 protected:
  checkout::QuoteResult ask(checkout::QuoteRequest request) {
    request.currency = "eur";
    request.now = shop.clock.now();
    EmbeddedCommerce commerce(*parse_catalog(kShop, {}, OtherItems::none, TaxSource::service),
                              shop.memory, nullptr, &taxes);
    return shop.run(commerce.quote(std::move(request), shop.executor));
  }
  static checkout::QuoteRequest of(std::vector<checkout::QuoteLine> lines,
                                   std::optional<checkout::Address> to) {
    checkout::QuoteRequest request;
    request.lines = std::move(lines);
    request.ship_to = std::move(to);
    return request;
  }
  static const checkout::QuotedOption& option(const checkout::Quote& quote, const char* id) {
    for (const auto& each : quote.options) {
      if (each.id == id) return each;
    }
    ADD_FAILURE() << "no option " << id;
    return quote.options.front();
  }

  app::Shop shop;
  TenPercent taxes;
  const checkout::Address berlin = address_at("DE", "", "10115", "Berlin");
  const checkout::Address austin = address_at("US", "TX", "78701", "Austin");
};

TEST_F(AskedOf, EachDeliveryIsAskedAboutWithWhatItBrings) {
  const auto quote = ask(of({{"poster", 2}, {"book", 1}}, austin));
  ASSERT_TRUE(quote);
  EXPECT_EQ(quote->lines[0].tax, Amount{200});
  EXPECT_EQ(quote->lines[1].tax, Amount{130});
  EXPECT_EQ(quote->lines[1].tax_code, "txcd_10302000");
  EXPECT_EQ(option(*quote, "post").tax, Amount{60});
  EXPECT_EQ(option(*quote, "fast").tax, Amount{100});
  ASSERT_THAT(option(*quote, "post").tax_calculations, SizeIs(1));
  EXPECT_EQ(option(*quote, "post").tax_calculations[0].total,
            (Amount{1998 + 200 + 1299 + 130 + 595 + 60}));
  EXPECT_THAT(taxes.asked, SizeIs(2));
}

TEST_F(AskedOf, APriceThatHoldsItsTaxIsNotRaised) {
  const auto quote = ask(of({{"poster", 2}}, berlin));
  ASSERT_TRUE(quote);
  EXPECT_EQ(quote->lines[0].tax, Amount{0});
  EXPECT_EQ(quote->lines[0].included_tax, Amount{182});
  EXPECT_EQ(option(*quote, "post").included_tax, Amount{54});
  EXPECT_EQ(option(*quote, "shop").tax_calculations[0].total, Amount{1998});
}

TEST_F(AskedOf, WithoutAnAddressOnlyThePlacesOfTheShopAreAskedAbout) {
  const auto quote = ask(of({{"file", 1}}, std::nullopt));
  ASSERT_TRUE(quote);
  EXPECT_EQ(quote->lines[0].tax_place, checkout::TaxPlace::address_missing);
  EXPECT_THAT(taxes.asked, IsEmpty());
}

TEST_F(AskedOf, ADiscountOffTheOrderLowersWhatIsTaxed) {
  auto request = of({{"poster", 1}, {"book", 1}}, austin);
  request.discount_codes = {"ONE"};
  const auto quote = ask(std::move(request));
  ASSERT_TRUE(quote);
  EXPECT_EQ(taxes.asked[0].lines[0].amount.minor + taxes.asked[0].lines[1].amount.minor,
            999 + 1299 - 100);
}

TEST_F(AskedOf, WhatCostsNothingIsNotAskedAboutButItsDeliveryIs) {
  auto request = of({{"poster", 1}}, austin);
  request.discount_codes = {"ALL"};
  const auto quote = ask(std::move(request));
  ASSERT_TRUE(quote);
  EXPECT_EQ(quote->lines[0].tax, Amount{0});
  EXPECT_EQ(option(*quote, "post").tax, Amount{60});
  EXPECT_EQ(taxes.asked[0].lines[0].code, app::kDelivery);
}

TEST_F(AskedOf, WhatIsNeverTaxedIsPartOfTheSale) {
  const auto quote = ask(of({{"gift", 1}, {"file", 1}}, austin));
  ASSERT_TRUE(quote);
  EXPECT_EQ(quote->lines[0].tax, Amount{0});
  EXPECT_EQ(quote->lines[1].tax, Amount{50});
  ASSERT_THAT(taxes.asked, SizeIs(1));
  EXPECT_EQ(taxes.asked[0].lines[0].code, app::kNeverTaxed);
  EXPECT_FALSE(quote->lines[0].exempted);
}

TEST_F(AskedOf, AFreedBuyerIsMarkedSo) {
  auto request = of({{"poster", 1}}, austin);
  request.tax_id = "FR12345678901";
  const auto quote = ask(std::move(request));
  ASSERT_TRUE(quote);
  EXPECT_TRUE(quote->lines[0].exempted);
  EXPECT_TRUE(option(*quote, "post").exempted);
}

TEST_F(AskedOf, SilenceAndRefusalAreNoQuote) {
  for (const auto failure : {app::TaxFailure::silent, app::TaxFailure::refused}) {
    taxes.failure = failure;
    const auto quote = ask(of({{"poster", 1}}, austin));
    ASSERT_FALSE(quote);
    EXPECT_EQ(quote.error().failure, checkout::QuoteFailure::unavailable);
  }
}

TEST_F(AskedOf, AnAddressThatIsNotLocatedIsSaidOfItsLines) {
  taxes.failure = app::TaxFailure::not_located;
  taxes.only = "US";
  const auto quote = ask(of({{"poster", 1}}, austin));
  ASSERT_TRUE(quote);
  EXPECT_EQ(quote->lines[0].tax_place, checkout::TaxPlace::not_located);
  EXPECT_THAT(option(*quote, "post").tax_calculations, IsEmpty());
}

TEST_F(AskedOf, APlaceOfTheShopThatIsNotLocatedIsNotOffered) {
  taxes.failure = app::TaxFailure::not_located;
  const auto quote = ask(of({{"poster", 1}}, berlin));
  ASSERT_TRUE(quote);
  for (const auto& each : quote->options) EXPECT_NE(each.id, "shop");
}

struct FaultRow {
  const char* member;
  const char* fault;
};

TEST(CatalogOfATaxService, HasNoRatesOfItsOwn) {
  const FaultRow rows[] = {
      {R"("tax": [{"country": "DE", "rate_ppm": 1}])", "$.tax must be left out"},
      {R"("reverse_charge": true)", "$.reverse_charge must be left out"},
      {R"("tax_codes": {"books": "reduced"})", "$.tax_codes.books must be a tax code"},
  };
  for (const FaultRow& row : rows) {
    const std::string json =
        std::string(R"({"currency": "eur", "items": [], "shipping": [], )") + row.member + "}";
    const auto catalog = parse_catalog(json, {}, OtherItems::none, TaxSource::service);
    ASSERT_FALSE(catalog) << row.member;
    EXPECT_THAT(catalog.error().text(), testing::HasSubstr(row.fault)) << catalog.error().text();
  }
  EXPECT_FALSE(parse_catalog(R"({"currency": "eur", "items": [], "shipping": [],
                                 "tax_codes": {"books": "txcd_10302000"}})"))
      << "codes say nothing where nobody is asked";
}

}  // namespace
}  // namespace till::commerce
