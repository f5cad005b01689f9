// What was imported, sold and shown beside the catalogue.
#include "commerce/embedded/imported.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/shop.h"
#include "base/limits.h"
#include "cli/temporary_folder.h"
#include "commerce/embedded/embedded_products.h"
#include "products/file/product_file_writer.h"

namespace till::commerce {
namespace {

using checkout::QuoteFailure;
using products::Product;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kOwn = R"({
  "currency": "usd",
  "items": [{"id": "mug", "title": "Mug", "unit_amount": 1450, "stock": 1}],
  "shipping_classes": ["fragile"],
  "shipping": [
    {"id": "s", "title": "S", "countries": ["US"],
     "tariff": {"by": "weight", "steps": [{"up_to": "any", "amount": 500}]},
     "classes": [{"class": "fragile", "excluded": true}]},
    {"id": "f", "title": "F", "amount": 900, "countries": ["US"], "only_classes": ["fragile"]}],
  "tax": [{"country": "US", "rate_ppm": 100000, "tax_class": "books"}]
})";

Product product(std::string id, std::int64_t price) {
  Product made{std::move(id), "A mug of import"};
  made.prices = {{"usd", {price}}};
  made.weight_grams = 100;
  return made;
}

class StillClock final : public Clock {
 public:
  Timestamp now() const override { return at; }
  Timestamp at{1'000};
};

class Imported : public ::testing::Test {
 protected:
  ImportedFile file_of(const std::vector<Product>& all) const {
    const std::string path = folder_.path("products.db");
    auto writer = products::ProductFileWriter::begin(path).value();
    for (const Product& each : all) EXPECT_EQ(writer->add(each), products::Added::added);
    EXPECT_TRUE(writer->put_in_place({}, ""));
    return products::ProductFile::open(path).value();
  }
  static Catalog own() {
    std::string text = kOwn;
    const std::string stock = "\"stock\": 1";
    text.replace(text.find(stock), stock.size(), "\"stock\": 1, \"weight_grams\": 9");
    return *parse_catalog(text);
  }
  static checkout::QuoteRequest asking_for(const std::string& item, Timestamp now = {1'000}) {
    checkout::QuoteRequest request;
    request.currency = "usd";
    request.lines = {{item, 2}};
    request.now = now;
    request.ship_to = app::address_in("CA");
    return request;
  }

  const cli::TemporaryFolder folder_;
  app::Shop shop_;
};

TEST(ImportedItem, HasItsPageItsTaxExemptionAndAsManyPicturesAsAreShown) {
  Product made = product("mug", 100);
  made.tax_exempt = true;
  made.pictures = {"https://shop.example/1.jpg"};
  made.pictures.resize(20, "https://shop.example/2.jpg");
  made.link = "https://shop.example/mug";
  const CatalogItem item = item_of(made, Catalog{});
  EXPECT_TRUE(item.tax_exempt);
  EXPECT_EQ(item.links.images.size(), limits::kImages);
  EXPECT_EQ(item.links.images.front(), "https://shop.example/1.jpg");
  EXPECT_EQ(item.links.page, made.link);
}

TEST_F(Imported, IsQuotedAsAnItemIs) {
  Product lamp = product("lamp", 2000);
  lamp.tax_class = "Books";
  lamp.max_per_order = 7;
  EmbeddedCommerce commerce(own(), shop_.memory, file_of({lamp}));
  const auto quoted = shop_.run(commerce.quote(asking_for("lamp"), shop_.executor));
  ASSERT_TRUE(quoted);
  EXPECT_EQ(quoted->lines.at(0).unit_amount.minor, 2000);
  EXPECT_EQ(quoted->lines.at(0).tax.minor, 400);
  EXPECT_EQ(quoted->lines.at(0).max_per_order, 7);
  EXPECT_TRUE(quoted->lines.at(0).physical);
  EXPECT_EQ(quoted->options.at(0).id, "s");
  const auto unknown = shop_.run(commerce.quote(asking_for("sofa"), shop_.executor));
  EXPECT_EQ(unknown.error().failure, QuoteFailure::unknown_item);
}

TEST_F(Imported, CostsThePriceOfItsSaleWhileThereIsOne) {
  Product lamp = product("lamp", 2000);
  lamp.sale = products::Sale{{{"usd", {1500}}}, Timestamp{5'000}, Timestamp{9'000}};
  EmbeddedCommerce commerce(own(), shop_.memory, file_of({lamp}));
  for (const auto& [moment, price] : {std::pair(4'999, 2000), std::pair(5'000, 1500),
                                      std::pair(8'999, 1500), std::pair(9'000, 2000)}) {
    const auto quoted =
        shop_.run(commerce.quote(asking_for("lamp", Timestamp{moment}), shop_.executor));
    EXPECT_EQ(quoted->lines.at(0).unit_amount.minor, price) << moment;
    const auto list = price < 2000 ? std::optional(Amount{2000}) : std::nullopt;
    EXPECT_EQ(quoted->lines.at(0).list_amount, list) << moment;
  }
}

TEST_F(Imported, IsNoLongerSoldWhenTheNextFileHasItNoMore) {
  EmbeddedCommerce commerce(own(), shop_.memory, file_of({product("lamp", 1)}));
  commerce.replace(own(), file_of({product("rug", 1)}));
  auto request = asking_for("lamp");
  request.lines_stand = true;
  const auto quoted = shop_.run(commerce.quote(request, shop_.executor));
  ASSERT_TRUE(quoted);
  EXPECT_FALSE(quoted->lines.at(0).sold);
}

TEST_F(Imported, IsSoldInItsOwnCurrencies) {
  Product lamp = product("lamp", 1);
  lamp.prices["eur"] = {3};
  const auto file = file_of({lamp});
  EXPECT_THAT(currencies_of(own(), file), ElementsAre("usd", "eur"));
  EmbeddedCommerce commerce(own(), shop_.memory, file);
  auto request = asking_for("lamp");
  request.currency = "eur";
  EXPECT_EQ(shop_.run(commerce.quote(request, shop_.executor))->lines.at(0).unit_amount.minor, 3);
}

TEST_F(Imported, GoesNowhereByWeightWithoutOne) {
  Product lamp = product("lamp", 1);
  lamp.weight_grams = 0;
  EXPECT_FALSE(item_of(lamp, own()).ships);
  lamp.shipping_class = "fragile";
  EXPECT_TRUE(item_of(lamp, own()).ships) << "no rate by weight brings it";
}

// With a place to fetch goods from and somebody who brings them nearby, by what they weigh.
Catalog with_places() {
  std::string text = kOwn;
  text.insert(text.find("\"shipping_classes\""), R"("pickup": {
      "id": "p", "title": "P", "amount": 0, "classes": [{"class": "fragile", "excluded": true}],
      "location": {"name": "Shop", "address": {"name": "Shop", "line_one": "1 Market St",
        "city": "San Francisco", "state": "CA", "country": "US", "postal_code": "94105"}}},
    "local_delivery": {"id": "l", "title": "L", "countries": ["US"], "only_classes": ["fragile"],
      "tariff": {"by": "weight", "steps": [{"up_to": "any", "amount": 500}]}},
    )");
  const std::string stock = "\"stock\": 1";
  text.replace(text.find(stock), stock.size(), "\"stock\": 1, \"weight_grams\": 9");
  auto catalog = parse_catalog(text);
  if (!catalog) ADD_FAILURE() << catalog.error().text();
  return std::move(*catalog);
}

TEST_F(Imported, GoesEveryWayOfTheCatalogueThatTakesItsClass) {
  Product lamp = product("lamp", 1), vase = product("vase", 1), post = product("post", 1);
  Product ebook = product("ebook", 1);
  vase.shipping_class = "fragile";
  post.ways = products::Ways{true, false, false};
  ebook.digital = true;
  EmbeddedCommerce commerce(with_places(), shop_.memory, file_of({lamp, vase, post, ebook}));
  const auto ways = [&](const std::string& item) {
    const auto quoted = shop_.run(commerce.quote(asking_for(item), shop_.executor));
    std::vector<std::string> ids;
    for (const auto& option : quoted->options) ids.push_back(option.id);
    return ids;
  };
  EXPECT_THAT(ways("lamp"), ElementsAre("s", "p"));
  EXPECT_THAT(ways("vase"), ElementsAre("f", "l")) << "the place does not take its class";
  EXPECT_THAT(ways("post"), ElementsAre("s"));
  EXPECT_THAT(ways("ebook"), ElementsAre("digital"));
}

TEST_F(Imported, IsFoundOnceForAllItsVariantsByWhoWantsItSo) {
  std::vector<Product> all;
  for (const char* id : {"tee-s", "tee-m", "cap", "tee-l"}) {
    all.push_back(product(id, 100));
    if (std::string(id) != "cap") all.back().group = "tee";
    all.back().stock = std::string(id) == "tee-m" ? 1 : 0;
  }
  StillClock clock;
  EmbeddedProducts products(own(), shop_.memory, file_of(all), &clock);
  app::ProductQuery query{"import"};
  EXPECT_EQ(products.search(query, 0, 9).total, 4U);
  query.join_variants = true;
  const auto page = products.search(query, 0, 9);
  ASSERT_EQ(page.products.size(), 2U);
  EXPECT_EQ(page.total, 2U);
  EXPECT_EQ(page.products[0].id, "tee-m") << "in stock";
  EXPECT_EQ(page.products[0].other_variants, 2U);
  EXPECT_EQ(page.products[1].id, "cap");
  const auto whole = products.find("tee-l");
  std::vector<std::string> variants;
  for (const app::Product& each : whole->variants) variants.push_back(each.id);
  EXPECT_THAT(variants, ElementsAre("tee-s", "tee-m", "tee-l"));
  EXPECT_TRUE(whole->variants[1].in_stock);
}

TEST_F(Imported, NeedsAWeightOnlyForTheWaysItAsksFor) {
  const Catalog catalog = with_places();
  const ImportRules rules(catalog, Timestamp{1'000});
  Product vase = product("vase", 1);
  vase.weight_grams.reset();
  EXPECT_EQ(rules.objection(vase)->field, "weight_grams");
  vase.ways = products::Ways{false, true, false};
  EXPECT_FALSE(rules.objection(vase));
  vase.shipping_class = "fragile";
  vase.ways = std::nullopt;
  EXPECT_FALSE(rules.objection(vase)) << "it is just not brought locally";
  EXPECT_FALSE(item_of(vase, catalog).delivered_locally);
  vase.ways = products::Ways{true, false, true};
  EXPECT_EQ(rules.objection(vase)->field, "weight_grams");
}

TEST_F(Imported, IsNotCountedInTheFuture) {
  const Catalog catalog = own();
  Product lamp = product("lamp", 1);
  lamp.stock = 1;
  lamp.stock_counted_at = Timestamp{1'001};
  EXPECT_EQ(ImportRules(catalog, Timestamp{1'000}).objection(lamp)->field, "stock_counted_at");
  EXPECT_FALSE(ImportRules(catalog, Timestamp{1'001}).objection(lamp));
}

TEST_F(Imported, MayBeNamedByDiscountsAndQuotes) {
  std::string text = kOwn;
  text.replace(text.rfind('}'), 1, R"(,
    "discounts": [{"code": "LAMP", "name": "L", "percent_off": 50, "items": ["lamp", "gone"]}],
    "quotes": [{"id": "4f1c9a72e05b8d36aa10c47e92f35b60", "expires_at": "2100-01-31T00:00:00Z",
      "prices": {"lamp": 700}, "agents": "any", "buyers": "any", "uses": 1}]})");
  const std::string stock = "\"stock\": 1";
  text.replace(text.find(stock), stock.size(), "\"stock\": 1, \"weight_grams\": 9");
  EXPECT_THAT(parse_catalog(text).error().text(), HasSubstr("lamp is none"));
  const auto catalog = parse_catalog(text, {}, OtherItems::imported);
  ASSERT_TRUE(catalog) << catalog.error().text();
  const auto file = file_of({product("lamp", 2000), product("rug", 2000)});
  EXPECT_THAT(items_in_neither(*catalog, *file).value(),
              ElementsAre("$.discounts[0].items names gone, which is no item of the catalogue and "
                          "was not imported"));
  EmbeddedCommerce commerce(*catalog, shop_.memory, file);
  auto request = asking_for("lamp");
  request.discount_codes = {"LAMP"};
  const auto reduced = shop_.run(commerce.quote(request, shop_.executor));
  EXPECT_EQ(reduced->lines.at(0).items_discount.minor, 2000);
  request.discount_codes = {};
  request.quote_id = "4f1c9a72e05b8d36aa10c47e92f35b60";
  const auto agreed = shop_.run(commerce.quote(request, shop_.executor));
  EXPECT_EQ(agreed->lines.at(0).unit_amount.minor, 700);
}

TEST_F(Imported, IsObjectedToByName) {
  const Catalog catalog = own();
  const ImportRules rules(catalog, Timestamp{1'000});
  Product good = product("lamp", 1);
  EXPECT_FALSE(rules.objection(good));
  Product twice = product("mug", 1);
  EXPECT_EQ(rules.objection(twice)->field, "id");
  Product taxed = good;
  taxed.tax_class = "odd";
  EXPECT_THAT(rules.objection(taxed)->sentence, HasSubstr("class odd"));
  Product classed = good;
  classed.shipping_class = "odd";
  EXPECT_EQ(rules.objection(classed)->field, "shipping_class");
  Product light = good;
  light.weight_grams.reset();
  EXPECT_EQ(rules.objection(light)->field, "weight_grams");
  light.digital = true;
  EXPECT_FALSE(rules.objection(light));
}

TEST_F(Imported, IsNamedWhenTheCatalogueHasItToo) {
  EXPECT_EQ(item_in_both(own(), *file_of({product("lamp", 1)})).value(), std::nullopt);
  EXPECT_EQ(item_in_both(own(), *file_of({product("mug", 1)})).value(), "mug");
}

TEST_F(Imported, IsShownBesideTheCatalogueByRank) {
  Product gone = product("gone", 1);
  gone.stock = 0;
  Product blue = product("blue", 900);
  blue.title = "Blue mug";
  blue.pictures = {"https://shop.example/blue.jpg"};
  const auto file = file_of({gone, blue});
  store::MemoryStore store;
  const app::Store::StatedStock mug[] = {{"mug", 0}};
  EXPECT_TRUE(store.state_stock(mug, {}));
  EXPECT_TRUE(store.state_others(std::make_shared<ImportedPieces>(file), {}));
  const StillClock clock;
  EmbeddedProducts products(own(), store, file, &clock);
  const auto ids = [](const app::ProductPage& page) {
    std::vector<std::string> all;
    for (const auto& each : page.products) all.push_back(each.id);
    return all;
  };
  EXPECT_THAT(ids(products.list(0, 10)), ElementsAre("mug", "gone", "blue"));
  EXPECT_THAT(ids(products.list(2, 10)), ElementsAre("blue"));
  EXPECT_EQ(products.list(0, 1).total, 3U);
  EXPECT_THAT(ids(products.search({"mug"}, 0, 10)), ElementsAre("blue", "mug", "gone"));
  EXPECT_THAT(ids(products.search({"mug", true}, 0, 10)), ElementsAre("blue"));
  EXPECT_THAT(ids(products.search({"blue mug"}, 0, 10)), ElementsAre("blue"));
  EXPECT_THAT(ids(products.search({"mug"}, 1, 1)), ElementsAre("mug"));
  EXPECT_EQ(products.search({"mug"}, 1, 1).total, 3U);
  EXPECT_EQ(products.find("blue")->prices.at("usd").minor, 900);
  EXPECT_TRUE(products.find("blue")->in_stock);
  EXPECT_EQ(products.find("blue")->links.images, blue.pictures);
  EXPECT_FALSE(products.find("gone")->in_stock);
  EXPECT_FALSE(products.find("none"));
}

}  // namespace
}  // namespace till::commerce
