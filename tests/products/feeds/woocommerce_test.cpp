#include "products/feeds/woocommerce.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "products/feeds/fed.h"

namespace till::products {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Fed woocommerce(std::string_view source) { return feed(&make_woocommerce, source); }

TEST(WooCommerce, ReadsSimpleProductsAndVariationsWithTheFactsOfTheirParent) {
  const Fed fed = woocommerce(sample("tea.woocommerce.csv"));
  EXPECT_THAT(
      fed.products,
      ElementsAre(
          "2 TEA-G 'Green tea' usd 590 sale usd 450 from 2026-12-01T00:00:00Z until "
          "2026-12-25T00:00:00Z in_stock stock 40 pic https://tea.example/g1.jpg pic "
          "https://tea.example/g2.jpg brand 'Leaf' gtin '4006381333931' category 'Tea > Green' "
          "grams 250 100x80x150 ships 'parcel' tax 'reduced-rate' text 'A mild tea.\n\nFrom the "
          "hills.'",
          "3 TEA-B-100 'Black tea - 100 g' usd 390 group 'TEA-B' [Weight=100 g] [Grade=OP] "
          "in_stock stock 7 pic https://tea.example/b100.jpg pic https://tea.example/b.jpg brand "
          "'Leaf' category 'Tea > Black' grams 100 ships 'parcel' tax 'reduced-rate' text "
          "'Strong.'",
          "5 13 'Black tea - 500 g' usd 1490 group 'TEA-B' [Weight=500 g] backorder pic "
          "https://tea.example/b.jpg brand 'Leaf' category 'Tea > Black' grams 500 ships 'parcel' "
          "tax 'reduced-rate' text 'Half a kilogram.'",
          "6 TEA-BOOK 'The book of tea' usd 900 in_stock most 1 category 'Books' digital exempt "
          "text 'A book, as a file.'",
          "11 TEA-NEW 'New tea' usd 250 out_of_stock category 'Tea, loose' text '=strong'"));
  EXPECT_THAT(fed.bad, ElementsAre("10 Parent: Its variable product is not in the file. Export all "
                                   "types of products."));
  EXPECT_THAT(fed.left_out, IsEmpty());
}

TEST(WooCommerce, IsSteadyInPiecesAndCuts) {
  expect_steady(&make_woocommerce, sample("tea.woocommerce.csv"));
}

// A simple product with these fields.
Fed simple(std::string_view names, std::string_view values) {
  return woocommerce("ID,Type,Name,Regular price," + std::string(names) + "\n7,simple,Mug,15.00," +
                     std::string(values) + "\n");
}

TEST(WooCommerce, ReadsTheUnitsOfItsColumnNames) {
  EXPECT_THAT(simple("Weight (lbs),Length (in),Width (in),Height (in)", "2,10,5,1").products,
              ElementsAre("2 7 'Mug' usd 1500 grams 907 254x127x25"));
  EXPECT_THAT(simple("Weight (g)", "350").products, ElementsAre("2 7 'Mug' usd 1500 grams 350"));
}

TEST(WooCommerce, CountsPiecesOnlyWhereTheyBoundTheSale) {
  const struct {
    const char *values, *product;
  } rows[] = {
      {"1,5,0", "2 7 'Mug' usd 1500 in_stock stock 5"},
      {"1,,0", "2 7 'Mug' usd 1500 in_stock"},
      {"0,,0", "2 7 'Mug' usd 1500 out_of_stock"},
      {"0,0,0", "2 7 'Mug' usd 1500 out_of_stock stock 0"},
      {"1,5,1", "2 7 'Mug' usd 1500 in_stock"},
      {"1,0,notify", "2 7 'Mug' usd 1500 backorder"},
      {"backorder,0,1", "2 7 'Mug' usd 1500 backorder"},
  };
  for (const auto& row : rows) {
    EXPECT_THAT(simple("In stock?,Stock,Backorders allowed?", row.values).products,
                ElementsAre(row.product))
        << row.values;
  }
  EXPECT_THAT(simple("In stock?,Stock", "1,parent").left_out,
              ElementsAre("2 Stock: All variations share these pieces. Count each for itself, or "
                          "they are sold without limit."));
}

TEST(WooCommerce, EndsASaleWithItsLastDay) {
  EXPECT_THAT(simple("Sale price,Date sale price starts,Date sale price ends",
                     "12.00,2026-12-01,2026-12-24")
                  .products,
              ElementsAre("2 7 'Mug' usd 1500 sale usd 1200 from 2026-12-01T00:00:00Z until "
                          "2026-12-25T00:00:00Z"));
}

TEST(WooCommerce, TakesVariationsBeforeAndAfterTheirParent) {
  const std::string names = "ID,Type,SKU,Name,Regular price,Parent,Categories\n";
  const std::string parent = "1,variable,M,Mug,,,Mugs\n";
  const std::string variations = "2,variation,M-1,Mug - 1,5,id:1,\n3,variation,M-2,Mug - 2,6,M,\n";
  const auto told =
      ElementsAre(testing::EndsWith(" M-1 'Mug - 1' usd 500 group 'M' category 'Mugs'"),
                  testing::EndsWith(" M-2 'Mug - 2' usd 600 group 'M' category 'Mugs'"));
  EXPECT_THAT(woocommerce(names + parent + variations).products, told);
  EXPECT_THAT(woocommerce(names + variations + parent).products, told);
  const Fed none = woocommerce(names + variations);
  EXPECT_THAT(none.bad, ElementsAre("2 Parent: Its variable product is not in the file. Export all "
                                    "types of products.",
                                    "3 Parent: Its variable product is not in the file. Export all "
                                    "types of products."));
}

TEST(WooCommerce, PassesOverVariationsOfAProductThatIsNotShown) {
  const Fed fed = woocommerce(
      "ID,Type,Name,Published,Regular "
      "price,Parent\n1,variable,Mug,0,,\n2,variation,Blue,1,5,id:1\n");
  EXPECT_THAT(fed.products, IsEmpty());
  EXPECT_THAT(fed.bad, IsEmpty());
}

TEST(WooCommerce, PassesOverWhatIsHiddenOrOfATypeThatTillDoesNotSell) {
  const struct {
    const char *type, *visibility;
    std::size_t passed_over;
  } rows[] = {
      {"simple", "visible", 0},  {"simple", "hidden", 1},
      {"simple", "search", 0},   {"\"simple, downloadable, virtual\"", "", 0},
      {"grouped", "visible", 1}, {"external", "visible", 1},
      {"subscription", "", 1},   {"subscription_variation", "", 1},
      {"bundle", "visible", 1},  {"\"booking, virtual\"", "visible", 1},
  };
  for (const auto& row : rows) {
    const Fed fed = woocommerce("ID,Type,Name,Regular price,Visibility in catalog\n7," +
                                std::string(row.type) + ",Mug,15.00," + row.visibility + "\n");
    EXPECT_EQ(fed.passed_over, row.passed_over) << row.type << " " << row.visibility;
    EXPECT_EQ(fed.products.size(), 1 - row.passed_over) << row.type << " " << row.visibility;
  }
  const Fed fed = woocommerce(
      "ID,Type,Name,Visibility in catalog,Regular price,Parent\n"
      "1,variable,Mug,hidden,,\n2,variation,Blue,visible,5,id:1\n"
      "3,variable-subscription,Box,visible,,\n4,variation,Monthly,visible,5,id:3\n");
  EXPECT_EQ(fed.passed_over, 2U);
  EXPECT_THAT(fed.products, IsEmpty());
  EXPECT_THAT(fed.bad, IsEmpty());
}

TEST(WooCommerce, PutsEachProductOnThePageOfItsIdAndVariationsOnThatOfTheirParent) {
  const FeedSettings settings{.currency = "usd", .shop_url = "https://tea.example/shop"};
  const Fed fed = feed(&make_woocommerce,
                       "ID,Type,SKU,Name,Regular price,Parent\n1,variable,M,Mug,,\n"
                       "2,variation,M-1,Mug - 1,5,M\n3,simple,S,Spoon,2,\n",
                       0, settings);
  EXPECT_THAT(
      fed.products,
      ElementsAre(testing::HasSubstr(" link 'https://tea.example/shop/?post_type=product&p=1'"),
                  testing::HasSubstr(" link 'https://tea.example/shop/?post_type=product&p=3'")));
}

TEST(WooCommerce, TaxesNoGoodsWhoseDeliveryAloneIsTaxed) {
  for (const auto& [status, shown] :
       {std::pair("taxable", ""), std::pair("shipping", " exempt"), std::pair("none", " exempt")}) {
    EXPECT_THAT(simple("Tax status", status).products,
                ElementsAre("2 7 'Mug' usd 1500" + std::string(shown)));
  }
}

TEST(WooCommerce, ReadsLineEndsAndWhatOnlyLooksLikeThem) {
  EXPECT_THAT(simple("Description", R"(One\nTwo\\name)").products,
              ElementsAre("2 7 'Mug' usd 1500 text 'One\nTwo\\name'"));
}

TEST(WooCommerce, RefusesWhatIsNoneOfIt) {
  EXPECT_EQ(woocommerce("ID;Typ;Name\n").refused,
            "1 : This is no product export of WooCommerce: no column is called Type. Export all "
            "columns, in English.");
}

}  // namespace
}  // namespace till::products
