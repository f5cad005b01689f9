#include "commerce/embedded/catalog.h"

#include <gtest/gtest.h>

namespace till::commerce {
namespace {

struct WrongCatalog {
  const char* json;
  const char* sentence;
};

TEST(Catalog, SaysWhereAndWhatToMend) {
  const WrongCatalog rows[] = {
      {"[", "the catalogue is not JSON"},
      {"[]", "the catalogue must be a JSON object"},
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
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":1,"digital":true},
           {"id":"a","title":"B","unit_amount":1,"digital":true}]})",
       "items: the id a must be unique"},
      {R"({"currency":"usd","discounts":[{"code":"X","name":"X"}]})",
       "$.discounts[0] must be given exactly one of"},
      {R"({"currency":"usd","shipping":[{"id":"digital","title":"S","amount":0}]})",
       "the fulfillment option id digital must be unique"},
      {R"({"currency":"USD"})", "$.currency must be an ISO 4217 code in lower case"},
      {R"({"currency":"usd","shipping":[{"id":"s","title":"S","amount":0,"countries":["us"]}]})",
       "$.shipping[0].countries must be a list, each entry an ISO 3166-1 code"},
      {R"({"currency":"usd","tax":[{"country":"USA","rate_ppm":1}]})",
       "$.tax[0].country must be an ISO 3166-1 code"},
      {R"({"currency":"usd","discounts":[{"code":"SAVE10","name":"A","percent_off":10},
           {"code":"save10","name":"B","percent_off":20}]})",
       "discounts: the code of each must be unique"},
      {R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":{"USD":1},"stock":1}]})",
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
      {R"({"currency":"usd","quotes":[{"id":"Q","expires_at":"soon","prices":{}}]})",
       "$.quotes[0].expires_at must be an RFC 3339 date-time"},
      {R"({"currency":"usd","quotes":[{"id":"Q","expires_at":"2027-01-01T00:00:00Z",
           "prices":{"a":1}}]})",
       "$.quotes[0].prices: a must be the id of an item"},
      {R"({"currency":"usd","quotes":[
           {"id":"Q","expires_at":"2027-01-01T00:00:00Z","prices":{}},
           {"id":"Q","expires_at":"2027-01-01T00:00:00Z","prices":{}}]})",
       "quotes: the id Q must be unique"},
  };
  for (const WrongCatalog& row : rows) {
    const auto catalog = parse_catalog(row.json);
    ASSERT_FALSE(catalog.has_value()) << row.json;
    EXPECT_NE(catalog.error().find(row.sentence), std::string::npos) << catalog.error();
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
       "get_items must be others than items"},
      {R"({"code":"X","name":"X","volume":[{"pieces":5,"percent_off":1},
           {"pieces":5,"percent_off":2}]})",
       "$.discounts[0].volume[1].pieces must be more than in the tier before"},
      {R"({"code":"X","name":"X","percent_off":1,"items":["z"]})", "the item z must be in items"},
      {R"({"code":"X","name":"X","percent_off":1,"starts":"tomorrow"})",
       "$.discounts[0].starts must be a time"},
      {R"({"code":"X","name":"X","percent_off":1,"starts":"2026-02-01T00:00:00Z",
           "ends":"2026-01-01T00:00:00Z"})",
       "$.discounts[0].ends must be later than starts"},
      {R"({"code":"X","name":"X","percent_off":1,"usage_limit":-1})", "usage_limit must be"},
      {R"({"code":"X","name":"X","percent_off":1,"combines":["Y"]})",
       "the discount X: Y must be the code or id of a discount"},
      {R"({"code":"X","name":"X","percent_off":1,"combines":1})", "combines must be true or false"},
      {R"({"code":"X","name":"X","percent_off":1,"priority":0})", "priority must be a whole"},
  };
  for (const WrongCatalog& row : rows) {
    const auto catalog = parse_catalog(
        R"({"currency":"usd","items":[{"id":"a","title":"A","unit_amount":1,"digital":true}],)"
        R"("discounts":[)" +
        std::string(row.json) + "]}");
    ASSERT_FALSE(catalog.has_value()) << row.json;
    EXPECT_NE(catalog.error().find(row.sentence), std::string::npos) << catalog.error();
  }
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

}  // namespace
}  // namespace till::commerce
