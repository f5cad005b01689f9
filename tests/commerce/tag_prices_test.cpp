// Prices with their tax in them: who pays the price on the tag, and who the net price.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "commerce/tax_shop.h"

namespace till::commerce {
namespace {

using testing::HasSubstr;

const std::string kBerlin = R"({
  "currency": "eur", "home": {"country": "DE"}, "prices_include_tax": ["DE", "FR"],
  "reverse_charge": true,
  "items": [
    {"id": "poster", "title": "Poster", "unit_amount": 999, "stock": 99,
     "fulfillment": ["shipping", "pickup"]},
    {"id": "book", "title": "Book", "unit_amount": 1299, "stock": 99, "tax_class": "Reduced rate"},
    {"id": "gift", "title": "Gift card", "unit_amount": 2500, "digital": true, "tax_exempt": true},
    {"id": "file", "title": "File", "unit_amount": 500, "digital": true}],
  "shipping": [{"id": "post", "title": "Post", "amount": 595, "taxed": true,
                "countries": ["DE", "FR", "IT", "US", "CH"]}],
  "pickup": [
    {"id": "shop", "title": "Shop", "amount": 119, "taxed": true,
     "location": {"name": "Shop", "address": {"name": "S", "line_one": "1", "city": "Berlin",
                  "country": "DE", "postal_code": "10115"}}},
    {"id": "paris", "title": "Paris", "amount": 0,
     "location": {"name": "Paris", "address": {"name": "P", "line_one": "1", "city": "Paris",
                  "country": "FR", "postal_code": "75001"}}}],
  "discounts": [{"code": "TEN", "name": "10% off", "percent_off": 10},
                {"code": "ONE", "name": "1.00 off", "amount_off": 100}],
  "tax": [{"country": "DE", "rate_ppm": 190000},
          {"country": "DE", "rate_ppm": 70000, "tax_class": "reduced-rate"},
          {"country": "FR", "rate_ppm": 200000},
          {"country": "FR", "rate_ppm": 55000, "tax_class": "reduced-rate"},
          {"country": "IT", "rate_ppm": 220000},
          {"country": "IT", "rate_ppm": 40000, "tax_class": "reduced-rate"}]
})";

const auto kInBerlin = address_at("DE", "", "10115", "Berlin");
const auto kInParis = address_at("FR", "", "75001", "Paris");
const auto kInRome = address_at("IT", "", "00118", "Roma");
const auto kInZurich = address_at("CH", "", "8001", "Zurich");

constexpr const char* kFrench = "FR12345678901";
constexpr const char* kItalian = "IT12345678901";

// What one line costs: unit price, tax added to it and tax within it.
struct Cost {
  std::int64_t unit = 0;
  std::int64_t added = 0;
  std::int64_t within = 0;
  bool exempted = false;
  bool operator==(const Cost&) const = default;
};
void PrintTo(const Cost& cost, std::ostream* out) {
  *out << cost.unit << " + " << cost.added << " (" << cost.within << ") " << cost.exempted;
}

Cost cost_of(const checkout::QuotedLine& line) {
  return {line.unit_amount.minor, line.tax.minor, line.included_tax.minor, line.exempted};
}

Cost cost_of(const checkout::QuotedOption& option) {
  return {option.subtotal.minor, option.tax.minor, option.included_tax.minor, option.exempted};
}

TEST(TagPrices, ArePaidToTheLastCentWhereTheyHoldTheirTaxWhateverTheRate) {
  TaxShop shop(kBerlin);
  EXPECT_EQ(cost_of(shop.quote("poster", 3, kInBerlin).lines[0]), (Cost{999, 0, 479}));
  EXPECT_EQ(cost_of(shop.quote("poster", 3, kInParis).lines[0]), (Cost{999, 0, 500}));
  EXPECT_EQ(cost_of(shop.quote("book", 1, kInBerlin).lines[0]), (Cost{1299, 0, 85}));
}

TEST(TagPrices, AreShownBeforeTheAddressIsKnown) {
  TaxShop shop(kBerlin);
  const auto line = shop.quote("poster", 3, std::nullopt).lines[0];
  EXPECT_EQ(cost_of(line), (Cost{999, 0, 0}));
  EXPECT_EQ(line.tax_place, checkout::TaxPlace::address_missing);
}

TEST(TagPrices, LessTheTaxOfTheHomeArePaidElsewhereWithTheTaxThere) {
  TaxShop shop(kBerlin);
  EXPECT_EQ(cost_of(shop.quote("poster", 3, kInRome).lines[0]), (Cost{839, 554, 0}));
  EXPECT_EQ(cost_of(shop.quote("book", 1, kInRome).lines[0]), (Cost{1214, 49, 0}));
}

TEST(TagPrices, LessTheTaxOfTheHomeArePaidAbroadWhereNothingIsTaxed) {
  TaxShop shop(kBerlin);
  EXPECT_EQ(cost_of(shop.quote("poster", 3, kInZurich).lines[0]), (Cost{839, 0, 0}));
}

TEST(TagPrices, OfAShopWhoseHomeAddsTaxHoldItOnlyForOthers) {
  TaxShop shop(R"({"currency": "usd", "home": {"country": "US", "state": "CA"},
    "prices_include_tax": ["GB"],
    "items": [{"id": "mug", "title": "Mug", "unit_amount": 1200, "stock": 9}],
    "tax": [{"country": "US", "state": "CA", "rate_ppm": 72500},
            {"country": "GB", "rate_ppm": 200000}]})");
  EXPECT_EQ(cost_of(shop.quote("mug", 1, address_at("GB")).lines[0]), (Cost{1200, 0, 200}));
  EXPECT_EQ(cost_of(shop.quote("mug", 1, address_at("US", "CA")).lines[0]), (Cost{1200, 87, 0}));
  EXPECT_EQ(cost_of(shop.quote("mug", 1, kInZurich).lines[0]), (Cost{1200, 0, 0}));
}

TEST(TagPrices, OfWhatIsNeverTaxedHoldNoTaxAnywhere) {
  TaxShop shop(kBerlin);
  EXPECT_EQ(cost_of(shop.quote("gift", 1, kInBerlin).lines[0]), (Cost{2500, 0, 0}));
  EXPECT_EQ(cost_of(shop.quote("gift", 1, kInZurich).lines[0]), (Cost{2500, 0, 0}));
  EXPECT_EQ(shop.quote("gift", 1, std::nullopt).lines[0].tax_place, checkout::TaxPlace::known)
      << "no address is needed to know that";
}

TEST(TagPrices, MayHoldTheirTaxEverywhere) {
  std::string everywhere = kBerlin;
  const std::string there = R"(["DE", "FR"])";
  TaxShop shop(everywhere.replace(everywhere.find(there), there.size(), "true"));
  EXPECT_EQ(cost_of(shop.quote("poster", 3, kInRome).lines[0]), (Cost{999, 0, 540}));
  EXPECT_EQ(cost_of(shop.quote("poster", 3, kInZurich).lines[0]), (Cost{999, 0, 0}));
}

TEST(TagPrices, AreWhatDiscountsAreOff) {
  TaxShop shop(kBerlin);
  checkout::QuoteRequest request;
  request.lines = {{"poster", 3}};
  request.ship_to = kInBerlin;
  request.discount_codes = {"TEN"};
  const auto line = shop.quote(request).lines[0];
  EXPECT_EQ(line.items_discount, Amount{300});
  EXPECT_EQ(line.included_tax, Amount{431});  // (29.97 - 3.00) * 19 / 119.
}

// An amount off the whole order is off no line, and lowers what is paid and its tax all the same.
TEST(TagPrices, HoldLessTaxByADiscountOfTheWholeOrder) {
  TaxShop shop(kBerlin);
  checkout::QuoteRequest request;
  request.lines = {{"poster", 3}, {"book", 1}, {"gift", 1}};
  request.ship_to = kInBerlin;
  request.discount_codes = {"ONE"};
  const auto quote = shop.quote(request);
  EXPECT_EQ(quote.lines[0].items_discount, Amount{0});
  // 1.00 off 67.96 falls on them with 0.44, 0.19 and 0.37.
  EXPECT_EQ(quote.lines[0].included_tax, Amount{471});  // 29.53 * 19 / 119.
  EXPECT_EQ(quote.lines[1].included_tax, Amount{84});   // 12.80 * 7 / 107.
}

TEST(TagPrices, ArePaidNetByABusinessAbroadThatOwesTheTaxItself) {
  TaxShop shop(kBerlin);
  EXPECT_EQ(cost_of(shop.quote("poster", 3, kInParis, kFrench).lines[0]), (Cost{839, 0, 0, true}));
  EXPECT_EQ(cost_of(shop.quote("poster", 3, kInRome, kItalian).lines[0]), (Cost{839, 0, 0, true}));
  EXPECT_EQ(cost_of(shop.quote("file", 1, kInParis, kFrench).lines[0]), (Cost{420, 0, 0, true}));
}

TEST(TagPrices, ArePaidInFullByABusinessAtHomeOrWithoutANumberOfTheRightForm) {
  TaxShop shop(kBerlin);
  const Cost at_home{999, 0, 479};
  const Cost in_france{999, 0, 500};
  EXPECT_EQ(cost_of(shop.quote("poster", 3, kInBerlin, "DE123456789").lines[0]), at_home);
  EXPECT_EQ(cost_of(shop.quote("poster", 3, kInBerlin, kFrench).lines[0]), at_home);
  EXPECT_EQ(cost_of(shop.quote("poster", 3, kInParis, "FR1234").lines[0]), in_france);
  EXPECT_EQ(cost_of(shop.quote("poster", 3, kInParis, "DE123456789").lines[0]), in_france);
}

TEST(TagPrices, ArePaidInFullByABusinessIfTheShopDoesNotSellInReverse) {
  std::string without = kBerlin;
  const std::string there = R"("reverse_charge": true,)";
  TaxShop shop(without.replace(without.find(there), there.size(), ""));
  EXPECT_EQ(cost_of(shop.quote("poster", 3, kInParis, kFrench).lines[0]), (Cost{999, 0, 500}));
}

TEST(TagPrices, OfWhatIsNotTaxedThereArePaidInFullByABusinessToo) {
  std::string untaxed = kBerlin;
  const std::string books = R"({"country": "FR", "rate_ppm": 55000, "tax_class": "reduced-rate"},)";
  TaxShop shop(untaxed.replace(untaxed.find(books), books.size(), ""));
  EXPECT_EQ(cost_of(shop.quote("book", 1, kInParis, kFrench).lines[0]), (Cost{1299, 0, 0}));
}

TEST(TagPrices, ArePaidNetByWhoHasACertificate) {
  TaxShop shop(kBerlin);
  checkout::QuoteRequest request;
  request.lines = {{"poster", 3}};
  request.ship_to = kInBerlin;
  request.exemption = checkout::TaxExemption{"c", "government", {}, {}};
  EXPECT_EQ(cost_of(shop.quote(request).lines[0]), (Cost{839, 0, 0, true}));
}

TEST(TagPrices, OfADeliveryGoByTheSameRules) {
  TaxShop shop(kBerlin);
  const auto post = [&shop](const char* item, const checkout::Address& to, const char* id = "") {
    return cost_of(shop.quote(item, 1, to, id).options.front());
  };
  EXPECT_EQ(post("poster", kInBerlin), (Cost{595, 0, 95}));
  EXPECT_EQ(post("book", kInBerlin), (Cost{595, 0, 39}));  // It is taxed as what it brings.
  EXPECT_EQ(post("poster", kInParis), (Cost{595, 0, 99}));
  EXPECT_EQ(post("poster", kInRome), (Cost{500, 110, 0}));
  EXPECT_EQ(post("poster", kInZurich), (Cost{500, 0, 0}));
  EXPECT_EQ(post("poster", kInParis, kFrench), (Cost{500, 0, 0, true}));
}

TEST(TagPrices, OfADeliveryOfSeveralClassesBearTheGreatestTaxOfThese) {
  TaxShop shop(kBerlin);
  checkout::QuoteRequest request;
  request.lines = {{"book", 1}, {"poster", 1}, {"book", 2}};
  request.ship_to = kInBerlin;
  EXPECT_EQ(cost_of(shop.quote(request).options.front()), (Cost{595, 0, 95}));
}

TEST(TagPrices, OfWhatIsFetchedAreTaxedThere) {
  TaxShop shop(kBerlin);
  const auto quote = shop.quote("poster", 3, kInBerlin);
  const auto& pickup = quote.options.at(1);
  EXPECT_EQ(pickup.id, "shop");
  EXPECT_EQ(cost_of(pickup), (Cost{119, 0, 19}));
  EXPECT_EQ(pickup.line_taxes.front().included_tax, Amount{479});
  EXPECT_EQ(pickup.line_taxes.front().tax, Amount{0});
}

// The goods never cross a border, so the tax stays the shop's to collect.
TEST(TagPrices, AreTaxedForABusinessThatFetchesWhatItBuys) {
  TaxShop shop(kBerlin);
  const auto quote = shop.quote("poster", 3, kInParis, kFrench);
  EXPECT_EQ(quote.lines[0].unit_amount, Amount{839});
  const auto& pickup = quote.options.at(1);
  EXPECT_EQ(pickup.id, "paris");
  EXPECT_EQ(pickup.line_taxes.front().tax, Amount{503});
  EXPECT_FALSE(pickup.line_taxes.front().exempted);
  checkout::QuoteRequest request;
  request.lines = {{"poster", 3, 0}};
  request.groups = {{"g", checkout::FulfillmentType::pickup, {}, "paris"}};
  request.tax_id = kFrench;
  EXPECT_EQ(cost_of(shop.quote(request).lines[0]), (Cost{999, 0, 500}));
}

TEST(AddedTax, IsNotChargedToABusinessThatOwesItItself) {
  TaxShop shop(R"({"currency": "eur", "home": {"country": "DE"}, "reverse_charge": true,
    "items": [{"id": "poster", "title": "Poster", "unit_amount": 839, "stock": 9}],
    "tax": [{"country": "DE", "rate_ppm": 190000}, {"country": "FR", "rate_ppm": 200000}]})");
  EXPECT_EQ(cost_of(shop.quote("poster", 3, kInParis).lines[0]), (Cost{839, 503, 0}));
  EXPECT_EQ(cost_of(shop.quote("poster", 3, kInParis, kFrench).lines[0]), (Cost{839, 0, 0, true}));
}

TEST(AddedTax, LiesOnADeliveryOnlyWhereTheRateSaysSo) {
  TaxShop shop(R"({"currency": "usd",
    "items": [{"id": "mug", "title": "Mug", "unit_amount": 1000, "stock": 9}],
    "shipping": [{"id": "post", "title": "Post", "amount": 500, "countries": ["US"],
                  "taxed": true}],
    "tax": [{"country": "US", "state": "CA", "rate_ppm": 72500, "shipping": false},
            {"country": "US", "state": "NY", "rate_ppm": 40000}]})");
  EXPECT_EQ(cost_of(shop.quote("mug", 1, address_at("US", "CA")).options[0]), (Cost{500, 0, 0}));
  EXPECT_EQ(cost_of(shop.quote("mug", 1, address_at("US", "NY")).options[0]), (Cost{500, 20, 0}));
  EXPECT_EQ(shop.quote("mug", 1, address_at("US", "CA")).lines[0].tax, Amount{73});
}

TEST(TaxSettings, ThatCannotBeAreRefusedByTheirPlace) {
  const struct {
    const char* members;
    const char* told;
  } rows[] = {
      {R"("prices_include_tax": true)", "$.home must be an object that says where the shop is"},
      {R"("reverse_charge": true)", "$.home must be"},
      {R"("home": {"country": "DE"}, "prices_include_tax": [])",
       "$.prices_include_tax must be a list of at least one country"},
      {R"("home": {"country": "DE"}, "prices_include_tax": ["UK"])",
       "$.prices_include_tax[0] must be an ISO 3166-1 code"},
      {R"("home": {"country": "DE"}, "prices_include_tax": ["JP"])",
       "$.prices_include_tax must be a list of countries with tax rates: JP has none"},
      {R"("home": {"country": "DE"}, "prices_include_tax": ["EU"])", "FR has none"},
      {R"("home": {"country": "DE"}, "prices_include_tax": "yes")",
       "$.prices_include_tax must be true or"},
      {R"("home": {"country": "CH"}, "reverse_charge": true)",
       "$.reverse_charge must be left out: it is for shops in the European Union"},
      {R"("home": {"country": "ZZ"})", "$.home.country must be"},
      {R"("home": {"country": "DE", "street": "x"})", "$.home.street is not a member"},
      {R"("home": {"country": "US"})", "$.home.state must be a state of US"},
      {R"("items": [{"id": "a", "title": "A", "unit_amount": 1, "stock": 1, "tax_class": "low"}])",
       "$.items[0].tax_class must be the class of a tax rate: none is of low"}};
  for (const auto& row : rows) {
    const auto catalog = parse_catalog(std::string(R"({"currency": "eur", "tax": [
        {"country": "DE", "rate_ppm": 190000},
        {"country": "US", "state": "CA", "rate_ppm": 1}], )") +
                                       row.members + "}");
    ASSERT_FALSE(catalog.has_value()) << row.members;
    EXPECT_THAT(catalog.error().text(), HasSubstr(row.told));
  }
}

TEST(TaxSettings, KnowTheUnionByItsName) {
  std::string rates;
  for (const char* country :
       {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
        "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"}) {
    rates +=
        std::string(rates.empty() ? "" : ",") + R"({"rate_ppm": 1, "country": ")" + country + "\"}";
  }
  const auto catalog =
      parse_catalog(R"({"currency": "eur", "home": {"country": "DE"}, "prices_include_tax": ["EU"],
                        "tax": [)" +
                    rates + "]}");
  ASSERT_TRUE(catalog.has_value()) << catalog.error().text();
  EXPECT_EQ(catalog->tax_settings.tax_in_prices.size(), 27);
}

}  // namespace
}  // namespace till::commerce
