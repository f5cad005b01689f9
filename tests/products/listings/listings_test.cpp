// What leaves in each format, what does not and why, and that Till's own readers read it back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "products/feeds/fed.h"
#include "products/feeds/feed_formats.h"
#include "products/feeds/feed_numbers.h"
#include "products/listings/listing_formats.h"

namespace till::products {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr Timestamp kBegin{1'795'766'400'000};  // 2026-11-27T08:00:00Z
constexpr Timestamp kEnd{1'796'083'140'000};    // 2026-11-30T23:59:00Z

ListingShop shop() { return {"Loom & Co", "https://loom.example", "US", "", true}; }

Listing tee(std::string id = "tee-red-s") {
  Product product;
  product.id = std::move(id);
  product.title = "Classic tee \"Red\" / S";
  product.description = "A cotton tee.\n\nWashes at 40 °C.";
  product.group = "tee";
  product.options = {{"Color", "Red"}, {"Size", "S"}};
  product.prices = {{"usd", {2499}}};
  product.link = "https://loom.example/tee?v=1";
  product.pictures = {"https://cdn.loom.example/red.jpg", "https://cdn.loom.example/back.jpg"};
  product.brand = "Loom";
  product.gtin = "4006381333931";
  product.mpn = "T-1";
  product.category = "Apparel > Shirts";
  product.condition = Condition::fresh;
  product.weight_grams = 180;
  product.size = Size{305, 200, 20};
  product.availability = Availability::in_stock;
  return {product, "usd", {2499}, {}, true};
}

Listing on_sale(Listing listing) {
  listing.product.sale = Sale{{{"usd", {1999}}}, kBegin, kEnd};
  listing.list_price = listing.price;
  listing.price = {1999};
  return listing;
}

struct Left {
  std::string text;
  std::vector<std::string> faults;
  std::size_t shown = 0;
};

Left leave(std::string_view format, const std::vector<Listing>& variants,
           const ListingShop& of = shop()) {
  Left left;
  const TellListing tell = [&left](const ListingFault& fault) {
    left.faults.push_back(fault.product + " " + fault.field + (fault.left_out ? " - " : ": ") +
                          fault.sentence);
  };
  const ListingFormat& row = *listing_format(format);
  left.text = row.head(of);
  left.shown = row.append(variants, of, left.text, tell);
  left.text += row.tail();
  return left;
}

// The format that reads what leaves in this one.
const FeedFormat* reader_of(std::string_view format) {
  return feed_format(format.substr(0, format.find('-')));
}

std::vector<std::string> read_back(std::string_view format, const std::string& text) {
  const Fed fed = feed(reader_of(format)->make, text);
  EXPECT_THAT(fed.bad, IsEmpty());
  EXPECT_THAT(fed.left_out, IsEmpty());
  EXPECT_EQ(fed.refused, "");
  return fed.products;
}

TEST(Listings, AreReadBackAsTheProductsThatTheyWere) {
  const Listing red = on_sale(tee());
  Listing blue = tee("tee-blue-s");
  blue.product.options[0].value = "Blue";
  blue.for_sale = false;
  struct Row {
    const char* format;
    // What the format has no place for is gone.
    void (*forget)(Product& product);
  };
  const Row rows[] = {
      {"google", [](Product&) {}},
      {"google-xml", [](Product&) {}},
      {"openai", [](Product&) {}},
      {"acp",
       [](Product& product) {
         product.brand = product.mpn = std::nullopt;
         product.weight_grams = std::nullopt;
         product.size = std::nullopt;
         if (product.sale) product.sale->from = product.sale->until = std::nullopt;
       }},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.format);
    const Left left = leave(row.format, {red, blue});
    EXPECT_EQ(left.shown, 2U);
    EXPECT_THAT(left.faults, IsEmpty());
    EXPECT_EQ(format_of(left.text), reader_of(row.format));
    Product first = red.product, second = blue.product;
    second.availability = Availability::out_of_stock;
    row.forget(first);
    row.forget(second);
    std::vector<std::string> products = read_back(row.format, left.text);
    for (std::string& each : products) each.erase(0, each.find(' '));  // The number of the line.
    EXPECT_THAT(products, ElementsAre(shown(first, 0).substr(1), shown(second, 0).substr(1)));
  }
}

TEST(Listings, SayWhatCheckoutSays) {
  const struct {
    Availability told;
    bool for_sale;
    const char *acp, *google, *openai;
  } rows[] = {
      {Availability::in_stock, true, R"("available":true,"status":"in_stock")", "\tin_stock\t",
       R"("availability":"in_stock")"},
      {Availability::in_stock, false, R"("available":false,"status":"out_of_stock")",
       "\tout_of_stock\t", R"("availability":"out_of_stock")"},
      {Availability::out_of_stock, true, R"("available":true,"status":"in_stock")", "\tin_stock\t",
       R"("availability":"in_stock")"},
      {Availability::preorder, true, R"("available":true,"status":"preorder")",
       "\tpreorder\t2026-11-27T08:00:00Z\t", R"("availability":"pre_order")"},
      {Availability::backorder, false, R"("available":false,"status":"out_of_stock")",
       "\tout_of_stock\t2026-11-27T08:00:00Z\t", R"("availability":"out_of_stock")"},
  };
  for (const auto& row : rows) {
    Listing listing = tee();
    listing.product.availability = row.told;
    listing.for_sale = row.for_sale;
    const bool later = row.told == Availability::preorder || row.told == Availability::backorder;
    if (later) listing.product.available_at = kBegin;
    EXPECT_THAT(leave("acp", {listing}).text, HasSubstr(row.acp));
    EXPECT_THAT(leave("google", {listing}).text, HasSubstr(row.google));
    EXPECT_THAT(leave("openai", {listing}).text, HasSubstr(row.openai));
  }
}

TEST(Listings, LeaveAsXmlWithEveryPictureAndNoCharacterThatXmlHasNot) {
  Listing odd = tee();
  odd.product.title = "Tea & <\"biscuits\"> 'n' more ]]>";
  odd.product.description = "One\ttwo\r\nthree\x01\x1F \xEF\xBF\xBE\xEF\xBF\xBF four \xE2\x82\xAC";
  odd.product.pictures.push_back("https://cdn.loom.example/a,b.jpg?x=1&y=2");
  ListingShop of = shop();
  of.url = "https://loom.example/?a&b";
  const Left left = leave("google-xml", {odd}, of);
  EXPECT_THAT(
      left.text,
      testing::AllOf(
          testing::StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" "
                              "xmlns:g=\"http://base.google.com/ns/1.0\">\n<channel>\n"
                              "<title>Loom &amp; Co</title>\n"
                              "<link>https://loom.example/?a&amp;b</link>\n"),
          HasSubstr("<g:title>Tea &amp; &lt;\"biscuits\"&gt; 'n' more ]]&gt;</g:title>\n"),
          HasSubstr("<g:description>One\ttwo&#13;\nthree  four \xE2\x82\xAC</g:description>\n"),
          HasSubstr("<g:additional_image_link>https://cdn.loom.example/back.jpg"
                    "</g:additional_image_link>\n<g:additional_image_link>"
                    "https://cdn.loom.example/a,b.jpg?x=1&amp;y=2</g:additional_image_link>\n"),
          testing::EndsWith("</item>\n</channel>\n</rss>\n")));
  EXPECT_EQ(read_back("google-xml", left.text).size(), 1U);
  EXPECT_EQ(read_back("google-xml", leave("google-xml", {}).text).size(), 0U);
}

TEST(Listings, OfACurrencyWithoutDecimalsHaveNone) {
  Listing cup = tee();
  cup.product.prices = {{"jpy", {1500}}};
  cup.currency = "jpy";
  cup.price = {1500};
  EXPECT_THAT(leave("acp", {cup}).text, HasSubstr(R"("price":{"amount":1500,"currency":"JPY"})"));
  EXPECT_THAT(leave("google", {cup}).text, HasSubstr("\t1500 JPY\t"));
  EXPECT_THAT(leave("openai", {cup}).text, HasSubstr(R"("price":"1500 JPY")"));
}

struct Change {
  const char* what;
  void (*change)(Listing& listing);
  std::vector<std::string> acp, google, openai;
};

void expect_told(std::span<const Change> rows) {
  for (const Change& row : rows) {
    SCOPED_TRACE(row.what);
    Listing listing = tee("t");
    row.change(listing);
    for (const auto& [format, faults] :
         {std::pair("acp", row.acp), std::pair("google", row.google),
          std::pair("google-xml", row.google), std::pair("openai", row.openai)}) {
      const Left left = leave(format, {listing});
      EXPECT_EQ(left.faults, faults) << format;
      const bool shown = faults.empty() || faults[0].find(" - ") != std::string::npos;
      EXPECT_EQ(left.shown, shown ? 1U : 0U) << format;
      EXPECT_EQ(left.text != leave(format, {}).text, shown) << format;
    }
  }
}

TEST(Listings, AreNotShownWithoutWhatTheFormatNeeds) {
  const std::string no_page = "It has no page over https. Give its link.";
  const std::string http_page = "The page is not reached over https. Give its https URL.";
  const Change rows[] = {
      {"no page",
       [](Listing& of) { of.product.link.reset(); },
       {},
       {"t link: " + no_page},
       {"t url: " + no_page}},
      {"a page over http",
       [](Listing& of) { of.product.link = "http://loom.example/tee"; },
       {"t url - " + http_page},
       {"t link: " + no_page},
       {"t url: " + no_page}},
      {"no description",
       [](Listing& of) { of.product.description.reset(); },
       {},
       {"t description: It has no description. Write one."},
       {"t description: It has no description. Write one."}},
      {"no brand",
       [](Listing& of) { of.product.brand.reset(); },
       {},
       {},
       {"t brand: It has no brand. Name one, or one for all in [feeds] brand."}},
      {"no picture and no brand",
       [](Listing& of) {
         of.product.pictures.clear();
         of.product.brand.reset();
       },
       {},
       {"t image_link: It has no picture over https. Give it one."},
       {"t brand: It has no brand. Name one, or one for all in [feeds] brand.",
        "t image_url: It has no picture over https. Give it one."}},
      {"a price of 0",
       [](Listing& of) { of.price = {0}; },
       {},
       {"t price: The price is 0, which this feed has no place for. Give it a price."},
       {"t price: The price is 0, which this feed has no place for. Give it a price."}},
  };
  expect_told(rows);
}

TEST(Listings, AreShownWithoutAPartThatDoesNotFit) {
  const Change rows[] = {
      {"a GTIN with a wrong check digit",
       [](Listing& of) { of.product.gtin = "4006381333930"; },
       {"t barcodes - " + gtin_of("4006381333930").error()},
       {"t gtin - " + gtin_of("4006381333930").error()},
       {"t gtin - " + gtin_of("4006381333930").error()}},
      {"a long title",
       [](Listing& of) { of.product.title = std::string(151, 'x'); },
       {},
       {"t title - It is cut off after 150 characters. Write a shorter one."},
       {"t title - It is cut off after 150 characters. Write a shorter one."}},
      {"a preorder without a day",
       [](Listing& of) { of.product.availability = Availability::preorder; },
       {},
       {"t availability_date: It can be had later, and nothing says when. Give available_at."},
       {}},
      {"an option of its own",
       [](Listing& of) {
         of.product.options.push_back({"Scent", "Pine"});
       },
       {},
       {"t  - The feed has no column for the option Scent. Say it in the title."},
       {}},
      {"a group called as the product",
       [](Listing& of) { of.product.group = "t"; },
       {},
       {},
       {"t group_id - The group is called as the product. Give it another name."}},
  };
  expect_told(rows);
}

TEST(Listings, IdsAreNeverCut) {
  Listing listing = tee(std::string(51, 'i'));
  listing.product.group.reset();
  EXPECT_EQ(leave("google", {listing}).shown, 0U);
  EXPECT_EQ(leave("openai", {listing}).shown, 1U);
  listing.product.id += std::string(50, 'i');
  EXPECT_EQ(leave("openai", {listing}).shown, 0U);
  EXPECT_EQ(leave("acp", {listing}).shown, 1U);
}

TEST(Listings, TakeTheBrandOfTheShopWhereAProductNamesNone) {
  Listing listing = tee();
  listing.product.brand.reset();
  ListingShop of = shop();
  of.brand = "Loom & Co";
  EXPECT_THAT(leave("openai", {listing}, of).text, HasSubstr(R"("brand":"Loom & Co")"));
  EXPECT_THAT(leave("google", {listing}, of).text, HasSubstr("\tLoom & Co\t"));
}

TEST(Listings, SayWhichAgentsMaySellAndWhere) {
  ListingShop of = shop();
  EXPECT_THAT(
      leave("openai", {tee()}, of).text,
      HasSubstr(R"("is_eligible_checkout":true,"target_countries":["US"],"store_country":"US")"));
  of.checkout = false;
  of.country.clear();
  EXPECT_THAT(
      leave("openai", {tee()}, of).text,
      testing::AllOf(HasSubstr(R"("is_eligible_checkout":false)"), Not(HasSubstr("countr"))));
}

TEST(Listings, OfOneProductFillNoMoreThanALine) {
  Listing big = tee();
  big.product.description = std::string(300'000, 'x');
  std::vector<Listing> variants;
  for (int i = 0; i < 4; ++i) {
    variants.push_back(big);
    variants.back().product.id = "v" + std::to_string(i);
  }
  const Left left = leave("acp", variants);
  EXPECT_EQ(left.shown, 3U);
  EXPECT_LE(left.text.size(), kMostRowBytes);
  EXPECT_THAT(left.faults, ElementsAre(HasSubstr("v3 variants: The variants before it fill")));
  EXPECT_EQ(feed(feed_format("acp")->make, left.text).products.size(), 3U);
}

TEST(Listings, WithoutAnyVariantThatIsShownAreNoProduct) {
  EXPECT_EQ(leave("acp", {}).text, "");
  Listing nothing = tee();
  nothing.price = {0};
  EXPECT_EQ(leave("openai", {nothing}).text, "");
}

}  // namespace
}  // namespace till::products
