// The catalogue as agents look at it.
#include "commerce/embedded/embedded_products.h"

#include <gmock/gmock.h>

#include "store/memory/memory_store.h"

namespace till::commerce {
namespace {

using app::PriceRange;
using app::ProductQuery;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kShelf = R"({
  "currency": "usd",
  "items": [
    {"id": "mug-blue", "title": "Blue mug", "unit_amount": 1450, "stock": 0},
    {"id": "mug-red", "title": "Red mug", "unit_amount": 950, "stock": 2},
    {"id": "mug-gold", "title": "Golden mug", "unit_amount": {"usd": 9900, "jpy": 15000},
     "stock": 2},
    {"id": "book", "title": "Book of mugs", "unit_amount": 1000, "digital": true}],
  "shipping": [{"id": "s", "title": "S", "amount": 0, "countries": ["US"]}]
})";

struct Products {
  Products() {
    for (const CatalogItem& item : catalog.items) {
      const app::Store::StatedStock stated[] = {{item.id, item.stock}};
      if (item.digital) continue;
      EXPECT_TRUE(store.state_stock(stated, Timestamp{}).has_value());
    }
  }
  std::vector<std::string> ids(const ProductQuery& query, std::size_t skipped = 0,
                               std::size_t most = 50) {
    return ids_of(products.search(query, skipped, most));
  }
  static std::vector<std::string> ids_of(const app::ProductPage& page) {
    std::vector<std::string> all;
    for (const auto& product : page.products) all.push_back(product.id);
    return all;
  }

  store::MemoryStore store;
  Catalog catalog = *parse_catalog(kShelf);
  EmbeddedProducts products{catalog, store};
};

TEST(EmbeddedProducts, AreListedInTheOrderOfTheCatalogue) {
  Products shop;
  const auto page = [&shop](std::size_t skipped, std::size_t most) {
    return Products::ids_of(shop.products.list(skipped, most));
  };
  EXPECT_THAT(page(0, 3), ElementsAre("mug-blue", "mug-red", "mug-gold"));
  EXPECT_THAT(page(3, 50), ElementsAre("book"));
  EXPECT_THAT(page(4, 50), IsEmpty());
  EXPECT_THAT(page(SIZE_MAX, SIZE_MAX), IsEmpty());
  EXPECT_EQ(shop.products.list(2, 1).total, 4U);
}

TEST(EmbeddedProducts, HaveThePicturesAndThePageOfTheirItems) {
  Products shop;
  const checkout::WebLinks links{{"https://h/red.jpg"}, "https://h/red"};
  shop.catalog.items[1].links = links;
  shop.products.replace(shop.catalog);
  EXPECT_EQ(shop.products.find("mug-red")->links, links);
  EXPECT_EQ(shop.products.find("mug-blue")->links, checkout::WebLinks{});
}

TEST(EmbeddedProducts, ComeFirstThatAreInStock) {
  Products shop;
  EXPECT_THAT(shop.ids({" \""}), ElementsAre("mug-red", "mug-gold", "book", "mug-blue"));
  EXPECT_EQ(shop.ids({"mug"}).back(), "mug-blue");
  EXPECT_EQ(shop.ids({"mug"}).size(), 4U);
  EXPECT_THAT(shop.ids({"blue teapot"}), ElementsAre("mug-blue"));
  EXPECT_EQ(shop.ids({"blue book mug"}).front(), "book") << "two of the words";
  EXPECT_FALSE(shop.products.search({"blue red mug"}, 0, 9).all_words);
}

TEST(EmbeddedProducts, AreFoundByStockAndPrice) {
  Products shop;
  const auto between = [](std::string currency, std::optional<std::int64_t> least,
                          std::optional<std::int64_t> most) {
    PriceRange range{std::move(currency)};
    if (least) range.least = Amount{*least};
    if (most) range.most = Amount{*most};
    return range;
  };
  EXPECT_THAT(shop.ids({"blue", true}), IsEmpty());
  EXPECT_THAT(shop.ids({"", true}), ElementsAre("mug-red", "mug-gold", "book"));
  EXPECT_THAT(shop.ids({"", false, between("", {}, 1000)}), ElementsAre("mug-red", "book"));
  EXPECT_THAT(shop.ids({"", false, between("usd", 1000, 1450)}), ElementsAre("book", "mug-blue"));
  EXPECT_THAT(shop.ids({"mug", true, between("", 9900, {})}), ElementsAre("mug-gold"));
  EXPECT_THAT(shop.ids({"", false, between("jpy", {}, {})}), ElementsAre("mug-gold"));
  EXPECT_THAT(shop.ids({"", false, between("jpy", {}, 14'999)}), IsEmpty());
  EXPECT_THAT(shop.ids({"", false, between("eur", {}, {})}), IsEmpty());
}

TEST(EmbeddedProducts, AreGivenAPageAtATime) {
  Products shop;
  EXPECT_THAT(shop.ids({}, 0, 2), ElementsAre("mug-red", "mug-gold"));
  EXPECT_THAT(shop.ids({}, 3, 2), ElementsAre("mug-blue"));
  EXPECT_THAT(shop.ids({}, SIZE_MAX, SIZE_MAX), IsEmpty());
  EXPECT_EQ(shop.products.search({"mug"}, 1, 1).total, 4U);
  EXPECT_EQ(shop.products.search({"mug", true}, 0, 0).total, 3U);
}

TEST(EmbeddedProducts, AreThoseOfTheCatalogueThatCameLast) {
  Products shop;
  EXPECT_TRUE(shop.products.find("mug-blue").has_value());
  EXPECT_FALSE(shop.products.find("mug").has_value());
  Catalog next = shop.catalog;
  next.items = {next.items[1]};
  next.items[0].id = "new";
  shop.products.replace(next);
  EXPECT_FALSE(shop.products.find("mug-blue").has_value());
  EXPECT_THAT(shop.ids({"mug"}), ElementsAre("new"));
  EXPECT_EQ(shop.products.find("new")->title, "Red mug");
}

}  // namespace
}  // namespace till::commerce
