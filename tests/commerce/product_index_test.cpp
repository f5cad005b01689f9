#include "commerce/embedded/product_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "commerce/embedded/embedded_products.h"
#include "store/memory/memory_store.h"

namespace till::commerce {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

CatalogItem item(std::string id, std::string title, std::optional<std::string> description = {}) {
  CatalogItem made;
  made.id = std::move(id);
  made.title = std::move(title);
  made.description = std::move(description);
  return made;
}

std::vector<CatalogItem> shelf() {
  return {
      item("mug-blue", "Blue mug", "Holds a third of a litre"),  // 0
      item("mug-red", "Red mug"),                                // 1
      item("cafe", "Café crème", "Coffee with milk"),            // 2
      item("tea", "Grüner Tee", "Ein Becher, mug in English"),   // 3
      item("near-or-not", "NEAR AND OR NOT", "operators"),       // 4
      item("jp-1", "青いマグ", "Mug from Japan"),                // 5
      item("odd", "C++ \"quoted\" 100% it's"),                   // 6
  };
}

std::vector<std::size_t> found(std::string_view query, std::size_t skipped = 0,
                               std::size_t most = 50) {
  static const ProductIndex index(shelf());
  return index.search(query, skipped, most).items;
}

TEST(ProductIndex, FindsItemsThatHoldEveryWordOrOneThatBeginsSo) {
  const struct {
    const char* query;
    std::vector<std::size_t> items;
  } rows[] = {
      {"blue", {0}},  {"BLUE Mug", {0}},    {"mug blue", {0}}, {"bl mu", {0}},      {"litr", {0}},
      {"ug", {}},     {"mug-red", {1}},     {"blue red", {}},  {"cafe", {2}},       {"CAFÉ", {2}},
      {"creme", {2}}, {"coffee milk", {2}}, {"gruner", {3}},   {"GRÜNER tee", {3}}, {"becher", {3}},
      {"青い", {5}},  {"青いマグ", {5}},    {"japan", {5}},    {"c", {2, 6}},       {"quoted", {6}},
      {"100", {6}},   {"100%", {6}},        {"it's", {6}},     {"mug,blue;", {0}},  {"jp-1", {5}},
  };
  for (const auto& row : rows) {
    EXPECT_THAT(found(row.query), testing::UnorderedElementsAreArray(row.items)) << row.query;
  }
}

TEST(ProductIndex, PutsWordsOfTheTitleBeforeThoseOfTheDescription) {
  const auto mugs = found("mug");
  ASSERT_EQ(mugs.size(), 4U);
  EXPECT_THAT(std::vector(mugs.begin(), mugs.begin() + 2), UnorderedElementsAre(0, 1));
  EXPECT_THAT(std::vector(mugs.begin() + 2, mugs.end()), UnorderedElementsAre(3, 5));
}

TEST(ProductIndex, TakesTheOperatorsOfFts5ForPlainWords) {
  const struct {
    const char* query;
    std::vector<std::size_t> items;
  } rows[] = {
      {"NEAR", {4}},         {"mug OR red", {}},     {"mug NOT red", {}}, {"AND", {4}},
      {"blue AND mug", {}},  {"NEAR(blue mug)", {}}, {"title:blue", {}},  {"id : mug", {}},
      {"-blue", {0}},        {"^blue", {0}},         {"blue*", {0}},      {"\"blue mug\"", {0}},
      {"\"mug blue\"", {0}}, {"(blue", {0}},         {"blue + mug", {0}}, {"{title} : blue", {}},
      {"blue\"", {0}},       {"'blue'", {0}},        {"blue;--", {0}},    {"or not near and", {4}},
  };
  for (const auto& row : rows) EXPECT_EQ(found(row.query), row.items) << row.query;
}

TEST(ProductIndex, FindsNothingByGarbageAndGoesOn) {
  const std::string nul("q\0w\0", 4);
  for (const std::string& query :
       {std::string("\xFF\xFE"), std::string("\xC3"), nul, std::string(100'000, 'x'),
        std::string("—"), std::string("\xF0\x9F\x98\x80"), std::string("zzz \x01\x02")}) {
    EXPECT_THAT(found(query), IsEmpty()) << query.substr(0, 20);
  }
  EXPECT_THAT(found("blue"), ElementsAre(0U));
}

TEST(ProductIndex, HasNoWordsInAQueryOfBlanksAndSigns) {
  for (const char* query : {"", " ", "\t\n", "\"", "*", "()", "-+^:{}", "'", "%_", "\x7f"}) {
    EXPECT_EQ(match_expression(query), "") << query;
    EXPECT_THAT(found(query), IsEmpty());
  }
  EXPECT_EQ(match_expression("a \"b\" OR"), "\"a\"* \"b\"* \"OR\"*");
}

TEST(ProductIndex, PassesOverWhatALongQuerySaysInTheEnd) {
  std::string query;
  for (std::size_t i = 0; i < ProductIndex::kQueryWords; ++i) query += "blue ";
  EXPECT_THAT(found(query + "nothing"), ElementsAre(0U));
  EXPECT_THAT(found("blue nothing"), IsEmpty());
}

TEST(ProductIndex, GivesAPageAndSaysHowManyThereAre) {
  std::vector<CatalogItem> items;
  for (int i = 0; i < 30; ++i) items.push_back(item("m-" + std::to_string(i), "Mug"));
  const ProductIndex index(items);
  const struct {
    std::size_t skipped, most, first, count;
  } rows[] = {{0, 10, 0, 10}, {10, 10, 10, 10}, {25, 10, 25, 5},          {0, 50, 0, 30},
              {0, 0, 0, 0},   {30, 10, 0, 0},   {1'000'000'000, 50, 0, 0}};
  for (const auto& row : rows) {
    const FoundItems page = index.search("mug", row.skipped, row.most);
    EXPECT_EQ(page.total, 30U);
    ASSERT_EQ(page.items.size(), row.count) << row.skipped;
    for (std::size_t i = 0; i < page.items.size(); ++i) {
      EXPECT_EQ(page.items[i], row.first + i) << "equal ones stay in the order of the catalogue";
    }
  }
}

TEST(ProductIndex, OfNothingFindsNothing) {
  const ProductIndex index({});
  EXPECT_EQ(index.search("mug", 0, 10).total, 0U);
}

// The catalogue with its index, as agents look at it.
struct Products {
  store::MemoryStore store;
  Catalog catalog = catalog_of(shelf());
  EmbeddedProducts products{catalog, store};

  static Catalog catalog_of(std::vector<CatalogItem> items) {
    Catalog made;
    made.items = std::move(items);
    return made;
  }
  std::vector<std::string> ids(std::string_view query, std::size_t skipped, std::size_t most) {
    std::vector<std::string> all;
    for (const auto& product : products.search(query, skipped, most).products) {
      all.push_back(product.id);
    }
    return all;
  }
};

TEST(EmbeddedProducts, AreAllThereForAQueryWithoutWords) {
  Products shop;
  EXPECT_THAT(shop.ids(" \"", 0, 3), ElementsAre("mug-blue", "mug-red", "cafe"));
  EXPECT_THAT(shop.ids("", 5, 50), ElementsAre("jp-1", "odd"));
  EXPECT_THAT(shop.ids("", 7, 50), IsEmpty());
  EXPECT_THAT(shop.ids("", SIZE_MAX, SIZE_MAX), IsEmpty());
  EXPECT_EQ(shop.products.search("", 2, 1).total, 7U);
  EXPECT_EQ(shop.products.search("mug", 0, 1).total, 4U);
}

TEST(EmbeddedProducts, AreThoseOfTheCatalogueThatCameLast) {
  Products shop;
  EXPECT_TRUE(shop.products.find("mug-blue").has_value());
  EXPECT_FALSE(shop.products.find("mug").has_value());
  shop.products.replace(Products::catalog_of({item("new", "New mug")}));
  EXPECT_FALSE(shop.products.find("mug-blue").has_value());
  EXPECT_THAT(shop.ids("mug", 0, 10), ElementsAre("new"));
  EXPECT_EQ(shop.products.find("new")->title, "New mug");
}

}  // namespace
}  // namespace till::commerce
