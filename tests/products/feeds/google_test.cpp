#include "products/feeds/google.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "products/feeds/fed.h"

namespace till::products {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Fed google(std::string_view source) { return feed(&make_google, source); }

// Three columns and one more with a value.
Fed with(std::string_view column, std::string_view value) {
  return google("id\ttitle\tprice\t" + std::string(column) + "\nm\tMug\t15.00 USD\t" +
                std::string(value) + "\n");
}

TEST(Google, ReadsATable) {
  const Fed fed = google(sample("mugs.tsv"));
  EXPECT_THAT(
      fed.products,
      ElementsAre(
          "2 mug-blue 'Blue mug' usd 1500 sale usd 1200 from 2026-11-27T08:00:00Z until "
          "2026-12-01T07:59:00Z group 'mug' [Color=Blue] [Size=350 ml] in_stock link "
          "'https://mugs.example/p/mug-blue' pic https://mugs.example/i/mug-blue.jpg pic "
          "https://mugs.example/i/mug-blue-2.jpg pic https://mugs.example/i/mug-blue-3.jpg brand "
          "'Kiln & Co' gtin '4006381333931' mpn 'KC-350-B' category 'Home & Garden > Kitchen & "
          "Dining > Tableware > Drinkware > Mugs' new grams 400 120x90x100 ships 'fragile' text "
          "'A blue mug that holds 350 ml.'",
          "3 mug-red 'Red mug' usd 1500 group 'mug' [Color=Red] [Size=350 ml] preorder at "
          "2027-01-15T08:00:00Z link 'https://mugs.example/p/mug-red' pic "
          "https://mugs.example/i/mug-red.jpg brand 'Kiln & Co' mpn 'KC-350-R' category 'Mugs > "
          "Stoneware' new grams 400 ships 'fragile' text 'A red mug that holds 350 ml.'",
          "4 whisky 'Single malt, 12 years' usd 124900 out_of_stock link "
          "'https://mugs.example/p/whisky' pic https://mugs.example/i/whisky.jpg brand 'Glen "
          "Example' category 'Spirits' new grams 907 age 18 text 'Aged in oak.'"));
  EXPECT_THAT(fed.bad, IsEmpty());
  EXPECT_THAT(fed.left_out, IsEmpty());
}

TEST(Google, ReadsWhatASpreadsheetWroteInGermany) {
  const Fed fed = google(sample("fabric.csv"));
  EXPECT_THAT(fed.products,
              ElementsAre("2 stoff-1 'Leinen \"natur\", 1,5 m' eur 2490 [Material=Leinen] in_stock "
                          "link 'https://stoff.example/leinen' pic "
                          "https://stoff.example/leinen.jpg brand 'Weberei' mpn 'L-1' new grams "
                          "450 text 'Schweres Leinen.\n\nWaschbar bei 60 Grad.'",
                          "5 stoff-2 'Seide' eur 108900 [Material=Seide] in_stock link "
                          "'https://stoff.example/seide' brand 'Weberei' mpn 'L-2' text 'Feine "
                          "Seide.'"));
  EXPECT_THAT(fed.bad, ElementsAre("6 Price: This is no price. Write 15.00 USD."));
  EXPECT_THAT(fed.left_out, ElementsAre("5 Image Link: This is no address of a picture. Write "
                                        "https://shop.example/mug.jpg.",
                                        "5 Condition: Write new, refurbished or used."));
}

TEST(Google, ReadsRss) {
  const Fed fed = google(sample("tools.xml"));
  EXPECT_THAT(fed.products,
              ElementsAre("7 hammer-16 'Claw hammer' usd 2495 in_stock link "
                          "'https://tools.example/hammer?a=1&b=2' pic "
                          "https://tools.example/hammer.jpg pic https://tools.example/hammer-2.jpg "
                          "pic https://tools.example/hammer-3.jpg brand 'Anvil' gtin "
                          "'012345678905' new grams 454 text 'Forged steel.\n\n- 16 oz\n- Hickory'",
                          "26 saw-8 'Hand saw “Tenon”' usd 3100 backorder 450x120x30"));
  EXPECT_THAT(fed.bad, ElementsAre("35 g:price: The price is 0, which would give it away. Write a "
                                   "price above 0."));
}

TEST(Google, ReadsAtom) {
  EXPECT_THAT(google(sample("books.atom.xml")).products,
              ElementsAre("4 isbn-9783161484100 'A book of mugs' eur 2990 in_stock link "
                          "'https://books.example/mugs' gtin '9783161484100' text 'All about "
                          "mugs.'"));
}

TEST(Google, IsSteadyInPiecesAndCuts) {
  for (const char* name : {"mugs.tsv", "fabric.csv", "tools.xml", "books.atom.xml"}) {
    SCOPED_TRACE(name);
    expect_steady(&make_google, sample(name));
  }
}

TEST(Google, RefusesXmlThatIsCutOffAnywhere) {
  const std::string whole = sample("books.atom.xml");
  for (std::size_t size = 0; size + 1 < whole.size(); ++size) {
    EXPECT_NE(google(whole.substr(0, size)).refused, "") << size;
  }
}

TEST(Google, ReadsAllLineEnds) {
  for (const char* end : {"\n", "\r\n", "\r"}) {
    const std::string e = end;
    const Fed fed = google("id\ttitle\tprice" + e + e + "a\tA\t1 USD" + e + e + "b\tB\t2 USD" + e);
    EXPECT_THAT(fed.products, ElementsAre("3 a 'A' usd 100", "5 b 'B' usd 200"));
  }
}

TEST(Google, ReadsUtf16OfSpreadsheets) {
  const std::string text = "id\ttitle\tprice\r\na\tA\t1 USD\r\n";
  for (const bool little : {true, false}) {
    EXPECT_TRUE(google(as_utf16(text, little)) == google(text));
    EXPECT_TRUE(feed(&make_google, as_utf16(text, little), 1) == google(text));
    EXPECT_EQ(google(as_utf16(text, little) + "x").refused,
              "0 : The source ends within a character. Send the whole source.");
    // Why it is no feed comes before how it ends.
    EXPECT_EQ(google(as_utf16("a\tb\n", little) + "x").refused, google("a\tb\n").refused);
  }
}

TEST(Google, TakesARowWithoutTheLastColumnsAndAFileWithoutALastLineEnd) {
  EXPECT_THAT(google("id,title,price,brand\na,A,1 USD\nb,B,2 USD,X").products,
              ElementsAre("2 a 'A' usd 100", "3 b 'B' usd 200 brand 'X'"));
  EXPECT_THAT(google("id,title,price,,\na,A,1 USD,,\n").products, ElementsAre("2 a 'A' usd 100"));
}

TEST(Google, KeepsQuotesWithinAField) {
  EXPECT_THAT(
      google("id\ttitle\tprice\na\t5\" nail\t1 USD\nb\t\"Say \"\"hi\"\"\"\t2 USD\n").products,
      ElementsAre("2 a '5\" nail' usd 100", "3 b 'Say \"hi\"' usd 200"));
}

TEST(Google, KeepsEmptyFieldsOfATableInTheirPlaces) {
  EXPECT_THAT(google("brand\tid\tcolor\ttitle\tprice\n\ta\t\tA\t1 USD\n").products,
              ElementsAre("2 a 'A' usd 100"));
}

TEST(Google, TellsBadRowsAndGoesOn) {
  const struct {
    const char *row, *bad;
  } rows[] = {
      {",A,1 USD", "2 id: The row has no id. Give each product one of its own."},
      {"a,,1 USD", "2 title: The row has no title. Write what it is."},
      {"a,A,", "2 price: The row has no price. Write one such as 15.00 USD."},
      {"a,A,-1 USD", "2 price: The price is below zero. Write 15.00 USD."},
      {"a,A,1.5 JPY", "2 price: The price has more decimals than JPY. Write 1500 JPY."},
      {"a,\xFC,1 USD", "2 : The row is no UTF-8. Save the file as CSV UTF-8."},
      {"a,A,B,1 USD",
       "2 : The row has 4 fields and the first line 3. Put texts that hold a separator or a line "
       "end in quotes, and write \"\" for a quote within them."},
  };
  for (const auto& row : rows) {
    const Fed fed = google("id,title,price\n" + std::string(row.row) + "\nz,Z,9 USD\n");
    EXPECT_THAT(fed.bad, ElementsAre(row.bad));
    EXPECT_THAT(fed.products, ElementsAre("3 z 'Z' usd 900"));
  }
  const std::string id(101, 'i');
  EXPECT_THAT(google("id,title,price\n" + id + ",A,1 USD\n").bad,
              ElementsAre("2 id: The id is longer than 100 bytes. Write a shorter one."));
}

TEST(Google, LeavesOutWhatCannotBeAndTellsSo) {
  const struct {
    const char *column, *value, *left_out;
  } rows[] = {
      {"gtin", "4006381333932",
       "2 gtin: The last digit of the GTIN is wrong. Compare it with the package."},
      {"image_link", "mug.jpg",
       "2 image_link: This is no address of a picture. Write https://shop.example/mug.jpg."},
      {"image_link", "https://shop.example/a|b.jpg",  // Nobody would see it.
       "2 image_link: This is no address of a picture. Write https://shop.example/mug.jpg."},
      {"link", "mugs", "2 link: This is no address of a page. Write https://shop.example/mug."},
      {"sale_price", "16.00 USD", "2 sale_price: A sale price is above 0 and below the price."},
      {"sale_price", "10.00 EUR",
       "2 sale_price: The sale price has another currency than the price. Write both in one."},
      {"sale_price", "cheap", "2 sale_price: This is no price. Write 15.00 USD."},
      {"sale price effective date", "now",
       "2 sale price effective date: This is no span. Write "
       "2026-11-27T00:00Z/2026-11-30T23:59Z."},
      {"availability", "maybe",
       "2 availability: Write in_stock, out_of_stock, preorder or backorder."},
      {"availability_date", "soon",
       "2 availability_date: This is no date. Write 2026-11-27T08:00:00Z or 2026-11-27."},
      {"quantity", "1.5",
       "2 quantity: This is no number of pieces. Write a whole number such as 12."},
      {"shipping_weight", "5",
       "2 shipping_weight: This is no measure with a unit. Write 1.5 kg, 350 g, 2 lb or 12 oz."},
      {"product_length", "5 cm",
       "2 product_length: A size has length, width and height. Write all three."},
  };
  for (const auto& row : rows) {
    const Fed fed = with(row.column, row.value);
    EXPECT_THAT(fed.left_out, ElementsAre(row.left_out)) << row.column;
    EXPECT_THAT(fed.products, ElementsAre("2 m 'Mug' usd 1500")) << row.column;
  }
}

TEST(Google, SaysNothingOfASaleAtThePriceOrAWeightOfZero) {
  for (const auto& [column, value] :
       {std::pair("sale_price", "15.00 USD"), std::pair("shipping_weight", "0 kg"),
        std::pair("brand", "n/a")}) {
    const Fed fed = with(column, value);
    EXPECT_THAT(fed.left_out, IsEmpty()) << column;
    EXPECT_THAT(fed.products, ElementsAre("2 m 'Mug' usd 1500")) << column;
  }
}

TEST(Google, BoundsTextsAndPictures) {
  const Fed title = google("id,title,price\na," + std::string(301, 'x') + ",1 USD\n");
  EXPECT_THAT(title.products, ElementsAre("2 a '" + std::string(300, 'x') + "' usd 100"));
  EXPECT_THAT(title.left_out, ElementsAre("2 title: The text is cut off after 300 characters. "
                                          "Write a shorter one."));
  std::string urls;
  for (int i = 0; i < 23; ++i) urls += "https://a.example/" + std::to_string(i) + ",";
  const Fed pictures = with("additional_image_link", urls);
  EXPECT_THAT(pictures.left_out, ElementsAre("2 additional_image_link: There are more than 20 "
                                             "pictures. Keep the best ones."));
}

TEST(Google, RefusesWhatIsNoneOfIt) {
  const struct {
    const char *source, *refused;
  } rows[] = {
      {"", "1 : The source is empty. Send a line of column names first."},
      {"name,price\n",
       "1 : This is no Google Merchant feed: no column is called id. Begin the file "
       "with the names of its columns."},
      {"<html></html>", "1 : This is no Google Merchant feed: it is neither RSS nor Atom."},
      {"<rss>", "1 : The source is cut off here. Send the whole source."},
      {"<rss><item></rss>", "1 : This is no XML: mismatched tag. Mend it."},
      {"<rss>&nbsp;</rss>",
       "1 : XML does not know this entity. Write the character itself, or &#160; for &nbsp;."},
      {"<!DOCTYPE rss [<!ENTITY a \"aaaa\">]><rss>&a;</rss>",
       "1 : The source declares entities of its own. Write their text instead."},
      {"<?xml version=\"1.0\" encoding=\"KOI-9\"?><rss/>",
       "1 : The encoding is not known. Save the source as UTF-8."},
      {"id,title,price\na,\"A,1 USD\n",
       "2 : The source ends within a quote of this row. Send the whole source, or close the "
       "quote."},
      {"id,title,price\na,A", "2 : The source ends within this row. Send the whole source."},
  };
  for (const auto& row : rows) EXPECT_EQ(google(row.source).refused, row.refused) << row.source;
}

TEST(Google, EndsAtARowThatIsTooLong) {
  const std::string row(kMostRowBytes + 1, 'x');
  const std::string table = google("id,title,price\na,\"" + row + "\n").refused;
  EXPECT_EQ(table, "2 : The row is longer than 1 MiB. Close the quote that begins in it.");
  EXPECT_EQ(google("<rss><item><title>" + row + "</title></item></rss>").refused,
            "1 : An item is longer than 1 MiB. Shorten it.");
  EXPECT_EQ(google("<rss><!--" + row + row + "--></rss>").refused,
            "1 : A tag or comment is longer than 1 MiB. Shorten it.");
  std::string deep = "<rss>";
  for (int i = 0; i < 64; ++i) deep += "<a>";
  EXPECT_EQ(google(deep).refused, "1 : Elements are nested more than 64 deep.");
}

}  // namespace
}  // namespace till::products
