// The imported products that were asked for last.
#include "commerce/embedded/recent_items.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace till::commerce {
namespace {

ImportedItem item_named(const std::string& id, std::size_t description = 0) {
  CatalogItem item;
  item.id = id;
  item.description = std::string(description, 'x');
  return std::make_shared<const CatalogItem>(std::move(item));
}

TEST(RecentItems, GivesBackWhatWasPut) {
  RecentItems recent(1'000'000);
  EXPECT_EQ(recent.find("mug"), nullptr);
  const auto mug = item_named("mug");
  recent.put(mug);
  EXPECT_EQ(recent.find("mug"), mug);
  const auto newer = item_named("mug");
  recent.put(newer);
  EXPECT_EQ(recent.find("mug"), newer);
}

// All in one set, for so few bytes.
TEST(RecentItems, DrivesOutWhatWasNotAskedForTheLongest) {
  RecentItems recent(8 * weight_of(*item_named("0")));
  for (int i = 0; i < 8; ++i) recent.put(item_named(std::to_string(i)));
  EXPECT_NE(recent.find("0"), nullptr);
  recent.put(item_named("8"));
  EXPECT_NE(recent.find("0"), nullptr);
  EXPECT_EQ(recent.find("1"), nullptr);
}

TEST(RecentItems, HoldsNoMoreBytesThanItMay) {
  constexpr std::size_t kBytes = 200'000;
  RecentItems recent(kBytes);
  for (int i = 0; i < 2'000; ++i) {
    recent.put(item_named(std::to_string(i), static_cast<std::size_t>(i % 50) * 100));
  }
  std::size_t held = 0;
  for (int i = 0; i < 2'000; ++i) {
    if (const auto item = recent.find(std::to_string(i))) held += weight_of(*item);
  }
  EXPECT_GT(held, kBytes / 3);
  EXPECT_LE(held, kBytes);
}

TEST(RecentItems, LeavesOutWhatAloneWouldFillASet) {
  RecentItems recent(100'000);
  recent.put(item_named("small"));
  recent.put(item_named("large", 150'000));
  EXPECT_EQ(recent.find("large"), nullptr);
  EXPECT_NE(recent.find("small"), nullptr);
}

TEST(RecentItems, MayBeUsedByManyThreads) {
  RecentItems recent(50'000);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&recent] {
      for (int i = 0; i < 2'000; ++i) {
        const std::string id = std::to_string(i % 100);
        if (const auto item = recent.find(id)) EXPECT_EQ(item->id, id);
        recent.put(item_named(id));
      }
    });
  }
  for (std::thread& each : threads) each.join();
}

TEST(RecentItems, WeighsTheTextsOfAnItem) {
  EXPECT_GE(weight_of(*item_named("mug", 10'000)), weight_of(*item_named("mug")) + 10'000);
  CatalogItem item;
  const std::size_t bare = weight_of(item);
  item.links.images = {std::string(500, 'i'), std::string(500, 'j')};
  checkout::ItemFacts facts;
  facts.options = {{"Colour", std::string(500, 'b')}};
  item.facts = checkout::SharedFacts(std::move(facts));
  EXPECT_GE(weight_of(item), bare + 1'500);
}

}  // namespace
}  // namespace till::commerce
