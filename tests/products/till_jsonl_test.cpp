#include "products/feeds/till_jsonl.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "products/product_json.h"

namespace till::products {
namespace {

using ::testing::HasSubstr;

struct ReadLines {
  std::vector<Product> products;
  std::vector<std::size_t> lines;
  std::vector<FeedFault> bad;
  Result<void, FeedFault> end;
};

ReadLines read_lines(std::string_view text, std::size_t piece = 1'000'000) {
  ReadLines read;
  const FeedSink sink{[&read](Product product, std::size_t line) {
                        read.products.push_back(std::move(product));
                        read.lines.push_back(line);
                      },
                      [&read](FeedFault fault) { read.bad.push_back(std::move(fault)); },
                      [](const FeedFault&) { FAIL(); }};
  const auto reader = read_till_jsonl({"usd"}, sink);
  for (std::size_t at = 0; at < text.size(); at += piece) {
    EXPECT_TRUE(reader->take(text.substr(at, piece)));
  }
  read.end = reader->finish();
  return read;
}

Product every_member() {
  Product product{"mug-blue", "Blue mug"};
  product.description = "Stoneware";
  product.group = "mug";
  product.options = {{"Colour", "Blue"}, {"Size", "L"}};
  product.prices = {{"jpy", {2200}}, {"usd", {1450}}};
  product.sale = Sale{{{"usd", {1200}}}, Timestamp{1'000}, Timestamp{2'000'000}};
  product.availability = Availability::preorder;
  product.available_at = Timestamp{3'000};
  product.stock = 0;
  product.stock_counted_at = Timestamp{4'567};
  product.ways = Ways{true, false, true};
  product.max_per_order = 5;
  product.link = "https://shop.example/mug";
  product.pictures = {"https://shop.example/1.jpg", "https://shop.example/2.jpg"};
  product.brand = "Claybird";
  product.gtin = "4006381333931";
  product.mpn = "CB-1";
  product.category = "Home > Kitchen";
  product.condition = Condition::fresh;
  product.weight_grams = 400;
  product.size = Size{120, 90, 100};
  product.shipping_class = "fragile";
  product.tax_class = "books";
  product.least_age = 18;
  product.tax_exempt = true;
  product.digital = true;
  return product;
}

TEST(TillJsonl, ReadsWhatIsWrittenInOneLine) {
  std::string text;
  append_product(every_member(), text);
  EXPECT_EQ(text.find('\n'), std::string::npos);
  const ReadLines read = read_lines(text + "\n");
  ASSERT_EQ(read.products.size(), 1U) << (read.bad.empty() ? "" : read.bad.front().sentence);
  EXPECT_EQ(read.products.front(), every_member());
  EXPECT_TRUE(read.end);
}

TEST(TillJsonl, RefusesACountWithoutANumberAndWaysThatAreNone) {
  const ReadLines read = read_lines(
      R"({"id":"a","title":"A","unit_amount":5,"stock_counted_at":"2026-11-24T10:00:00Z"})"
      "\n"
      R"({"id":"b","title":"B","unit_amount":5,"fulfillment":[]})"
      "\n"
      R"({"id":"c","title":"C","unit_amount":5,"fulfillment":["pickup","pigeon"]})"
      "\n");
  ASSERT_EQ(read.bad.size(), 3U);
  EXPECT_EQ(read.bad[0].field, "stock_counted_at");
  EXPECT_THAT(read.bad[0].sentence, HasSubstr("give stock as well"));
  EXPECT_EQ(read.bad[1].field, "fulfillment");
  EXPECT_EQ(read.bad[2].field, "fulfillment[1]");
}

TEST(TillJsonl, TakesAPlainNumberInTheCurrencyOfTheShop) {
  const ReadLines read = read_lines(R"({"id": "a", "title": "A", "unit_amount": 500})"
                                    "\n");
  ASSERT_EQ(read.products.size(), 1U);
  EXPECT_EQ(read.products.front().prices, (Prices{{"usd", {500}}}));
  EXPECT_EQ(read.products.front().stock, std::nullopt);
}

TEST(TillJsonl, GivesTheSameRowsHoweverTheSourceIsCut) {
  const std::string text =
      "\xEF\xBB\xBF{\"id\": \"a\", \"title\": \"A\", \"unit_amount\": 1}\r\n\n"
      "{\"id\": \"b\"}\n{\"id\": \"c\", \"title\": \"C\", \"unit_amount\": 3}\n";
  for (std::size_t piece = 1; piece < text.size(); ++piece) {
    const ReadLines read = read_lines(text, piece);
    EXPECT_EQ(read.lines, (std::vector<std::size_t>{1, 4})) << piece;
    ASSERT_EQ(read.bad.size(), 1U) << piece;
    EXPECT_EQ(read.bad.front().line, 3U) << piece;
    EXPECT_TRUE(read.end);
  }
}

TEST(TillJsonl, NamesTheFieldOfABadRowAndWhatToDo) {
  const std::vector<std::tuple<const char*, const char*, const char*>> rows{
      {R"({"id": "a", "unit_amount": 1})", "title", "missing"},
      {R"({"id": "a", "title": "A"})", "unit_amount", "missing"},
      {R"({"id": "a", "title": "A", "unit_amount": -1})", "unit_amount", "integer"},
      {R"({"id": "a", "title": "A", "unit_amount": {"USD": 1}})", "unit_amount.USD", "ISO 4217"},
      {R"({"id": "a", "title": "A", "unit_amount": {}})", "unit_amount", "one currency"},
      {R"({"id": "a", "title": "A", "unit_amount": 1, "price": 2})", "price", "no member price"},
      {R"({"id": "a", "title": "A", "unit_amount": 1, "brand": " "})", "brand", "empty text"},
      {R"({"id": "a", "title": "A", "unit_amount": 1, "stock": "5"})", "stock", "integer"},
      {R"({"id": "a", "title": "A", "unit_amount": 1, "pictures": ["a.jpg"]})", "pictures[0]",
       "an http or https URL"},
      {R"({"id": "a", "title": "A", "unit_amount": 1, "sale": {}})", "sale.unit_amount", "missing"},
      {R"({"id": "a", "title": "A", "unit_amount": 1, "sale": {"unit_amount": 1,
         "from": "2026-01-02T00:00:00Z", "until": "2026-01-01T00:00:00Z"}})",
       "sale", "end after"},
      {R"({"id": "a", "id": "b", "title": "A", "unit_amount": 1})", "", "twice"},
      {R"({"id": "a", "title": "A" "unit_amount": 1})", "", "column 26"},
      {R"(["a"])", "", "an object"},
  };
  for (const auto& [row, field, part] : rows) {
    std::string line = row;
    std::replace(line.begin(), line.end(), '\n', ' ');
    const ReadLines read = read_lines(line + "\n");
    ASSERT_EQ(read.bad.size(), 1U) << row;
    EXPECT_EQ(read.bad.front().field, field) << row;
    EXPECT_THAT(read.bad.front().sentence, HasSubstr(part)) << row;
  }
}

TEST(TillJsonl, IsCutOffWhenTheLastLineHasNoEnd) {
  const ReadLines read = read_lines("{\"id\": \"a\", \"title\": \"A\", \"unit_amount\": 1}\n{\"id");
  EXPECT_EQ(read.products.size(), 1U);
  ASSERT_FALSE(read.end);
  EXPECT_EQ(read.end.error().line, 2U);
  EXPECT_THAT(read.end.error().sentence, HasSubstr("cut off"));
}

TEST(TillJsonl, PassesOverALineThatIsTooLong) {
  const std::string text = std::string(kMostRowBytes + 1, 'x') +
                           "\n{\"id\": \"a\", \"title\": \"A\", \"unit_amount\": 1}\n";
  const ReadLines read = read_lines(text, 4'096);
  ASSERT_EQ(read.bad.size(), 1U);
  EXPECT_THAT(read.bad.front().sentence, HasSubstr("longer"));
  EXPECT_EQ(read.lines, std::vector<std::size_t>{2});
}

}  // namespace
}  // namespace till::products
