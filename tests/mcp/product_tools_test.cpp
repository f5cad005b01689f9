#include "mcp/product_tools.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mcp/mcp_shop.h"

namespace till::mcp {
namespace {

using test::McpShop;
using test::raw_at;
using test::rpc;
using test::text_at;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kContent = "/result/structuredContent";

std::vector<std::string> ids_in(std::string_view json, std::string_view list, const char* name) {
  std::vector<std::string> ids;
  for (std::size_t i = 0;; ++i) {
    const std::string at = std::string(list) + "/" + std::to_string(i);
    if (raw_at(json, at).empty()) return ids;
    ids.push_back(text_at(json, name == nullptr ? at : at + "/" + name));
  }
}

std::vector<std::string> found(McpShop& shop, std::string_view arguments) {
  const auto answer = shop.ask_tool("search_products", arguments);
  return ids_in(answer, "/result/structuredContent/products", "id");
}

TEST(ProductTools, FindByWordsAndListWithoutAny) {
  McpShop shop;
  EXPECT_THAT(found(shop, R"({"query":"blue MUG"})"), ElementsAre("mug-blue"));
  EXPECT_THAT(found(shop, "{}"),
              ElementsAre("mug-blue", "poster-limited", "ebook-acp", "desk-oak", "cap-sold-out"));
  EXPECT_THAT(found(shop, R"({"limit":2})"), ElementsAre("mug-blue", "poster-limited"));
  EXPECT_THAT(found(shop, R"({"limit":2,"offset":4})"), ElementsAre("cap-sold-out"));
  EXPECT_THAT(found(shop, R"({"offset":1000000000})"), ElementsAre());
  EXPECT_THAT(found(shop, R"({"query":null,"limit":null,"offset":3})"),
              ElementsAre("desk-oak", "cap-sold-out"));
  EXPECT_THAT(found(shop, R"({"query":"nothing like it"})"), ElementsAre());
  const auto answer = shop.ask_tool("search_products", R"({"limit":1})");
  EXPECT_EQ(raw_at(answer, "/result/structuredContent/total"), "5");
  EXPECT_EQ(text_at(answer, "/result/content/0/text"), raw_at(answer, kContent)) << "C-09";
  EXPECT_EQ(raw_at(answer, "/result/isError"), "false");
}

TEST(ProductTools, ShowThePicturesAndThePageOfAProductThatHasThem) {
  McpShop shop;
  commerce::Catalog catalog;
  catalog.currency = "usd";
  commerce::CatalogItem mug;
  mug.id = mug.title = "mug";
  catalog.items.push_back(mug);
  mug.id = "cup";
  mug.links = {{"https://h/1.jpg", "https://h/2.jpg"}, "https://h/mug"};
  catalog.items.push_back(mug);
  shop.products.replace(catalog);
  const auto bare = shop.ask_tool("get_product", R"({"id":"mug"})");
  EXPECT_EQ(raw_at(bare, std::string(kContent) + "/images"), "");
  EXPECT_EQ(raw_at(bare, std::string(kContent) + "/url"), "");
  const auto got = shop.ask_tool("get_product", R"({"id":"cup"})");
  EXPECT_EQ(raw_at(got, std::string(kContent) + "/images"),
            R"(["https://h/1.jpg","https://h/2.jpg"])");
  EXPECT_EQ(text_at(got, std::string(kContent) + "/url"), "https://h/mug");
  const auto found = shop.ask_tool("search_products", "{}");
  EXPECT_EQ(raw_at(found, std::string(kContent) + "/products/1"), raw_at(got, kContent));
}

commerce::CatalogItem tee_of(std::string size, std::int64_t stock) {
  commerce::CatalogItem tee;
  tee.id = tee.title = "tee-" + size;
  tee.stock = stock;
  tee.unit_amount = commerce::Prices::of({{"usd", Amount{2500}}});
  tee.sale = commerce::ItemSale{commerce::Prices::of({{"usd", Amount{1900}}}), {}, {}};
  checkout::ItemFacts facts;
  facts.group = "tee";
  facts.options = {{"Size", std::move(size)}};
  facts.brand = "Loom";
  facts.gtin = "4006381333931";
  facts.weight_grams = 180;
  facts.least_age = 3;
  tee.facts = checkout::SharedFacts(facts);
  return tee;
}

TEST(ProductTools, ShowAProductWithItsVariantsAndAllItsFactsAndOneOfManyBriefly) {
  McpShop shop;
  commerce::Catalog catalog;
  catalog.currency = "usd";
  catalog.items = {tee_of("S", 1), tee_of("L", 0)};
  const app::Stock::StatedStock one{"tee-S", 1};
  EXPECT_TRUE(shop.rest.shop.memory.state_stock({&one, 1}, {}).has_value());
  shop.products.replace(catalog);
  constexpr const char* kShown =
      R"("prices":[{"amount":1900,"currency":"usd","list_amount":2500}],"availability":"in_stock",)"
      R"("fulfillment_types":[],"product_id":"tee",)"
      R"("variant_options":[{"name":"Size","value":"S"}],"brand":"Loom")";
  const auto got = raw_at(shop.ask_tool("get_product", R"({"id":"tee-S"})"), kContent);
  EXPECT_EQ(got, std::string(R"({"id":"tee-S","title":"tee-S",)") + kShown +
                     R"(,"gtin":"4006381333931","weight":{"value":180,"unit":"g"},"least_age":3,)"
                     R"("variants":[{"id":"tee-S","variant_options":[{"name":"Size","value":"S"}],)"
                     R"("prices":[{"amount":1900,"currency":"usd","list_amount":2500}],)"
                     R"("availability":"in_stock"},{"id":"tee-L",)"
                     R"("variant_options":[{"name":"Size","value":"L"}],)"
                     R"("prices":[{"amount":1900,"currency":"usd","list_amount":2500}],)"
                     R"("availability":"out_of_stock"}]})");
  const auto found = shop.ask_tool("search_products", R"({"limit":1})");
  EXPECT_EQ(raw_at(found, std::string(kContent) + "/products/0"),
            std::string(R"({"id":"tee-S","title":"tee-S",)") + kShown + R"(,"other_variants":1})")
      << "the one that is in stock stands for both";
  EXPECT_EQ(raw_at(found, std::string(kContent) + "/total"), "1");
}

TEST(ProductTools, ShowNoMoreThanFiftyVariants) {
  McpShop shop;
  commerce::Catalog catalog;
  catalog.currency = "usd";
  for (int i = 0; i < 60; ++i) catalog.items.push_back(tee_of(std::to_string(i), 0));
  shop.products.replace(catalog);
  const auto got = shop.ask_tool("get_product", R"({"id":"tee-55"})");
  EXPECT_EQ(ids_in(got, std::string(kContent) + "/variants", "id").size(), app::kMostVariants);
  EXPECT_EQ(raw_at(got, std::string(kContent) + "/more_variants"), "true");
}

TEST(ProductTools, FindByPriceAndStock) {
  McpShop shop;
  EXPECT_THAT(found(shop, R"({"in_stock":true,"max_price":1900})"),
              ElementsAre("mug-blue", "ebook-acp"));
  EXPECT_THAT(found(shop, R"({"in_stock":false,"min_price":1900,"max_price":4000})"),
              ElementsAre("poster-limited", "cap-sold-out"));
  EXPECT_THAT(found(shop, R"({"in_stock":null,"min_price":45900,"currency":"USD"})"),
              ElementsAre("desk-oak"));
  EXPECT_THAT(found(shop, R"({"currency":"eur"})"), ElementsAre());
}

TEST(ProductTools, SayWhatToTryWhenNothingIsFound) {
  McpShop shop;
  const struct {
    const char* arguments;
    const char* hint;
  } rows[] = {
      {R"({"query":"teapot"})", "Try others"},
      {R"({"query":"mug","max_price":1})", "Try without in_stock"},
      {R"({"query":"cap","in_stock":true})", "Try without in_stock"},
      {R"({"offset":5})", "smaller offset"},
      {R"({"query":"coffee mugs"})", "some of them"},
      {R"({"query":"mugs"})", ""},
      {"{}", ""},
  };
  for (const auto& row : rows) {
    const auto answer = shop.ask_tool("search_products", row.arguments);
    const std::string hint = text_at(answer, "/result/structuredContent/hint");
    if (*row.hint == '\0') {
      EXPECT_EQ(hint, "") << row.arguments;
    }
    EXPECT_THAT(hint, testing::HasSubstr(row.hint)) << row.arguments;
  }
}

TEST(ProductTools, AskForNoArgumentsAtAllToList) {
  McpShop shop;
  const auto answer = shop.ask(rpc("1", "tools/call", R"({"name":"search_products"})"));
  EXPECT_EQ(raw_at(answer, "/result/structuredContent/total"), "5") << answer;
}

TEST(ProductTools, SayWhatIsWrongWithTheirArguments) {
  McpShop shop;
  const struct {
    const char* tool;
    const char* arguments;
    const char* param;
  } rows[] = {
      {"search_products", R"({"query":7})", "$.query"},
      {"search_products", R"({"limit":0})", "$.limit"},
      {"search_products", R"({"limit":51})", "$.limit"},
      {"search_products", R"({"limit":"5"})", "$.limit"},
      {"search_products", R"({"in_stock":"yes"})", "$.in_stock"},
      {"search_products", R"({"min_price":-1})", "$.min_price"},
      {"search_products", R"({"max_price":1.5})", "$.max_price"},
      {"search_products", R"({"min_price":2,"max_price":1})", "$.max_price"},
      {"search_products", R"({"currency":"dollars"})", "$.currency"},
      {"search_products", R"({"offset":-1})", "$.offset"},
      {"search_products", R"({"offset":1000000001})", "$.offset"},
      {"get_product", "{}", "$.id"},
      {"get_product", R"({"id":""})", "$.id"},
      {"get_product", R"({"id":["mug-blue"]})", "$.id"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(std::string(row.tool) + row.arguments);
    const auto answer = shop.ask_tool(row.tool, row.arguments);
    EXPECT_EQ(raw_at(answer, "/result/isError"), "true") << answer;
    EXPECT_EQ(text_at(answer, "/result/_meta/till~1error/param"), row.param);
    EXPECT_EQ(raw_at(shop.ask(rpc("1", row.tool, row.arguments)), "/error/code"), "-32602")
        << "as a method of its own";
  }
}

TEST(ProductTools, ShowAProductWithItsPricesAndStock) {
  McpShop shop;
  EXPECT_EQ(raw_at(shop.ask_tool("get_product", R"({"id":"desk-oak"})"), kContent),
            R"({"id":"desk-oak","title":"Desk","prices":[{"amount":45900,"currency":"usd"}],)"
            R"("availability":"in_stock","fulfillment_types":["shipping","pickup",)"
            R"("local_delivery"]})");
  EXPECT_EQ(text_at(shop.ask_tool("get_product", R"({"id":" cap-sold-out\n"})"),
                    "/result/structuredContent/availability"),
            "out_of_stock");
  const auto digital = shop.ask_tool("get_product", R"({"id":"ebook-acp"})");
  EXPECT_EQ(text_at(digital, "/result/structuredContent/availability"), "in_stock");
  EXPECT_EQ(raw_at(digital, "/result/structuredContent/fulfillment_types"), R"(["digital"])");
  const auto unknown = shop.ask_tool("get_product", R"({"id":"MUG-BLUE"})");
  EXPECT_EQ(raw_at(unknown, "/result/isError"), "true") << "SEP-1303";
  EXPECT_EQ(text_at(unknown, "/result/_meta/till~1error/param"), "$.id");
  EXPECT_THAT(text_at(unknown, "/result/content/0/text"), HasSubstr("search_products"));
}

TEST(ProductTools, ShowTheStockThatIsLeft) {
  McpShop shop;
  const char* status = "/result/structuredContent/availability";
  EXPECT_EQ(text_at(shop.ask_tool("get_product", R"({"id":"poster-limited"})"), status),
            "in_stock");
  shop.rest.shop.created(app::cart({{"poster-limited", 3}}));
  EXPECT_EQ(text_at(shop.ask_tool("get_product", R"({"id":"poster-limited"})"), status),
            "out_of_stock");
}

TEST(Resources, AreTheProducts) {
  McpShop shop;
  const auto listed = shop.ask(rpc("1", "resources/list"));
  EXPECT_THAT(ids_in(listed, "/result/resources", "uri"),
              ElementsAre("till://products/mug-blue", "till://products/poster-limited",
                          "till://products/cap-sold-out", "till://products/ebook-acp",
                          "till://products/desk-oak"));
  EXPECT_EQ(raw_at(listed, "/result/nextCursor"), "") << "there is one page";
  const auto read = shop.ask(rpc("1", "resources/read", R"({"uri":"till://products/mug-blue"})"));
  EXPECT_EQ(text_at(read, "/result/contents/0/uri"), "till://products/mug-blue");
  EXPECT_EQ(text_at(text_at(read, "/result/contents/0/text"), "/id"), "mug-blue");
  EXPECT_EQ(text_at(shop.ask(rpc("1", "resources/templates/list")),
                    "/result/resourceTemplates/0/uriTemplate"),
            "till://products/{id}");
}

TEST(Resources, SayWhichOneIsNotThere) {
  McpShop shop;
  for (const char* params : {R"({"uri":"till://products/none"})", R"({"uri":"till://products/"})",
                             R"({"uri":"file:///etc/passwd"})", R"({"uri":7})", "{}"}) {
    const auto answer = shop.ask(rpc("1", "resources/read", params));
    EXPECT_EQ(raw_at(answer, "/error/code"), "-32002") << params;
    EXPECT_FALSE(raw_at(answer, "/error/data/uri").empty());
  }
  for (const char* cursor : {"\"x\"", "\"\"", "\"-1\"", "7", "\"1 \""}) {
    const auto answer =
        shop.ask(rpc("1", "resources/list", R"({"cursor":)" + std::string(cursor) + "}"));
    EXPECT_EQ(raw_at(answer, "/error/code"), "-32602") << cursor;
  }
}

TEST(Resources, AreListedAPageAtATime) {
  McpShop shop;
  commerce::Catalog catalog = shop.rest.shop.catalog;
  const auto mug = catalog.items.front();
  catalog.items.clear();
  for (int i = 0; i < 150; ++i) {
    catalog.items.push_back(mug);
    catalog.items.back().id = "mug-" + std::to_string(i);
  }
  shop.products.replace(catalog);
  const auto first = shop.ask(rpc("1", "resources/list"));
  EXPECT_EQ(ids_in(first, "/result/resources", "name").size(), 100U);
  const std::string cursor = raw_at(first, "/result/nextCursor");
  const auto second = shop.ask(rpc("1", "resources/list", R"({"cursor":)" + cursor + "}"));
  const auto names = ids_in(second, "/result/resources", "name");
  ASSERT_EQ(names.size(), 50U);
  EXPECT_EQ(names.front(), "mug-100");
  EXPECT_EQ(raw_at(second, "/result/nextCursor"), "");
}

TEST(Completion, OffersProductsThatBeginSo) {
  McpShop shop;
  const auto completed = [&shop](const std::string& name, const std::string& value) {
    return shop.ask(rpc("1", "completion/complete",
                        R"({"ref":{"type":"ref/prompt","name":"buy"},"argument":{"name":")" + name +
                            R"(","value":")" + value + "\"}}"));
  };
  EXPECT_THAT(ids_in(completed("product", "mu"), "/result/completion/values", nullptr),
              ElementsAre("mug-blue"));
  EXPECT_EQ(raw_at(completed("product", "mu"), "/result/completion/hasMore"), "false");
  EXPECT_EQ(raw_at(completed("product", "mu"), "/result/completion/total"), "1");
  EXPECT_EQ(raw_at(completed("quantity", "1"), "/result/completion/values"), "[]");
  EXPECT_EQ(raw_at(shop.ask(rpc("1", "completion/complete", "{}")), "/error/code"), "-32602");
}

TEST(Products, AreNotShownWhereTheyAreNotOffered) {
  McpShop shop({true, true, false, true});
  for (const char* method : {"resources/list", "resources/read", "resources/templates/list",
                             "search_products", "get_product"}) {
    EXPECT_EQ(raw_at(shop.ask(rpc("1", method)), "/error/code"), "-32601") << method;
  }
  EXPECT_EQ(raw_at(shop.ask_tool("search_products", "{}"), "/error/code"), "-32602");
  const auto answer = shop.ask(test::initialize());
  EXPECT_EQ(raw_at(answer, "/result/capabilities/resources"), "");
}

}  // namespace
}  // namespace till::mcp
