#include "assembly/backends.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "assembly/configured.h"
#include "store/memory/memory_store.h"

namespace till::assembly {
namespace {

using test::Configured;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::unique_ptr<Backend> made(const Configured& shop) {
  static const SystemClock clock;
  static SystemRandom random;
  static NoLog log;
  static app::NoObserver observer;
  return *make_backend(shop.config(), {clock, random, log, observer});
}

TEST(Backends, ReadTheOfferOfTheCatalogue) {
  const Configured shop;
  const auto offer = made(shop)->read();
  ASSERT_TRUE(offer.has_value()) << offer.error();
  EXPECT_THAT(offer->currencies, ElementsAre("usd"));
  EXPECT_EQ(offer->counts.items, 5);
  std::vector<std::string> stocked;
  for (const auto& item : offer->stock) stocked.push_back(item.item_id);
  EXPECT_THAT(stocked, ElementsAre("mug-blue", "poster-limited", "cap-sold-out", "desk-oak"))
      << "what is digital has no stock";
}

TEST(Backends, SayWhatIsWrongWithACatalogue) {
  Configured shop;
  shop.write_catalog("{}");
  EXPECT_THAT(made(shop)->read().error(), HasSubstr("catalog.json: "));
  const std::string unreadable = "cannot read the catalogue " + shop.folder.path("catalog.json");
  std::filesystem::remove(shop.folder.path("catalog.json"));
  EXPECT_THAT(made(shop)->read().error(), HasSubstr(unreadable));
  std::filesystem::create_directory(shop.folder.path("catalog.json"));
  EXPECT_THAT(made(shop)->read().error(), HasSubstr(unreadable)) << "a folder";
}

TEST(Backends, ServeTheOfferThatWasTakenOverLast) {
  Configured shop;
  store::MemoryStore store;
  const auto backend = made(shop);
  const auto first = backend->read();
  ASSERT_TRUE(first.has_value());
  first->serve(store);
  app::ProductCatalog& products = backend->products();
  EXPECT_TRUE(products.find("mug-blue").has_value());
  shop.write_catalog(R"({"currency": "eur", "items": [
      {"id": "lamp", "title": "Lamp", "unit_amount": 100, "stock": 1}]})");
  const auto second = backend->read();
  ASSERT_TRUE(second.has_value()) << second.error();
  EXPECT_TRUE(products.find("mug-blue").has_value()) << "it is read, not served yet";
  second->serve(store);
  EXPECT_FALSE(products.find("mug-blue").has_value());
  EXPECT_TRUE(products.find("lamp").has_value());
}

}  // namespace
}  // namespace till::assembly
