#include "commerce/embedded/catalog.h"

#include <gtest/gtest.h>

#include <span>

namespace till::commerce {
namespace {

struct WrongCatalog {
  const char* json;
  const char* sentence;
};

void expect_refused(std::span<const WrongCatalog> rows) {
  for (const WrongCatalog& row : rows) {
    const auto catalog = parse_catalog(row.json);
    ASSERT_FALSE(catalog.has_value()) << row.json;
    const std::string told = catalog.error().text();
    EXPECT_NE(told.find(row.sentence), std::string::npos) << row.json << "\n" << told;
    EXPECT_EQ(catalog.error().count(), 1U) << told;
  }
}

TEST(Catalog, SaysWhereAndWhatToMend) {
  const WrongCatalog rows[] = {
      {"[", "is not JSON at line 1, column 2: it ends too early"},
      {"[]", "must be a JSON object"},
      {R"({})", "$.currency must be a text and is missing"},
      {R"({"currency":"usd","items":[{"title":"A","unit_amount":1,"stock":1}]})",
       "$.items[0].id must be a text and is missing"},
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":-1,"stock":1}]})",
       "$.items[0].unit_amount must be a whole number"},
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":1.5,"stock":1}]})",
       "$.items[0].unit_amount must be a whole number"},
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":1}]})",
       "$.items[0].stock must be a whole number"},
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":1,"stock":1,
           "fulfillment":["pigeon"]}]})",
       "$.items[0].fulfillment must be a list of"},
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":1,"stock":1,
           "fulfillment":[]}]})",
       "$.items[0].fulfillment must be a list of at least one way"},
      {R"({"currency":"usd","shipping":[{"id":"s","title":"S","amount":0,"countries":[]}]})",
       "$.shipping[0].countries must be a list of at least one country"},
      {R"({"currency":"usd","local_delivery":{"id":"s","title":"S","amount":0}})",
       "$.local_delivery.countries must be a list of at least one country"},
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":1,"digital":true},
           {"id":"a","title":"B","unit_amount":1,"digital":true}]})",
       "$.items[1].id must be unique: $.items[0].id is a too"},
      {R"({"currency":"usd","discounts":[{"code":"X","name":"X"}]})",
       "$.discounts[0] must be given exactly one of"},
      {R"({"currency":"usd","shipping":[{"id":"digital","title":"S","amount":0,
           "countries":["US"]}]})",
       "$.shipping[0].id must be unique: the way of digital items is digital too"},
      {R"({"currency":"USD"})", "$.currency must be an ISO 4217 code in lower case"},
      {R"({"currency":"uds"})", "$.currency must be an ISO 4217 code in lower case"},
      {R"({"currency":"usd","shipping":[{"id":"s","title":"S","amount":0,"countries":["us"]}]})",
       "$.shipping[0].countries[0] must be an ISO 3166-1 code of two capital letters, like US: US"},
      {R"({"currency":"usd","tax":[{"country":"USA","rate_ppm":1}]})",
       "$.tax[0].country must be an ISO 3166-1 code"},
      {R"({"currency":"usd","discounts":[{"code":"SAVE10","name":"A","percent_off":10},
           {"code":"save10","name":"B","percent_off":20}]})",
       "$.discounts[1].code must be unique: $.discounts[0].code is save10 too"},
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":{"USD":1},"stock":1}]})",
       "$.items[0].unit_amount must be an amount for each ISO 4217 code"},
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":{"uds":1},"stock":1}]})",
       "$.items[0].unit_amount must be an amount for each ISO 4217 code"},
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":{},"stock":1}]})",
       "$.items[0].unit_amount must be given in one currency at least"},
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":{"jpy":1.5},"stock":1}]})",
       "$.items[0].unit_amount.jpy must be a whole number"},
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":1,"digital":true,
           "disclosures":[{"content_type":"markdown","content":"<b>x</b>"}]}]})",
       "$.items[0].disclosures[0].content must be Markdown without raw HTML"},
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":1,"digital":true,
           "disclosures":[{"content_type":"html","content":"x"}]}]})",
       "$.items[0].disclosures[0].content_type must be plain or markdown"},
  };
  expect_refused(rows);
}

TEST(Catalog, HasPicturesAndThePageOfAnItem) {
  const auto catalog = parse_catalog(R"({"currency":"usd","items":[
      {"id":"a","title":"A","unit_amount":1,"digital":true,"link":"https://h/a",
       "images":["https://h/a.jpg","http://h/b.jpg"]},
      {"id":"b","title":"B","unit_amount":1,"digital":true,"link":null,"images":[]}]})");
  ASSERT_TRUE(catalog.has_value());
  EXPECT_EQ(catalog->items[0].links,
            (checkout::WebLinks{{"https://h/a.jpg", "http://h/b.jpg"}, "https://h/a"}));
  EXPECT_EQ(catalog->items[1].links, checkout::WebLinks{});
}

TEST(Catalog, SaysWhichPictureOrPageIsNoLink) {
  const WrongCatalog rows[] = {
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":1,"digital":true,
           "images":["https://h/a.jpg","a.jpg"]}]})",
       "$.items[0].images[1] must be an http or https URL of at most 2048 bytes"},
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":1,"digital":true,
           "images":"https://h/a.jpg"}]})",
       "$.items[0].images must be a list of texts"},
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":1,"digital":true,
           "images":["http://h/1","http://h/2","http://h/3","http://h/4","http://h/5","http://h/6",
                     "http://h/7","http://h/8","http://h/9","http://h/10","http://h/11"]}]})",
       "$.items[0].images must be a list of at most 10 URLs"},
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":1,"digital":true,
           "link":"javascript:buy"}]})",
       "$.items[0].link must be an http or https URL of at most 2048 bytes"},
  };
  for (const WrongCatalog& row : rows) {
    const auto catalog = parse_catalog(row.json);
    ASSERT_FALSE(catalog.has_value()) << row.json;
    const std::string told = catalog.error().text();
    EXPECT_NE(told.find(row.sentence), std::string::npos) << row.json << "\n" << told;
    EXPECT_EQ(catalog.error().count(), 1U) << told;
  }
}

TEST(Catalog, SaysWhatIsWrongWithADiscount) {  // DC-06
  const WrongCatalog rows[] = {
      {R"({"name":"X","percent_off":1})", "$.discounts[0] must be given exactly one of code and"},
      {R"({"code":"X","id":"x","name":"X","percent_off":1})", "exactly one of code and"},
      {R"({"code":"X","name":"X","percent_off":1,"amount_off":1})", "exactly one of percent_off"},
      {R"({"code":"X","name":"X","percent_off":101})", "percent_off must be a whole number"},
      {R"({"code":"X","name":"X","buy_and_get":{"buy":0,"get":1}})",
       "$.discounts[0].buy_and_get.buy must be a whole number from 1"},
      {R"({"code":"X","name":"X","buy_and_get":{"buy":1,"get":1,"get_items":["a"]}})",
       "$.discounts[0].buy_and_get.get_items must be others than items"},
      {R"({"code":"X","name":"X","volume":[{"pieces":5,"percent_off":1},
           {"pieces":5,"percent_off":2}]})",
       "$.discounts[0].volume[1].pieces must be more than in the tier before"},
      {R"({"code":"X","name":"X","percent_off":1,"items":["z"]})",
       "$.discounts[0].items must be a list of ids of items: z is none"},
      {R"({"code":"X","name":"X","percent_off":1,"starts":"tomorrow"})",
       "$.discounts[0].starts must be a time"},
      {R"({"code":"X","name":"X","percent_off":1,"starts":"2026-02-01T00:00:00Z",
           "ends":"2026-01-01T00:00:00Z"})",
       "$.discounts[0].ends must be later than starts"},
      {R"({"code":"X","name":"X","percent_off":1,"usage_limit":-1})", "usage_limit must be"},
      {R"({"code":"X","name":"X","percent_off":1,"combines":["Y"]})",
       "$.discounts[0].combines must be a list of codes or ids of discounts: Y is none"},
      {R"({"code":"X","name":"X","percent_off":1,"combines":1})", "combines must be true or false"},
      {R"({"code":"X","name":"X","percent_off":1,"priority":0})", "priority must be a whole"},
  };
  for (const WrongCatalog& row : rows) {
    const auto catalog = parse_catalog(
        R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":1,"digital":true}],)"
        R"("discounts":[)" +
        std::string(row.json) + "]}");
    ASSERT_FALSE(catalog.has_value()) << row.json;
    const std::string told = catalog.error().text();
    EXPECT_NE(told.find(row.sentence), std::string::npos) << row.json << "\n" << told;
    EXPECT_EQ(catalog.error().count(), 1U) << told;
  }
}

std::string with_item(const std::string& more) {
  return R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":1,"digital":true}],)" +
         more + "}";
}

TEST(Catalog, KnowsEveryMemberThatMayStandThere) {
  const WrongCatalog rows[] = {
      {R"("itmes":[])", "$.itmes is not a member that Till knows"},
      {R"("shipping":[{"id":"s","title":"S","amount":1,"country":["US"]}])",
       "$.shipping[0].country is not a member"},
      {R"("shipping":[{"id":"s","title":"S","amount":1,
          "window_hours":{"from":1,"until":2,"x":3}}])",
       "$.shipping[0].window_hours.x is not a member"},
      {R"("tax":[{"country":"US","rate":5}])", "$.tax[0].rate is not a member"},
      {R"("discounts":[{"code":"X","name":"X","percent_off":1,"max_uses":5}])",
       "$.discounts[0].max_uses is not a member"},
      {R"("quotes":[{"id":"Q","expires_at":"2027-01-01T00:00:00Z","prices":{},"for":"x"}])",
       "$.quotes[0].for is not a member"},
      {R"("pickup":{"id":"p","title":"P","amount":0,"location":{"name":"P","hours":"9 to 5",
          "address":{"name":"P","line_one":"1","city":"C","country":"DE","postal_code":"1"}}})",
       "$.pickup.location.hours is not a member"},
      {R"("note":99999999999999999999)", "$.note is not a member"},
      {R"("tax":[],"tax":[])", "$.tax stands twice"},
  };
  for (const WrongCatalog& row : rows) {
    const auto catalog = parse_catalog(with_item(row.json));
    ASSERT_FALSE(catalog.has_value()) << row.json;
    EXPECT_NE(catalog.error().text().find(row.sentence), std::string::npos)
        << catalog.error().text();
  }
}

TEST(Catalog, TakesNoPlaceThatIsNoneAndNothingEmptyForEverything) {
  const WrongCatalog rows[] = {
      {R"("shipping":[{"id":"s","title":"S","amount":1,"countries":["US","UK"]}])",
       "$.shipping[0].countries[1] must be an ISO 3166-1 code of two capital letters, like US: "
       "GB"},
      {R"("shipping":[{"id":"s","title":"S","amount":1,"countries":["US",7]}])",
       "$.shipping[0].countries[1] must be a text"},
      {R"("shipping":[{"id":"s","title":"S","amount":1,"countries":["ZZ"]}])",
       "$.shipping[0].countries[0] must be an ISO 3166-1 code"},
      {R"("tax":[{"country":"ZZ","rate_ppm":1}])", "$.tax[0].country must be an ISO 3166-1 code"},
      {R"("tax":[{"country":"US","state":"Kalifornien","rate_ppm":1}])",
       "$.tax[0].state must be a state of US by its code or name"},
      {R"("tax":[{"country":"US","state":"CA","rate_ppm":1},
                 {"country":"US","state":"California","rate_ppm":2}])",
       "$.tax[1] must be unique: $.tax[0] is US-CA too"},
      {R"("tax":[{"country":"DE","rate_ppm":1},{"country":"DE","rate_ppm":2}])",
       "$.tax[1] must be unique: $.tax[0] is DE too"},
      {R"("shipping":[{"id":"s","title":"S","amount":1,"countries":["US"],"postal_prefixes":[]}])",
       "$.shipping[0].postal_prefixes must be a list of at least one"},
      {R"("shipping":[{"id":"s","title":"S","amount":1,"countries":["US"],
          "postal_prefixes":["-"]}])",
       "$.shipping[0].postal_prefixes must be a list of letters and digits"},
      {R"("shipping":[{"id":"s","title":"S","amount":1,"countries":["US"],"states":["US-XX"]}])",
       "$.shipping[0].states must be a list of states of its countries, like US-CA: US-XX is none"},
      {R"("shipping":[{"id":"s","title":"S","amount":1,"countries":["DE"],"states":["US-CA"]}])",
       "$.shipping[0].states must be a list of states of its countries, like US-CA: US-CA is none"},
      {R"("shipping":[{"id":"s","title":"S","amount":1,"countries":["US"],"states":[]}])",
       "$.shipping[0].states must be a list of at least one state"},
      {R"("shipping":[{"id":" s","title":"S","amount":1,"countries":["US"]}])",
       "$.shipping[0].id must be a text without blanks around it"},
      {R"("discounts":[{"code":"SAVE 10","name":"X","percent_off":1}])",
       "$.discounts[0].code must be a text without blanks"},
      {R"("discounts":[{"code":" SAVE10","name":"X","percent_off":1}])",
       "$.discounts[0].code must be a text without blanks around it"},
      {R"("discounts":[{"code":"X","name":"X","percent_off":1,"items":[]}])",
       "$.discounts[0].items must be a list of at least one item"},
      {R"("discounts":[{"code":"X","name":"X","percent_off":1,"starts":"2026-02-01T00:00:00Z",
          "ends":"2026-02-01T00:00:00Z"}])",
       "$.discounts[0].ends must be later than starts"},
      {R"("discounts":[7])", "$.discounts[0] must be an object"},
      {R"("tax":[{"country":"IN","state":"KA","rate_ppm":180000}],
          "pickup":{"id":"p","title":"P","amount":0,"location":{"name":"N","address":{"name":"N",
          "line_one":"1","city":"Bengaluru","country":"IN","postal_code":"560001"}}})",
       "$.pickup.location.address.state must be a state of IN"},
      {R"("tax":[{"country":"IN","state":"KA","rate_ppm":180000}],
          "pickup":[{"id":"p","title":"P","amount":0,"location":{"name":"N","address":{"name":"N",
          "line_one":"1","city":"Bengaluru","state":"Somewhere","country":"IN",
          "postal_code":"560001"}}}])",
       "$.pickup[0].location.address.state must be a state of IN"},
  };
  for (const WrongCatalog& row : rows) {
    const auto catalog = parse_catalog(with_item(row.json));
    ASSERT_FALSE(catalog.has_value()) << row.json;
    EXPECT_NE(catalog.error().text().find(row.sentence), std::string::npos)
        << catalog.error().text();
    EXPECT_EQ(catalog.error().count(), 1U) << catalog.error().text();
  }
}

TEST(Catalog, TellsAllFaultsAtOnceUpToFifty) {
  const auto three = parse_catalog(
      R"({"currency":"usd","items":[{"id":"a","unit_amount":-1,"stock":1,"colour":"red"}]})");
  ASSERT_FALSE(three.has_value());
  EXPECT_EQ(three.error().text(),
            "3 faults: $.items[0].title must be a text and is missing; "
            "$.items[0].unit_amount must be a whole number from 0 to " +
                std::to_string(kAmountMax) +
                "; $.items[0].colour is not a member that Till knows: remove or correct it");
  std::string many;
  for (int i = 0; i < 60; ++i) many += std::string(i == 0 ? "" : ",") + "{}";
  const auto sixty = parse_catalog(R"({"currency":"usd","tax":[)" + many + "]}");
  ASSERT_FALSE(sixty.has_value());
  EXPECT_EQ(sixty.error().sentences().size(), 50U);
  EXPECT_EQ(sixty.error().count(), 120U);
  EXPECT_TRUE(sixty.error().text().ends_with("; and 70 more"));
}

TEST(Catalog, ReadsStatesAndPostalCodesAsPeopleWriteThem) {
  const auto catalog = parse_catalog(with_item(
      R"("tax":[{"country":"US","state":"California","rate_ppm":1}],
         "shipping":[{"id":"s","title":"S","amount":1,"postal_prefixes":["sw1a 1","941-"],
                      "countries":["US","ES"],"states":["US-california","ES-Las Palmas"]}],
         "pickup":{"id":"p","title":"P","amount":0,"location":{"name":"P","address":
           {"name":"P","line_one":"1","city":"Hong Kong","country":"HK"}}})"));
  ASSERT_TRUE(catalog.has_value()) << catalog.error().text();
  EXPECT_EQ(catalog->taxes[0].state, "CA");
  EXPECT_EQ(catalog->shipping[0].area.states, (std::vector<std::string>{"US-CA", "ES-GC"}));
  EXPECT_EQ(catalog->shipping[0].area.postal_prefixes, (std::vector<std::string>{"SW1A1", "941"}));
}

TEST(Catalog, MayBeginWithAByteOrderMark) {
  EXPECT_TRUE(parse_catalog("\xEF\xBB\xBF" + with_item(R"("tax":[])")).has_value());
}

TEST(Catalog, KnowsItsCurrenciesAndWhatNothingCosts) {
  const auto catalog = parse_catalog(
      R"({"currency":"usd","items":[
          {"id":"a","title":"A","unit_amount":{"kwd":4455,"jpy":500},"digital":true},
          {"id":"b","title":"B","unit_amount":0,"digital":true}]})");
  ASSERT_TRUE(catalog.has_value());
  EXPECT_EQ(catalog->currencies(), (std::vector<std::string>{"usd", "jpy", "kwd"}));
  EXPECT_EQ(catalog->items[0].unit_amount.in("kwd"), Amount{4455});
  EXPECT_EQ(catalog->items[0].unit_amount.in("usd"), std::nullopt);
  EXPECT_EQ(catalog->items[1].unit_amount.in("jpy"), Amount{0});
}

TEST(Catalog, SaysWhatToMendOfWhatAnItemTells) {
  const WrongCatalog rows[] = {
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":1,"stock":1,
           "options":[{"name":"Size","value":"S"},{"name":"Size","value":"L"}]}]})",
       "$.items[0].options[1].name must be another than that of the options before"},
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":1,"stock":1,
           "gtin":"4006381333932"}]})",
       "$.items[0].gtin must be 8, 12, 13 or 14 digits with the right check digit"},
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":1,"stock":1,
           "condition":"good"}]})",
       "$.items[0].condition must be new, refurbished or used"},
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":1,"stock":1,
           "availability":"in_stock"}]})",
       "$.items[0].availability must be preorder or backorder, or left out"},
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":1,"stock":1,
           "size":{"length_mm":1,"width_mm":1}}]})",
       "$.items[0].size.height_mm must be a whole number"},
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":1,"stock":1,
           "least_age":0}]})",
       "$.items[0].least_age must be a whole number"},
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":2,"stock":1,
           "sale":{"unit_amount":1,"from":"2026-11-24T00:00:00Z",
                   "until":"2026-11-24T00:00:00Z"}}]})",
       "$.items[0].sale.until must be later than from"},
  };
  expect_refused(rows);
}

TEST(Catalog, TellsOfAnItemWhatAnImportedProductTells) {
  const auto catalog = parse_catalog(R"({"currency":"usd","items":[
      {"id":"a","title":"A","unit_amount":2,"stock":1,"group":"g","brand":"B","mpn":"M",
       "options":[{"name":"Size","value":"S"}],"gtin":"4006381333931","category":"C > D",
       "condition":"used","size":{"length_mm":1,"width_mm":2,"height_mm":3},"weight_grams":9,
       "availability":"preorder","available_at":"2026-11-24T00:00:00Z","least_age":18,
       "max_per_order":4,"sale":{"unit_amount":1,"until":"2026-11-24T00:00:00Z"}},
      {"id":"b","title":"B","unit_amount":2,"stock":1}]})");
  ASSERT_TRUE(catalog.has_value()) << catalog.error().text();
  checkout::ItemFacts facts;
  facts.group = "g";
  facts.options = {{"Size", "S"}};
  facts.brand = "B";
  facts.gtin = "4006381333931";
  facts.mpn = "M";
  facts.category = "C > D";
  facts.condition = checkout::ItemCondition::used;
  facts.weight_grams = 9;
  facts.size = checkout::ItemSize{1, 2, 3};
  facts.later = checkout::LaterSupply::preorder;
  facts.available_at = parse_rfc3339("2026-11-24T00:00:00Z");
  facts.max_per_order = 4;
  facts.least_age = 18;
  EXPECT_EQ(catalog->items[0].facts, checkout::SharedFacts(facts));
  EXPECT_EQ(catalog->items[0].sale->prices.in("usd"), Amount{1});
  EXPECT_FALSE(catalog->items[1].facts) << "and costs nothing";
}

}  // namespace
}  // namespace till::commerce
