#include "assembly/reload.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "assembly/configured.h"
#include "products/file/product_file_writer.h"

namespace till::assembly {
namespace {

using test::agent_section;
using test::Configured;
using test::kPlain;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kReceiver = "webhook_url = \"http://127.0.0.1:9/x\"\nwebhook_secret = \"s\"\n";
constexpr const char* kLamp = R"({"currency": "eur", "items": [
    {"id": "lamp", "title": "Lamp", "unit_amount": 100, "stock": 4}]})";

// A shop that serves, what it is told of a reload, and a loop that runs while there is one.
struct Reloading {
  Reloading() : configured(kPlain + agent_section("a")), shop(configured.config()) {
    const auto offer = shop.open();
    if (!offer) throw std::runtime_error(offer.error());
    reload.emplace(shop, configured.path(), *offer,
                   Follower{[this](const cli::Config&) { return prepared; },
                            [this](const cli::Config& config) {
                              for (const auto& agent : config.agents) taken.push_back(agent.id);
                            },
                            [this](const Offer& changed) { offered = changed.currencies; }});
  }
  void run() {
    shop.loop().every(std::chrono::milliseconds(1), [this] {
      if (!reload->under_way()) shop.loop().stop();
    });
    shop.loop().run();
  }
  bool sells(const char* item) { return shop.products().find(item).has_value(); }

  Configured configured;
  Shop shop;
  Result<void, std::string> prepared;
  std::vector<std::string> taken;
  std::vector<std::string> offered;
  std::optional<Reload> reload;
};

TEST(Reload, TakesOverConfigAndOffer) {
  Reloading server;
  server.configured.write(kPlain + agent_section("b", kReceiver));
  server.configured.write_catalog(kLamp);
  server.reload->begin();
  EXPECT_TRUE(server.reload->under_way());
  server.run();
  EXPECT_THAT(server.taken, ElementsAre("b"));
  EXPECT_THAT(server.offered, ElementsAre("eur"));
  EXPECT_TRUE(server.sells("lamp"));
  EXPECT_FALSE(server.sells("mug-blue"));
  const std::string lamp = "lamp";
  EXPECT_THAT(server.shop.store().available({&lamp, 1}), ElementsAre(4));
}

struct Broken {
  const char* what;
  std::function<void(Reloading&)> breaks;
};

const Broken kBroken[] = {
    {"a catalogue that is none", [](Reloading& it) { it.configured.write_catalog("{"); }},
    {"a config that is none", [](Reloading& it) { it.configured.write("[lisen]\n"); }},
    {"a store that there is not",
     [](Reloading& it) { it.configured.write(kPlain + agent_section("b"), "mysql:x"); }},
    {"a receiver whose authorities are missing",
     [](Reloading& it) {
       it.configured.write(kPlain +
                           agent_section("b", kReceiver + "webhook_ca_file = \"none.pem\"\n"));
     }},
    {"a certificate that cannot be served",
     [](Reloading& it) { it.prepared = refused(std::string("no certificate")); }},
};

TEST(Reload, OfWhatIsBrokenChangesNothing) {
  for (const Broken& row : kBroken) {
    Reloading server;
    server.configured.write(kPlain + agent_section("b", kReceiver));
    server.configured.write_catalog(kLamp);
    row.breaks(server);
    server.reload->begin();
    server.run();
    EXPECT_THAT(server.taken, IsEmpty()) << row.what;
    EXPECT_THAT(server.offered, IsEmpty()) << row.what;
    EXPECT_TRUE(server.sells("mug-blue")) << row.what;
    EXPECT_FALSE(server.sells("lamp")) << row.what;
    const std::string lamp = "lamp";
    EXPECT_THAT(server.shop.store().available({&lamp, 1}), ElementsAre(0)) << row.what;
  }
}

TEST(Reload, AskedForDuringAnotherComesAfterIt) {
  Reloading server;
  server.reload->begin();
  server.reload->begin();
  server.reload->begin();
  server.run();
  EXPECT_THAT(server.taken, ElementsAre("a", "a")) << "once more, however often it was asked for";
}

TEST(Reload, StatesOnlyStockThatTheCatalogueStatesOtherwise) {
  Reloading server;
  const std::vector<std::string> items{"mug-blue", "poster-limited"};
  server.shop.store().state_stock(std::vector<app::Stock::StatedStock>{{"mug-blue", 7}},
                                  server.shop.clock().now());
  std::string catalog = app::kShopCatalog;
  catalog.replace(catalog.find("\"stock\": 3}"), 11, "\"stock\": 8}");
  server.configured.write_catalog(catalog);
  server.reload->begin();
  server.run();
  EXPECT_THAT(server.shop.store().available(items), ElementsAre(7, 8))
      << "what the operator changed meanwhile stays";
}

// Into products.db beside the config.
void import_lamp(const Configured& configured) {
  auto writer = products::ProductFileWriter::begin(configured.folder.path("products.db"));
  ASSERT_TRUE(writer.has_value()) << writer.error();
  products::Product lamp;
  lamp.id = "lamp";
  lamp.title = "Lamp";
  lamp.prices["usd"] = {100};
  ASSERT_EQ((*writer)->add(lamp), products::Added::added);
  ASSERT_TRUE((*writer)->put_in_place(Timestamp{1}, "test").has_value());
}

TEST(Reload, OfProductsLeavesConfigAndCatalogueAsTheyAreServed) {
  Reloading server;
  server.configured.write("[lisen]\n");
  server.configured.write_catalog("{");
  import_lamp(server.configured);
  server.reload->begin_products();
  server.run();
  EXPECT_THAT(server.taken, IsEmpty());
  EXPECT_THAT(server.offered, ElementsAre("usd"));
  EXPECT_TRUE(server.sells("lamp"));
  EXPECT_TRUE(server.sells("mug-blue"));
}

TEST(Reload, OfProductsDoesNotTakeThePlaceOfAWholeOne) {
  Reloading server;
  server.reload->begin_products();
  server.reload->begin();
  server.reload->begin_products();
  server.run();
  EXPECT_THAT(server.taken, ElementsAre("a"));
}

}  // namespace
}  // namespace till::assembly
