#include "products/feeds/shopify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "products/feeds/fed.h"

namespace till::products {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Fed shopify(std::string_view source) { return feed(&make_shopify, source); }

TEST(Shopify, ReadsVariantsWithTheFactsAndPicturesOfTheirProduct) {
  const Fed fed = shopify(sample("shirts.shopify.csv"));
  const std::string pictures =
      "pic https://cdn.loom.example/tee-1.jpg pic https://cdn.loom.example/tee-2.jpg pic "
      "https://cdn.loom.example/tee-3.jpg brand 'Loom & Co' ";
  const std::string blue = "pic https://cdn.loom.example/tee-blue.jpg " + pictures;
  const std::string facts =
      "mpn 'LC-T' category 'Apparel & Accessories > Clothing > Shirts & Tops' new grams ";
  const std::string text = " text 'Organic cotton.\n\nWash at 30°.'";
  EXPECT_THAT(
      fed.products,
      ElementsAre("2 TEE-B-S 'Classic tee - Sky Blue / S' usd 2500 sale usd 1900 group 'tee' "
                  "[Color=Sky Blue] [Size=S] in_stock stock 12 " +
                      blue + "gtin '4006381333931' " + facts + "180" + text,
                  "3 TEE-B-M 'Classic tee - Sky Blue / M' usd 1900 group 'tee' [Color=Sky Blue] "
                  "[Size=M] out_of_stock stock 0 " +
                      blue + facts + "190" + text,
                  "4 tee-red-m 'Classic tee - Red / M' usd 1900 group 'tee' [Color=Red] [Size=M] "
                  "backorder " +
                      pictures + facts + "190 exempt" + text,
                  "6 00123 'Pattern book' usd 950 brand 'Loom & Co' category 'Books' digital text "
                  "'Forty patterns as PDF.'",
                  "9 SC 'Scarf - Red' usd 2900 group 'scarf' [Color=Red] in_stock stock 4 brand "
                  "'Loom & Co' grams 90"));
  EXPECT_THAT(fed.bad, ElementsAre("10 Variant SKU: Another variant has this id. Give each an SKU "
                                   "of its own."));
  EXPECT_THAT(fed.left_out,
              ElementsAre("5 Image Src: This is no address of a picture. Write "
                          "https://shop.example/mug.jpg.",
                          "4 Variant Barcode: A GTIN has 8, 12, 13 or 14 digits. Write it with its "
                          "zeros."));
}

TEST(Shopify, ReadsTheColumnNamesSince2024) {
  const Fed fed = shopify(sample("lamps.shopify.csv"));
  const std::string facts =
      "brand 'Lumen' category 'Home & Garden > Lighting > Lamps' grams 1500 tax 'P0000000' text "
      "'Warm light.\n\nDimmable.'";
  EXPECT_THAT(fed.products,
              ElementsAre("2 desk-lamp-brass 'Desk lamp - Brass' usd 8900 group 'desk-lamp' "
                          "[Finish=Brass] in_stock stock 3 pic "
                          "https://cdn.lumen.example/lamp.jpg " +
                              facts,
                          "5 desk-lamp-black 'Desk lamp - Black' usd 9900 sale usd 7950 group "
                          "'desk-lamp' [Finish=Black] pic https://cdn.lumen.example/black.jpg pic "
                          "https://cdn.lumen.example/lamp.jpg " +
                              facts));
  EXPECT_THAT(fed.bad, ElementsAre("6 Price: This is no price. Write 15.00 USD."));
  EXPECT_THAT(fed.left_out, IsEmpty());
}

TEST(Shopify, IsSteadyInPiecesAndCuts) {
  for (const char* name : {"shirts.shopify.csv", "lamps.shopify.csv"}) {
    SCOPED_TRACE(name);
    // What is cut off may be a variant or a picture of the last product.
    expect_steady(&make_shopify, sample(name), 3);
  }
}

// A product of one row with these fields.
Fed export_of(std::string_view columns, std::string_view values) {
  return shopify("Handle,Title,Variant Price," + std::string(columns) + "\nmug,Mug,15.00," +
                 std::string(values) + "\n");
}

TEST(Shopify, CountsPiecesOnlyWhereTheyBoundTheSale) {
  const struct {
    const char *columns, *values, *product;
  } rows[] = {
      {"Variant Inventory Qty", "3", "2 mug 'Mug' usd 1500 in_stock stock 3"},
      {"Variant Inventory Qty", "-1", "2 mug 'Mug' usd 1500 out_of_stock stock 0"},
      {"Variant Inventory Qty", "", "2 mug 'Mug' usd 1500"},
      {"Variant Inventory Qty,Variant Inventory Tracker", "3,", "2 mug 'Mug' usd 1500"},
      {"Variant Inventory Qty,Variant Inventory Policy", "3,continue",
       "2 mug 'Mug' usd 1500 in_stock"},
      {"Inventory quantity,Continue selling when out of stock", "0,TRUE",
       "2 mug 'Mug' usd 1500 backorder"},
  };
  for (const auto& row : rows) {
    EXPECT_THAT(export_of(row.columns, row.values).products, ElementsAre(row.product))
        << row.columns;
  }
}

TEST(Shopify, TakesAHigherPriceToCompareWithForThePrice) {
  const struct {
    const char *compare, *product;
  } rows[] = {
      {"20.00", "2 mug 'Mug' usd 2000 sale usd 1500"},
      {"15.00", "2 mug 'Mug' usd 1500"},
      {"10.00", "2 mug 'Mug' usd 1500"},
      {"0.00", "2 mug 'Mug' usd 1500"},
      {"", "2 mug 'Mug' usd 1500"},
  };
  for (const auto& row : rows) {
    const Fed fed = export_of("Variant Compare At Price", row.compare);
    EXPECT_THAT(fed.products, ElementsAre(row.product)) << row.compare;
    EXPECT_THAT(fed.left_out, IsEmpty()) << row.compare;
  }
  EXPECT_THAT(export_of("Variant Compare At Price", "much").left_out,
              ElementsAre("2 Variant Compare At Price: This is no price. Write 15.00 USD."));
}

TEST(Shopify, SellsWhatShipsNotAsDigital) {
  EXPECT_THAT(export_of("Variant Requires Shipping", "false").products,
              ElementsAre("2 mug 'Mug' usd 1500 digital"));
}

TEST(Shopify, CountsNoPiecesOfWhatShipsNotAndPassesOverWhatIsSoldOut) {
  const Fed fed = export_of("Variant Requires Shipping,Variant Inventory Qty", "false,8");
  EXPECT_THAT(fed.products, ElementsAre("2 mug 'Mug' usd 1500 in_stock digital"));
  EXPECT_THAT(fed.left_out, ElementsAre("2 Variant Inventory Qty: What needs no shipping is sold "
                                        "without limit: its pieces are not counted."));
  const Fed none = export_of("Variant Requires Shipping,Variant Inventory Qty", "false,0");
  EXPECT_THAT(none.products, IsEmpty());
  EXPECT_EQ(none.passed_over, 1U);
}

TEST(Shopify, PassesOverWhatIsNotForSaleOrNoGoods) {
  const struct {
    const char *columns, *values;
    std::size_t passed_over;
  } rows[] = {
      {"Status", "active", 0},   {"Status", "draft", 1},    {"Status", "archived", 1},
      {"Status", "unlisted", 1}, {"Published", "false", 1}, {"Gift Card", "true", 1},
      {"Gift Card", "false", 0}, {"Gift card", "TRUE", 1},  {"Gift card", "", 0},
  };
  for (const auto& row : rows) {
    const Fed fed = export_of(row.columns, row.values);
    EXPECT_EQ(fed.passed_over, row.passed_over) << row.columns << " " << row.values;
    EXPECT_EQ(fed.products.size(), 1 - row.passed_over) << row.columns << " " << row.values;
  }
}

TEST(Shopify, PutsEachProductOnThePageOfItsHandle) {
  const FeedSettings settings{.currency = "usd", .shop_url = "https://mugs.example"};
  const Fed fed = feed(&make_shopify,
                       "Handle,Title,Variant Price,Option1 Name,Option1 Value\n"
                       "mug,Mug,15.00,Color,Red\nmug,,15.00,,Blue\ntasse-\u00e9,Tasse,9.00,,\n",
                       0, settings);
  EXPECT_THAT(fed.products,
              ElementsAre(testing::HasSubstr("mug-red 'Mug - Red' usd 1500 group 'mug' [Color=Red] "
                                             "link 'https://mugs.example/products/mug'"),
                          testing::HasSubstr("link 'https://mugs.example/products/mug'"),
                          testing::HasSubstr("link 'https://mugs.example/products/tasse-%C3%A9'")));
  EXPECT_THAT(fed.left_out, IsEmpty());
}

TEST(Shopify, SaysOnceThatAShopWithSeveralLocationsExportsNoPieces) {
  const std::string head = "Handle,Title,Variant Price,Variant Inventory Tracker\n";
  const Fed fed = shopify(head + "mug,Mug,15.00,shopify\ncup,Cup,9.00,shopify\n");
  EXPECT_EQ(fed.products.size(), 2U);
  EXPECT_THAT(fed.left_out,
              ElementsAre("2 Variant Inventory Tracker: The file has no inventory quantity, as of "
                          "a shop with several locations. Till sells its products without limit "
                          "until it is told counts: till stock set."));
  EXPECT_THAT(shopify(head + "mug,Mug,15.00,\n").left_out, IsEmpty());
}

TEST(Shopify, TellsBadRows) {
  const struct {
    const char *row, *bad;
  } rows[] = {
      {",Mug,15.00", "2 Handle: The row has no handle. Write one."},
      {"mug,,15.00", "2 Title: The row has no title. Write what it is."},
      {"mug,Mug,", "2 Variant Price: The row has no price. Write one such as 15.00 USD."},
      {"mug,Mug,0.00",
       "2 Variant Price: The price is 0, which would give it away. Write a price above 0."},
  };
  for (const auto& row : rows) {
    const Fed fed = shopify("Handle,Title,Variant Price\n" + std::string(row.row) + "\n");
    EXPECT_THAT(fed.bad, ElementsAre(row.bad));
    EXPECT_THAT(fed.products, IsEmpty());
  }
}

TEST(Shopify, RefusesWhatIsNoneOfIt) {
  EXPECT_EQ(shopify("id,title,price\n").refused,
            "1 : This is no product export of Shopify: no column is called Handle or URL handle. "
            "Export the products as CSV anew.");
}

}  // namespace
}  // namespace till::products
