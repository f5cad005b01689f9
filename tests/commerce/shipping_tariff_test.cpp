// What shipping costs: public tariffs and made-up ones, each row worked out by hand.
#include "commerce/embedded/shipping_tariff.h"

#include <gtest/gtest.h>

#include "commerce/embedded/catalog.h"

namespace till::commerce {
namespace {

ShippingPrice price_from(const std::string& currency, const std::string& members) {
  const auto catalog = parse_catalog(
      R"({"currency":")" + currency + R"(","shipping_classes":["large","bulky","battery"],)" +
      R"("shipping":[{"id":"s","title":"S","countries":["US"],)" + members + "}]}");
  EXPECT_TRUE(catalog) << catalog.error().text();
  return catalog->shipping.front().price;
}

const std::string* class_named(const char* name) {
  static const std::string large = "large", bulky = "bulky", battery = "battery";
  for (const std::string* one : {&large, &bulky, &battery}) {
    if (*one == name) return one;
  }
  return nullptr;
}

ShippingLoad loaded(const std::string& currency, std::int64_t grams, std::int64_t pieces = 1,
                    std::int64_t value = 0, const char* of_class = "") {
  return {currency, {{pieces, grams, class_named(of_class)}}, Amount{value}};
}

// -1: it does not go.
std::int64_t paid(const ShippingPrice& price, const ShippingLoad& load) {
  const auto amount = price_of(price, load);
  return amount ? amount->minor : -1;
}

struct Weighed {
  std::int64_t grams;
  std::int64_t price;
};

void expect_by_weight(const std::string& currency, const std::string& members,
                      std::initializer_list<Weighed> rows) {
  const ShippingPrice price = price_from(currency, members);
  for (const Weighed& row : rows) {
    EXPECT_EQ(paid(price, loaded(currency, row.grams)), row.price) << row.grams << " g";
  }
}

// United States Postal Service, Notice 123, Price List of 13 July 2025: First-Class Mail, stamped
// letters, 0.78 for one ounce and 0.29 for each more, up to 3.5 ounces; in whole grams here.
TEST(ShippingTariff, IsThatOfLettersOfTheUnitedStates) {
  expect_by_weight(
      "usd",
      R"("tariff":{"by":"weight","steps":[{"up_to":28,"amount":78},
                      {"up_to":56,"amount":107},{"up_to":85,"amount":136},
                      {"up_to":99,"amount":165}]})",
      {{1, 78}, {28, 78}, {29, 107}, {56, 107}, {57, 136}, {85, 136}, {99, 165}, {100, -1}});
  // The same as one step more for each ounce that is begun.
  expect_by_weight(
      "usd",
      R"("tariff":{"by":"weight","steps":[{"up_to":28,"amount":78},
                      {"up_to":98,"amount":78,"per":{"units":28,"amount":29}}]})",
      {{28, 78}, {29, 107}, {56, 107}, {57, 136}, {84, 136}, {85, 165}, {98, 165}, {99, -1}});
}

// Canada Post, letter-post to the United States, "other" items: Regulations Amending the
// International Letter-post Items Regulations, Canada Gazette Part I of 30 June 2007, in force on
// 14 January 2008.
TEST(ShippingTariff, IsThatOfLettersFromCanada) {
  expect_by_weight("cad",
                   R"("tariff":{"by":"weight","steps":[{"up_to":100,"amount":192},
                      {"up_to":200,"amount":320},{"up_to":500,"amount":640}]})",
                   {{100, 192}, {101, 320}, {200, 320}, {201, 640}, {500, 640}, {501, -1}});
}

// Deutsche Post, Leistungen und Preise of 1 January 2025: Standard-, Kompakt-, Groß- and Maxibrief.
TEST(ShippingTariff, IsThatOfLettersOfGermany) {
  expect_by_weight(
      "eur",
      R"("tariff":{"by":"weight","steps":[{"up_to":20,"amount":95},
                      {"up_to":50,"amount":110},{"up_to":500,"amount":180},
                      {"up_to":1000,"amount":290}]})",
      {{20, 95}, {21, 110}, {50, 110}, {51, 180}, {500, 180}, {501, 290}, {1000, 290}, {1001, -1}});
}

// La Poste, Tarifs courrier of 1 January 2023: Lettre verte.
TEST(ShippingTariff, IsThatOfLettersOfFrance) {
  expect_by_weight("eur",
                   R"("tariff":{"by":"weight","steps":[{"up_to":20,"amount":116},
                      {"up_to":100,"amount":232},{"up_to":250,"amount":400},
                      {"up_to":500,"amount":600},{"up_to":1000,"amount":725},
                      {"up_to":2000,"amount":885}]})",
                   {{20, 116},
                    {21, 232},
                    {250, 400},
                    {251, 600},
                    {1000, 725},
                    {1001, 885},
                    {2000, 885},
                    {2001, -1}});
}

// Royal Mail, UK prices of 7 April 2025: 1st class up to 100 g, 1.70 for a letter and 3.15 for a
// large one.
TEST(ShippingTariff, IsThatOfLettersOfTheUnitedKingdom) {
  const ShippingPrice price =
      price_from("gbp", R"("tariff":{"by":"weight","steps":[{"up_to":100,"amount":170}]},
                "classes":[{"class":"large","add":145,"for_each":"shipment"}])");
  EXPECT_EQ(paid(price, loaded("gbp", 100)), 170);
  EXPECT_EQ(paid(price, loaded("gbp", 101)), -1);
  EXPECT_EQ(paid(price, loaded("gbp", 50, 2, 0, "large")), 315);
}

// Japan Post, domestic rates of 1 October 2024: non-standard-size mail within the standard
// dimensions; and third-class mail, 63 up to 50 g and 8 for each 50 g more up to 1 kg.
TEST(ShippingTariff, IsThatOfLettersOfJapan) {
  expect_by_weight("jpy",
                   R"("tariff":{"by":"weight","steps":[{"up_to":50,"amount":140},
                      {"up_to":100,"amount":180},{"up_to":150,"amount":270},
                      {"up_to":250,"amount":320},{"up_to":500,"amount":510},
                      {"up_to":1000,"amount":750}]})",
                   {{50, 140},
                    {51, 180},
                    {150, 270},
                    {151, 320},
                    {500, 510},
                    {501, 750},
                    {1000, 750},
                    {1001, -1}});
  expect_by_weight("jpy",
                   R"("tariff":{"by":"weight","steps":[{"up_to":50,"amount":63},
                      {"up_to":1000,"amount":63,"per":{"units":50,"amount":8}}]})",
                   {{50, 63}, {51, 71}, {100, 71}, {101, 79}, {1000, 215}, {1001, -1}});
}

TEST(ShippingTariff, GoesByWhatAllPiecesWeigh) {
  const ShippingPrice price =
      price_from("usd", R"("tariff":{"by":"weight","steps":[{"up_to":1000,"amount":500},
                {"up_to":2000,"amount":800}]})");
  ShippingLoad two = loaded("usd", 300, 2);
  EXPECT_EQ(paid(price, two), 500);
  two.lines.push_back({1, 400, nullptr});
  EXPECT_EQ(paid(price, two), 500);
  two.lines.push_back({1, 1, nullptr});
  EXPECT_EQ(paid(price, two), 800);
  EXPECT_EQ(paid(price, loaded("usd", 10'000'000, 1'000'000'000)), -1);
}

TEST(ShippingTariff, GoesByPieces) {
  const ShippingPrice price =
      price_from("usd", R"("tariff":{"by":"pieces","steps":[{"up_to":1,"amount":499},
                {"up_to":"any","amount":499,"per":{"units":1,"amount":199}}]})");
  EXPECT_EQ(paid(price, loaded("usd", 0, 1)), 499);
  EXPECT_EQ(paid(price, loaded("usd", 0, 2)), 698);
  EXPECT_EQ(paid(price, loaded("usd", 0, 4)), 1096);
  // Beyond the largest amount there is no price.
  const ShippingPrice dear = price_from("usd", R"("tariff":{"by":"pieces","steps":[
                {"up_to":"any","amount":1,"per":{"units":1,"amount":9007199254740991}}]})");
  EXPECT_EQ(paid(dear, loaded("usd", 0, 1)), -1);
  EXPECT_EQ(paid(dear, loaded("usd", 0, 2)), -1);
}

TEST(ShippingTariff, GoesByThePriceOfTheGoods) {
  const ShippingPrice price = price_from("usd", R"("tariff":{"by":"price","steps":[
                {"up_to":{"usd":4999,"jpy":7000},"amount":{"usd":795,"jpy":900}},
                {"up_to":"any","amount":{"usd":295,"jpy":300,"eur":100}}]})");
  EXPECT_EQ(paid(price, loaded("usd", 0, 1, 0)), 795);
  EXPECT_EQ(paid(price, loaded("usd", 0, 1, 4999)), 795);
  EXPECT_EQ(paid(price, loaded("usd", 0, 1, 5000)), 295);
  EXPECT_EQ(paid(price, loaded("jpy", 0, 1, 7000)), 900);
  EXPECT_EQ(paid(price, loaded("jpy", 0, 1, 7001)), 300);
  EXPECT_EQ(paid(price, loaded("eur", 0, 1, 7001)), -1) << "the first step has no end in euros";
}

TEST(ShippingTariff, IsFreeFromAnAmountOnInItsCurrencies) {
  const ShippingPrice price =
      price_from("usd", R"("amount":{"usd":500,"jpy":700},"free_from":{"usd":5000})");
  EXPECT_EQ(paid(price, loaded("usd", 0, 1, 4999)), 500);
  EXPECT_EQ(paid(price, loaded("usd", 0, 1, 5000)), 0);
  EXPECT_EQ(paid(price, loaded("jpy", 0, 1, 900'000)), 700);
  EXPECT_EQ(paid(price, loaded("eur", 0, 1, 900'000)), -1);
  // What is too heavy is not brought for nothing either.
  const ShippingPrice by_weight = price_from(
      "usd", R"("tariff":{"by":"weight","steps":[{"up_to":1000,"amount":500}]},"free_from":100)");
  EXPECT_EQ(paid(by_weight, loaded("usd", 1000, 1, 100)), 0);
  EXPECT_EQ(paid(by_weight, loaded("usd", 1001, 1, 100)), -1);
}

TEST(ShippingTariff, AddsWhatAClassCosts) {
  const ShippingPrice price = price_from("usd", R"("amount":500,"free_from":10000,
                "classes":[{"class":"bulky","add":2900,"for_each":"piece"},
                           {"class":"large","add":{"usd":400,"jpy":600},"for_each":"shipment"},
                           {"class":"battery","excluded":true}])");
  EXPECT_EQ(paid(price, loaded("usd", 0, 3)), 500);
  EXPECT_EQ(paid(price, loaded("usd", 0, 3, 0, "bulky")), 500 + 3 * 2900);
  EXPECT_EQ(paid(price, loaded("usd", 0, 3, 0, "large")), 500 + 400);
  EXPECT_EQ(paid(price, loaded("usd", 0, 3, 10000, "bulky")), 3 * 2900) << "is paid all the same";
  ShippingLoad both = loaded("usd", 0, 1, 0, "bulky");
  both.lines.push_back({2, 0, class_named("large")});
  both.lines.push_back({2, 0, class_named("large")});
  EXPECT_EQ(paid(price, both), 500 + 2900 + 400);
  EXPECT_TRUE(carries(price, nullptr));
  EXPECT_TRUE(carries(price, class_named("bulky")));
  EXPECT_FALSE(carries(price, class_named("battery")));
}

TEST(ShippingTariff, CarriesOnlyTheClassesItNames) {
  const ShippingPrice price = price_from("usd", R"("amount":500,"only_classes":["large"])");
  EXPECT_FALSE(carries(price, nullptr));
  EXPECT_TRUE(carries(price, class_named("large")));
  EXPECT_FALSE(carries(price, class_named("bulky")));
}

}  // namespace
}  // namespace till::commerce
