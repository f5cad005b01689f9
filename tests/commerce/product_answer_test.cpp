// What is read of a page of products, and what is left out with its place.
#include "commerce/remote/product_answer.h"

#include <gmock/gmock.h>

#include "base/limits.h"
#include "json/body.h"

namespace till::commerce::remote {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// As the guide has it, and a product that is gone.
constexpr const char* kPage =
    R"({"currency":"usd","products":[)"
    R"({"id":"ebook-acp","title":"E-book","unit_amount":999,"digital":true,"tax_exempt":true},)"
    R"({"id":"mug-blue","title":"Blue mug","description":"Stoneware",)"
    R"("unit_amount":{"usd":1450,"jpy":2200},"stock":12,"fulfillment":["shipping","pickup"],)"
    R"("url":"https://shop.example.com/mug-blue","max_per_order":3,"later":{"a":1}},)"
    R"({"id":"mug-old","removed":true}],"next":"mug blue/2"})";

Result<ProductPage, AnswerFault> read_page(const std::string& text) {
  const auto body = json::Body::parse(text);
  if (!body) return refused(AnswerFault{"$", body.error().why});
  return read_products(body->root());
}

std::string of(const std::string& product) {
  return R"({"currency":"usd","products":[)" + product + "]}";
}

TEST(ProductAnswer, GivesTheFactsOfProducts) {
  const auto page = read_page(kPage);
  ASSERT_TRUE(page.has_value()) << page.error().place;
  ASSERT_EQ(page->products.size(), 3U);
  EXPECT_THAT(page->bad, IsEmpty());
  EXPECT_EQ(page->next, "mug blue/2");
  const CatalogItem& book = page->products[0].item;
  EXPECT_EQ(book.title, "E-book");
  EXPECT_EQ(book.unit_amount.in("usd"), Amount{999});
  EXPECT_TRUE(book.digital && book.tax_exempt && !book.ships);
  EXPECT_TRUE(page->products[0].in_stock) << "a file needs no stock";
  const CatalogItem& mug = page->products[1].item;
  EXPECT_EQ(mug.description, "Stoneware");
  EXPECT_EQ(mug.unit_amount.in("jpy"), Amount{2200});
  EXPECT_TRUE(mug.ships && mug.picked_up && !mug.delivered_locally);
  EXPECT_EQ(mug.max_per_order, 3);
  EXPECT_EQ(mug.links, (checkout::WebLinks{{}, "https://shop.example.com/mug-blue"}));
  EXPECT_FALSE(page->products[1].removed);
  EXPECT_TRUE(page->products[2].removed);
}

TEST(ProductAnswer, KeepsAProductWithoutALinkThatIsNone) {
  const auto page = read_page(of(R"({"id":"a","title":"A","unit_amount":1,"image_url":"a.jpg",)"
                                 R"("url":"https://h/a"},{"id":"b","title":"B","unit_amount":1,)"
                                 R"("image_url":"https://h/b.jpg"})"));
  ASSERT_TRUE(page.has_value());
  EXPECT_THAT(page->bad, IsEmpty());
  ASSERT_EQ(page->products.size(), 2U);
  EXPECT_EQ(page->products[0].item.links, (checkout::WebLinks{{}, "https://h/a"}));
  EXPECT_EQ(page->products[1].item.links, (checkout::WebLinks{{"https://h/b.jpg"}, {}}));
  EXPECT_GT(page->products[1].bytes, page->products[0].bytes) << "pictures take room";
  ASSERT_EQ(page->incomplete.size(), 1U);
  EXPECT_EQ(page->incomplete[0].id, "a");
  EXPECT_EQ(page->incomplete[0].place, "$.products[0]");
  EXPECT_EQ(page->incomplete[0].fault.place, "$.image_url");
}

TEST(ProductAnswer, KnowsWhatIsInStock) {
  const auto in_stock = [](const std::string& more) {
    const auto page = read_page(of(R"({"id":"a","title":"A","unit_amount":1)" + more + "}"));
    return page->products.at(0).in_stock;
  };
  EXPECT_TRUE(in_stock(R"(,"stock":1)"));
  EXPECT_FALSE(in_stock(R"(,"stock":0)"));
  EXPECT_TRUE(in_stock("")) << "it needs none";
  EXPECT_TRUE(in_stock(R"(,"stock":0,"digital":true)"));
}

TEST(ProductAnswer, BringsGoodsUnlessItSaysHow) {
  const auto page = read_page(of(R"({"id":"a","title":"A","unit_amount":0})"));
  EXPECT_TRUE(page->products.at(0).item.ships);
  EXPECT_EQ(page->products.at(0).item.unit_amount.by_currency().size(), 1U) << "0 is a price";
}

TEST(ProductAnswer, LeavesOutWhatIsOfNoUseAndNamesItsPlace) {
  const struct {
    std::string product;
    const char* id;
    const char* place;
  } rows[] = {
      {"7", "", "$"},
      {R"({"title":"A","unit_amount":1})", "", "$.id"},
      {R"({"id":"","title":"A","unit_amount":1})", "", "$.id"},
      {R"({"id":7,"title":"A","unit_amount":1})", "", "$.id"},
      {R"({"id":"a","unit_amount":1})", "a", "$.title"},
      {R"({"id":"a","title":"","unit_amount":1})", "a", "$.title"},
      {R"({"id":"a","title":"A"})", "a", "$.unit_amount"},
      {R"({"id":"a","title":"A","unit_amount":-1})", "a", "$.unit_amount"},
      {R"({"id":"a","title":"A","unit_amount":1.5})", "a", "$.unit_amount"},
      {R"({"id":"a","title":"A","unit_amount":"1"})", "a", "$.unit_amount"},
      {R"({"id":"a","title":"A","unit_amount":{}})", "a", "$.unit_amount"},
      {R"({"id":"a","title":"A","unit_amount":{"USD":1}})", "a", "$.unit_amount"},
      {R"({"id":"a","title":"A","unit_amount":{"usd":-1}})", "a", "$.unit_amount.usd"},
      {R"({"id":"a","title":"A","unit_amount":1,"stock":-1})", "a", "$.stock"},
      {R"({"id":"a","title":"A","unit_amount":1,"stock":null})", "a", "$.stock"},
      {R"({"id":"a","title":"A","unit_amount":1,"digital":"yes"})", "a", "$.digital"},
      {R"({"id":"a","title":"A","unit_amount":1,"fulfillment":[]})", "a", "$.fulfillment"},
      {R"({"id":"a","title":"A","unit_amount":1,"fulfillment":["drone"]})", "a",
       "$.fulfillment[0]"},
      {R"({"id":"a","title":"A","unit_amount":1,"max_per_order":0})", "a", "$.max_per_order"},
      {R"({"id":"a","removed":1})", "a", "$.removed"},
      {R"({"id":"a","title":"A","unit_amount":1,"disclosures":[{"content_type":"html",)"
       R"("content":"x"}]})",
       "a", "$.disclosures[0].content_type"},
  };
  const std::string good = R"({"id":"good","title":"Good","unit_amount":1})";
  for (const auto& row : rows) {
    const auto page = read_page(of(row.product + "," + good));
    ASSERT_TRUE(page.has_value()) << row.product;
    ASSERT_EQ(page->products.size(), 1U) << row.product;
    ASSERT_EQ(page->bad.size(), 1U) << row.product;
    EXPECT_EQ(page->bad[0].id, row.id) << row.product;
    EXPECT_EQ(page->bad[0].place, "$.products[0]");
    EXPECT_EQ(page->bad[0].fault.place, row.place) << row.product;
    EXPECT_FALSE(page->bad[0].fault.sentence.empty());
  }
  const auto page = read_page(R"({"products":[{"id":"a","title":"A","unit_amount":1}]})");
  ASSERT_EQ(page->bad.size(), 1U);
  EXPECT_EQ(page->bad[0].fault.place, "$.unit_amount") << "of what currency?";
}

TEST(ProductAnswer, RefusesWhatIsNoPage) {
  const struct {
    const char* text;
    const char* place;
  } rows[] = {{"[]", "$"},
              {"{}", "$.products"},
              {R"({"products":{}})", "$.products"},
              {R"({"products":[],"next":7})", "$.next"},
              {R"({"products":[],"next":""})", "$.next"},
              {R"({"products":[],"next":null})", "$.next"},
              {R"({"products":[],"currency":"USD"})", "$.currency"}};
  for (const auto& row : rows) {
    const auto page = read_page(row.text);
    ASSERT_FALSE(page.has_value()) << row.text;
    EXPECT_EQ(page.error().place, row.place) << row.text;
  }
  const std::string cursor(4'097, 'x');
  EXPECT_FALSE(read_page(R"({"products":[],"next":")" + cursor + "\"}").has_value());
  std::string many = "1";
  for (int i = 0; i < 10'000; ++i) many += ",1";
  EXPECT_EQ(read_page(R"({"products":[)" + many + "]}").error().place, "$.products");
}

// 1,000 bytes of its own, its texts three times and what it discloses twice.
TEST(ProductAnswer, CountsWhatAProductTakesOfMemory) {
  const auto bytes = [](const std::string& more) {
    return read_page(of(R"({"id":"a","title":"A","unit_amount":1)" + more + "}"))
        ->products.at(0)
        .bytes;
  };
  const std::size_t least = bytes("");
  EXPECT_GE(least, 1'000U);
  const std::string text(100, 'x');
  EXPECT_EQ(bytes(R"(,"description":")" + text + "\""), least + 300);
  EXPECT_GE(bytes(R"(,"disclosures":[{"type":"disclaimer","content_type":"plain","content":")" +
                  text + R"("}])"),
            least + 200);
}

TEST(ProductAnswer, IsBoundedInEveryText) {
  const std::string text(limits::kStringBytes + 1, 'x');
  const auto page =
      read_page(of(R"({"id":"a","title":")" + text + R"(","unit_amount":1},)" +
                   R"({"id":"b","title":"B","unit_amount":1,"description":")" + text +
                   R"("},{"id":")" + std::string(256, 'x') + R"(","title":"C","unit_amount":1})"));
  EXPECT_EQ(page->bad.size(), 3U);
  EXPECT_EQ(page->products.size(), 0U);
}

}  // namespace
}  // namespace till::commerce::remote
