#include "commerce/embedded/product_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "products/search/search_words.h"

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

std::vector<std::size_t> places(const FoundItems& found) {
  std::vector<std::size_t> all;
  for (const FoundItem& item : found.items) all.push_back(item.at);
  return all;
}

FoundItems search(std::string_view query) {
  static const ProductIndex index(shelf());
  return index.search(query);
}

// Those that hold every word of the query.
std::vector<std::size_t> found(std::string_view query) {
  const FoundItems all = search(query);
  return all.all_words ? places(all) : std::vector<std::size_t>();
}

TEST(ProductIndex, PutsTheBestMatchFirstUnlessThereAreVeryMany) {
  std::vector<CatalogItem> items{item("other", "Spoon", "for a mug")};
  while (items.size() < kMostRanked) items.push_back(item("mug", "Mug"));
  for (const char* const query : {"mug", "mug zebra"}) {
    EXPECT_EQ(places(ProductIndex(items).search(query)).back(), 0U) << query;
  }
  items.push_back(item("mug", "Mug"));
  for (const char* const query : {"mug", "mug zebra"}) {
    const auto all = places(ProductIndex(items).search(query));
    EXPECT_EQ(all.size(), kMostRanked + 1) << query;
    EXPECT_EQ(all.front(), 0U) << query;
    EXPECT_EQ(all.back(), kMostRanked) << query;
  }
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
    EXPECT_THAT(products::word_expressions(query), IsEmpty()) << query;
    EXPECT_THAT(found(query), IsEmpty());
  }
  EXPECT_THAT(products::word_expressions("a \"b\" OR"),
              ElementsAre(R"(("a"* OR "a"))", R"(("b"* OR "b"))", R"(("OR"* OR "OR"))"));
}

TEST(ProductIndex, PassesOverWhatALongQuerySaysInTheEnd) {
  std::string query;
  for (std::size_t i = 0; i < products::kQueryWords; ++i) query += "blue ";
  EXPECT_THAT(found(query + "nothing"), ElementsAre(0U));
  EXPECT_THAT(found("blue nothing"), IsEmpty());
}

TEST(ProductIndex, FindsAWordInEachOfItsForms) {
  const ProductIndex index({item("0", "Mug"), item("1", "T-shirt"), item("2", "Kaffeetassen"),
                            item("3", "Glas", "Ein Becher"), item("4", "Chemises bleues"),
                            item("5", "Camisón de algodón"), item("6", "Running shoe"),
                            item("7", "青いマグカップ"), item("8", "Tshirt dress")});
  const struct {
    const char* query;
    std::vector<std::size_t> items;
  } rows[] = {
      {"mugs", {0}},       {"MUGS", {0}},    {"t-shirts", {1, 8}},   {"T-Shirt", {1, 8}},
      {"tshirts", {1, 8}}, {"t shirt", {1}}, {"shirts", {1}},        {"kaffeetasse", {2}},
      {"Gläser", {3}},     {"Bechern", {3}}, {"chemise bleue", {4}}, {"camisones", {5}},
      {"run shoes", {6}},  {"running", {6}}, {"マグ", {7}},          {"カップ", {7}},
      {"プ", {7}},         {"プカ", {}},     {"青いマグ", {7}},      {"mugger", {}},
  };
  for (const auto& row : rows) {
    const FoundItems all = index.search(row.query);
    EXPECT_TRUE(all.all_words) << row.query;
    EXPECT_THAT(places(all), testing::UnorderedElementsAreArray(row.items)) << row.query;
  }
}

TEST(ProductIndex, GivesThoseThatHoldMostWordsWhereNoneHoldsAll) {
  const FoundItems some = search("red coffee mug");
  EXPECT_FALSE(some.all_words);
  ASSERT_GE(some.items.size(), 5U);
  EXPECT_EQ(some.items.front().at, 1U) << "Red mug holds two";
  EXPECT_EQ(some.items.front().words, 2U);
  for (std::size_t i = 1; i < some.items.size(); ++i) EXPECT_EQ(some.items[i].words, 1U);
  EXPECT_FALSE(search("coffee teapot").items.empty());
  EXPECT_TRUE(search("teapot").items.empty());
  EXPECT_TRUE(search("teapot saucer").items.empty());
}

TEST(ProductIndex, KeepsTheOrderOfTheCatalogueAmongEqualOnes) {
  std::vector<CatalogItem> items;
  for (int i = 0; i < 30; ++i) items.push_back(item("m-" + std::to_string(i), "Mug"));
  const FoundItems all = ProductIndex(items).search("mug");
  ASSERT_EQ(all.items.size(), 30U);
  for (std::size_t i = 0; i < all.items.size(); ++i) EXPECT_EQ(all.items[i].at, i);
}

TEST(ProductIndex, OfNothingFindsNothing) {
  EXPECT_TRUE(ProductIndex({}).search("mug").items.empty());
  EXPECT_TRUE(ProductIndex({}).search("blue mug").items.empty());
}

}  // namespace
}  // namespace till::commerce
