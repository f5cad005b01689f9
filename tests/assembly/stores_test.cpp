#include "assembly/stores.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "assembly/check.h"
#include "assembly/configured.h"

namespace till::assembly {
namespace {

using test::Configured;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

struct NamedStore {
  const char* url;
  bool on_disk;
};

TEST(Stores, OpenTheOneThatTheUrlNames) {
  for (const NamedStore& row : {NamedStore{"memory:", false}, NamedStore{"sqlite:till.db", true}}) {
    Configured shop;
    shop.write("", row.url);
    app::NoObserver observer;
    NoLog log;
    const auto opened = open_store(shop.config(), observer, log);
    ASSERT_TRUE(opened.has_value()) << row.url << ": " << opened.error();
    EXPECT_NE(opened->store, nullptr);
    EXPECT_NE(opened->audit, nullptr);
    EXPECT_TRUE(opened->alive());
    EXPECT_EQ(std::filesystem::exists(shop.folder.path("till.db")), row.on_disk) << row.url;
    EXPECT_EQ(is_store_served(shop.config()), row.on_disk) << "another process could share it";
  }
}

TEST(Stores, OfAnUnknownUrlAreRefusedWithWhatItMustBe) {
  for (const char* const url :
       {"postgres://host/till", "sqlite:", "sqlite: ", "memory:x", "memory: ", "till.db", ":"}) {
    Configured shop;
    shop.write("", url);
    const cli::Config config = shop.config();
    app::NoObserver observer;
    NoLog log;
    const std::string sentence =
        shop.path() + ":6: store.url must be \"sqlite:FILE\" or \"memory:\"";
    EXPECT_EQ(know_store(config).error(), sentence) << url;
    EXPECT_EQ(open_store(config, observer, log).error(), sentence) << url;
    EXPECT_EQ(inspect_store(config).error(), sentence) << url;
    EXPECT_EQ(check_shop(config).error(), sentence) << url;
    EXPECT_EQ(Shop(config).open().error(), sentence) << url;
    EXPECT_FALSE(is_store_served(config)) << url;
  }
}

TEST(Stores, AreLookedAtWithoutATrace) {
  Configured shop;
  shop.write("", "sqlite:till.db");
  EXPECT_EQ(inspect_store(shop.config()), false);
  EXPECT_FALSE(std::filesystem::exists(shop.folder.path("till.db")));
  shop.write("", "sqlite:nowhere/till.db");
  EXPECT_THAT(inspect_store(shop.config()).error(), HasSubstr("nowhere"));
}

TEST(Stores, AreWhatACheckOfTheShopNames) {
  Configured shop;
  shop.write("", "mysql:x");
  EXPECT_THAT(know_parts(shop.config()).error(), HasSubstr("store.url"));
}

TEST(Check, TellsHowMuchTheCatalogueHoldsAndWhetherTheStoreIsInUse) {
  Configured shop;
  shop.write("", "sqlite:till.db");
  const auto checked = check_shop(shop.config());
  ASSERT_TRUE(checked.has_value()) << checked.error();
  EXPECT_THAT(checked->catalogue, StartsWith("5 items, 5 ways to get them, "));
  EXPECT_THAT(checked->catalogue, EndsWith(" quotes"));
  EXPECT_FALSE(checked->served);
  app::NoObserver observer;
  NoLog log;
  const auto opened = open_store(shop.config(), observer, log);
  ASSERT_TRUE(opened.has_value());
  EXPECT_TRUE(check_shop(shop.config())->served);
}

}  // namespace
}  // namespace till::assembly
