#include "products/feeds/acp.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "products/feeds/fed.h"

namespace till::products {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Fed acp(std::string_view source) { return feed(&make_acp, source); }

TEST(Acp, ReadsEachVariantAsAProduct) {
  const Fed fed = acp(sample("shirts.acp.jsonl"));
  EXPECT_THAT(
      fed.products,
      ElementsAre("1 tee-red-s 'Classic tee - Red / S' usd 2499 sale usd 1999 group 'tee' "
                  "[Color=Red] [Size=S] in_stock link 'https://loom.example/tee?v=1' pic "
                  "https://cdn.loom.example/red.jpg pic https://cdn.loom.example/tee.jpg gtin "
                  "'4006381333931' category 'Apparel > Shirts' new text 'In red.'",
                  "1 tee-red-m 'Classic tee - Red / M' usd 1999 group 'tee' out_of_stock link "
                  "'https://loom.example/tee' pic https://cdn.loom.example/tee.jpg text 'A cotton "
                  "tee.'",
                  "2 cup-1 'Cup' jpy 1500 in_stock"));
  EXPECT_THAT(fed.bad,
              ElementsAre("1 variants.price: The row has no price. Write one such as 15.00 USD.",
                          "3 variants: The product has no variants. Write one at least."));
  EXPECT_THAT(fed.left_out, IsEmpty());
}

TEST(Acp, ReadsTheAnswerOfTheFeedApi) {
  const Fed lines = acp(sample("shirts.acp.jsonl")), answer = acp(sample("shirts.acp.json"));
  ASSERT_EQ(answer.products.size(), lines.products.size());
  for (std::size_t i = 0; i < lines.products.size(); ++i) {
    // All but the numbers of the lines.
    EXPECT_EQ(answer.products[i].substr(answer.products[i].find(' ')),
              lines.products[i].substr(lines.products[i].find(' ')));
  }
  EXPECT_EQ(answer.refused, "");
}

TEST(Acp, IsSteadyInPiecesAndCuts) {
  for (const char* name : {"shirts.acp.jsonl", "shirts.acp.json"}) {
    SCOPED_TRACE(name);
    expect_steady(&make_acp, sample(name));
  }
}

TEST(Acp, TakesPricesInMinorUnits) {
  const struct {
    const char *price, *bad;
  } rows[] = {
      {"{\"amount\":15.5,\"currency\":\"USD\"}",
       "1 variants.price: This is no price in minor units. Write {\"amount\": 1500, \"currency\": "
       "\"USD\"} for 15.00 USD."},
      {"\"15.00 USD\"",
       "1 variants.price: This is no price in minor units. Write {\"amount\": 1500, \"currency\": "
       "\"USD\"} for 15.00 USD."},
      {"{\"amount\":0,\"currency\":\"USD\"}",
       "1 variants.price: The price is 0, which would give it away. Write a price above 0."},
  };
  for (const auto& row : rows) {
    const Fed fed = acp("{\"id\":\"p\",\"variants\":[{\"id\":\"a\",\"title\":\"A\",\"price\":" +
                        std::string(row.price) + "}]}\n");
    EXPECT_THAT(fed.bad, ElementsAre(row.bad)) << row.price;
    EXPECT_THAT(fed.products, IsEmpty());
  }
}

}  // namespace
}  // namespace till::products
