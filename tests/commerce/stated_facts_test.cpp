// What a backend states of an item, in a line of a quote and in a product alike.
#include "commerce/remote/stated_facts.h"

#include <gmock/gmock.h>

#include "commerce/remote/product_answer.h"
#include "commerce/remote/quote_answer.h"
#include "json/body.h"

namespace till::commerce::remote {
namespace {

using checkout::ItemFacts;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr Timestamp kQuotedAt{1'796'119'200'000};  // 2026-12-01T10:00:00Z.
constexpr const char* kFacts =
    R"("group":"mug","options":[{"name":"Colour","value":"Blue"},{"name":"Size","value":"L"}],)"
    R"("brand":"Kiln & Co","gtin":"4006381333931","mpn":"K-1","category":"Kitchen > Mugs",)"
    R"("condition":"refurbished","weight_grams":350,)"
    R"("size":{"length_mm":120,"width_mm":90,"height_mm":95},"availability":"preorder",)"
    R"("available_at":"2027-01-01T00:00:00Z","least_age":18,"max_per_order":3,"later":{"a":1})";

ItemFacts all_of_them() {
  ItemFacts facts;
  facts.group = "mug";
  facts.options = {{"Colour", "Blue"}, {"Size", "L"}};
  facts.brand = "Kiln & Co";
  facts.gtin = "4006381333931";
  facts.mpn = "K-1";
  facts.category = "Kitchen > Mugs";
  facts.condition = checkout::ItemCondition::refurbished;
  facts.weight_grams = 350;
  facts.size = checkout::ItemSize{120, 90, 95};
  facts.later = checkout::LaterSupply::preorder;
  facts.available_at = parse_rfc3339("2027-01-01T00:00:00Z");
  facts.max_per_order = 3;
  facts.least_age = 18;
  return facts;
}

// A quote of one line that has these members too.
struct Stated {
  std::optional<checkout::QuotedLine> line;
  std::string fault;     // The place; empty: there is none.
  std::string left_out;  // The same.
};

Stated stated(const std::string& members, Timestamp now = kQuotedAt) {
  const auto body = json::Body::parse(R"({"lines":[{"index":0,"title":"Mug","unit_amount":700,)" +
                                      members + R"(}],"options":[]})");
  EXPECT_TRUE(body) << members;
  checkout::QuoteRequest request;
  request.currency = "usd";
  request.lines = {{"mug", 1, std::nullopt}};
  request.now = now;
  AnswerFaults left_out;
  const auto quote = read_quote(body->root(), request, left_out);
  Stated read;
  if (left_out.found()) read.left_out = left_out.first()->place;
  if (quote) {
    read.line = quote->lines.at(0);
  } else {
    read.fault = quote.error().place;
  }
  return read;
}

ProductPage page_of(const std::string& members) {
  const auto body = json::Body::parse(
      R"({"currency":"usd","products":[{"id":"mug","title":"Mug","unit_amount":700,)" + members +
      "}]}");
  EXPECT_TRUE(body) << members;
  return *read_products(body->root());
}

TEST(StatedFacts, AreThoseOfALineAndOfAProduct) {
  const Stated read = stated(kFacts);
  ASSERT_TRUE(read.line) << read.fault;
  EXPECT_EQ(*read.line->facts, all_of_them());
  EXPECT_EQ(read.left_out, "");
  const ProductPage page = page_of(kFacts);
  ASSERT_THAT(page.products, SizeIs(1));
  EXPECT_EQ(*page.products[0].item.facts, all_of_them());
  EXPECT_EQ(page.products[0].item.weight_grams, 350);
  EXPECT_THAT(page.incomplete, IsEmpty());
}

TEST(StatedFacts, AreNoneWhereNothingIsTold) {
  const char* const nothing =
      R"("group":"","options":[],"brand":"","gtin":"","mpn":"","category":"","weight_grams":0,)"
      R"("least_age":0)";
  EXPECT_FALSE(stated(nothing).line.value().facts);
  EXPECT_FALSE(page_of(nothing).products.at(0).item.facts);
  EXPECT_EQ(page_of(nothing).products.at(0).item.weight_grams, std::nullopt);
  EXPECT_FALSE(stated(R"("sold":true)").line.value().facts);
}

TEST(StatedFacts, SayWhatCanBeHadLaterUntilItIsThere) {
  const auto then = parse_rfc3339("2027-01-01T00:00:00Z").value();
  EXPECT_TRUE(stated(kFacts, then + Milliseconds(-1)).line.value().facts->later);
  EXPECT_FALSE(stated(kFacts, then).line.value().facts->later);
}

TEST(StatedFacts, OfAWrongKindOrTooLargeAreFaults) {
  const std::string long_text(501, 'x');
  std::string many = R"({"name":"n","value":"v"})";
  for (int i = 1; i < 21; ++i) many += R"(,{"name":"n)" + std::to_string(i) + R"(","value":"v"})";
  const struct {
    std::string members;
    const char* place;
  } rows[] = {
      {R"("group":7)", "group"},
      {R"("group":")" + std::string(256, 'x') + "\"", "group"},
      {R"("options":{})", "options"},
      {R"("options":[7])", "options[0]"},
      {R"("options":[{"name":"Size"}])", "options[0].value"},
      {R"("options":[{"name":"","value":"L"}])", "options[0].name"},
      {R"("options":[{"name":"Size","value":"L"},{"name":"Size","value":"M"}])", "options[1].name"},
      {R"("options":[)" + many + "]", "options"},
      {R"("brand":null)", "brand"},
      {R"("brand":")" + long_text + "\"", "brand"},
      {R"("gtin":4006381333931)", "gtin"},
      {R"("mpn":")" + long_text + "\"", "mpn"},
      {R"("category":")" + std::string(limits::kStringBytes + 1, 'x') + "\"", "category"},
      {R"("condition":"mint")", "condition"},
      {R"("weight_grams":-1)", "weight_grams"},
      {R"("weight_grams":10000001)", "weight_grams"},
      {R"("weight_grams":"350")", "weight_grams"},
      {R"("size":[1,2,3])", "size"},
      {R"("size":{"length_mm":1,"width_mm":1})", "size.height_mm"},
      {R"("size":{"length_mm":1,"width_mm":1000001,"height_mm":1})", "size.width_mm"},
      {R"("availability":"in_stock")", "availability"},
      {R"("available_at":"2027-01-01T00:00:00+01:00")", "available_at"},
      {R"("least_age":151)", "least_age"},
      {R"("additional_image_urls":"https://h/a.jpg")", "additional_image_urls"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(stated(row.members).fault, std::string("$.lines[0].") + row.place) << row.members;
    const ProductPage page = page_of(row.members);
    ASSERT_THAT(page.bad, SizeIs(1)) << row.members;
    EXPECT_EQ(page.bad[0].fault.place, std::string("$.") + row.place) << row.members;
  }
}

TEST(StatedFacts, GoOnWithoutAGtinThatIsNone) {
  for (const char* const wrong : {"4006381333930", "123", "none"}) {
    const std::string members = R"("brand":"Loom","gtin":")" + std::string(wrong) + "\"";
    const Stated read = stated(members);
    ASSERT_TRUE(read.line) << wrong;
    EXPECT_EQ(read.left_out, "$.lines[0].gtin") << wrong;
    EXPECT_EQ(read.line->facts->gtin, std::nullopt) << wrong;
    EXPECT_EQ(read.line->facts->brand, "Loom") << wrong;
    const ProductPage page = page_of(members);
    ASSERT_THAT(page.incomplete, SizeIs(1)) << wrong;
    EXPECT_EQ(page.incomplete[0].fault.place, "$.gtin") << wrong;
    EXPECT_EQ(page.products.at(0).item.facts->gtin, std::nullopt) << wrong;
  }
}

TEST(StatedFacts, ARegularPriceIsToldWhileItIsMore) {
  const auto list_amount = [](const std::string& amount) {
    return stated(R"("list_amount":)" + amount).line.value().list_amount;
  };
  EXPECT_EQ(list_amount("701"), Amount{701});
  EXPECT_EQ(list_amount("700"), std::nullopt);
  EXPECT_EQ(list_amount("0"), std::nullopt);
  EXPECT_EQ(stated(R"("list_amount":-1)").fault, "$.lines[0].list_amount");
  EXPECT_EQ(stated(R"("list_amount":null)").fault, "$.lines[0].list_amount");
}

TEST(StatedFacts, ASaleOfAProductIsAPriceForAWhile) {
  const auto sale = page_of(R"("sale":{"unit_amount":500,"from":"2026-11-27T00:00:00Z",)"
                            R"("until":"2026-12-02T00:00:00Z"})")
                        .products.at(0)
                        .item.sale;
  ASSERT_TRUE(sale);
  EXPECT_EQ(sale->prices.in("usd"), Amount{500});
  EXPECT_EQ(sale->from, parse_rfc3339("2026-11-27T00:00:00Z"));
  EXPECT_EQ(sale->until, parse_rfc3339("2026-12-02T00:00:00Z"));
  const struct {
    const char* members;
    const char* place;
  } rows[] = {
      {R"("sale":500)", "$.sale"},
      {R"("sale":{})", "$.sale.unit_amount"},
      {R"("sale":{"unit_amount":-1})", "$.sale.unit_amount"},
      {R"("sale":{"unit_amount":1,"from":"now"})", "$.sale.from"},
      {R"("sale":{"unit_amount":1,"from":"2026-12-02T00:00:00Z","until":"2026-12-02T00:00:00Z"})",
       "$.sale.until"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(page_of(row.members).bad.at(0).fault.place, row.place) << row.members;
  }
}

TEST(StatedFacts, PicturesAreTenAtTheMostAndThoseThatAreNoneAreLeftOut) {
  const auto pictures = [](const std::string& more) {
    return stated(R"("image_url":"https://h/0.jpg","additional_image_urls":[)" + more + "]");
  };
  const Stated two = pictures(R"("https://h/1.jpg","1.jpg")");
  EXPECT_THAT(two.line.value().links.images,
              ::testing::ElementsAre("https://h/0.jpg", "https://h/1.jpg"));
  EXPECT_EQ(two.left_out, "$.lines[0].additional_image_urls[1]");
  std::string many = R"("https://h/1.jpg")";
  for (int i = 2; i < 13; ++i) many += R"(,"https://h/)" + std::to_string(i) + R"(.jpg")";
  EXPECT_THAT(pictures(many).line.value().links.images, SizeIs(limits::kImages));
}

}  // namespace
}  // namespace till::commerce::remote
