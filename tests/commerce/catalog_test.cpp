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

}  // namespace
}  // namespace till::commerce
