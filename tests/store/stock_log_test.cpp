// Stock that is logged, and brought to the rows of its items later.
#include "store/sqlite/stock_log.h"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include <filesystem>
#include <iostream>
#include <map>
#include <random>

#include "store/sqlite/stock_view.h"
#include "store_under_test.h"

namespace till::store {
namespace {

using app::CommitOutcome;
using checkout::StockLevel;

constexpr int kItems = 40;

std::string item_of(std::uint32_t number) { return "item-" + std::to_string(number % kItems); }

std::int64_t counted(const std::string& path, const char* sql) {
  auto database = Database::open(path, Database::Access::read_only);
  Statement statement = database->prepare(sql);
  return statement.step() ? statement.integer(0) : -1;
}

// A store with a log that is settled after so many bytes.
class LoggedStock : public testing::TestWithParam<std::size_t> {
 protected:
  std::unique_ptr<SqliteStore> open(const std::string& path) {
    SqliteOptions options;
    options.stock_log_bytes = GetParam();
    auto opened = SqliteStore::open(path, options, observer_, log_);
    EXPECT_TRUE(opened.has_value()) << opened.error();
    return std::move(*opened);
  }

  // Sets pieces aside, or gives them back, as the model does.
  void move(SqliteStore& store, const std::string& item, std::int64_t pieces) {
    app::Changeset changeset;
    changeset.stock = {{item, pieces}};
    ASSERT_EQ(sync_wait(store.commit(std::move(changeset), loop_)), CommitOutcome::committed);
    checkout::hold_pieces(model_[item], pieces);
  }

  void state_all(SqliteStore& store) {
    std::vector<app::Store::StatedStock> stated;
    for (std::uint32_t number = 0; number < kItems; ++number) {
      stated.push_back({item_of(number), 1'000});
      checkout::restate(model_[item_of(number)], 1'000);
    }
    ASSERT_TRUE(store.state_stock(stated, kNow));
  }

  void random_moves(SqliteStore& store, std::mt19937& random, int count) {
    for (int i = 0; i < count; ++i) {
      const std::string item = item_of(static_cast<std::uint32_t>(random()));
      const std::int64_t held = model_[item].held;
      move(store, item, held > 0 && random() % 3 == 0 ? -held : 1);
    }
  }

  std::map<std::string, StockLevel> pages(SqliteStore& store, app::StockFilter filter = {}) {
    std::map<std::string, StockLevel> seen;
    filter.limit = 7;
    for (;;) {
      const auto page = sync_wait(store.stock(filter, loop_)).value();
      EXPECT_LE(page.items.size(), filter.limit);
      for (const app::ItemStock& each : page.items) {
        EXPECT_GT(each.item_id, filter.after);
        EXPECT_TRUE(seen.emplace(each.item_id, each.level).second) << each.item_id;
      }
      if (!page.next) return seen;
      filter.after = *page.next;
    }
  }

  void expect_as_the_model(SqliteStore& store, StockView& view) {
    EXPECT_EQ(pages(store), model_);
    app::StockFilter few;
    few.most_free = 995;
    auto expected = model_;
    std::erase_if(expected, [](const auto& each) { return free_pieces(each.second) > 995; });
    EXPECT_EQ(pages(store, few), expected);
    for (const auto& [item, level] : model_) {
      app::StockFilter one;
      one.item_id = item;
      EXPECT_EQ(pages(store, one).at(item), level);
      EXPECT_EQ(view.find(item).value()->open, level.open) << item;
    }
  }

  TemporaryFolder folder_;
  app::NoObserver observer_;
  NoLog log_;
  LoopThread loop_;
  std::map<std::string, StockLevel> model_;
};

// Settled all the time, now and then, and never.
INSTANTIATE_TEST_SUITE_P(Sizes, LoggedStock, testing::Values(1, 700, 1'000'000));

TEST_P(LoggedStock, IsTheSameWhereverItIsRead) {
  const unsigned seed = std::random_device{}();
  std::cout << "seed " << seed << '\n';
  std::mt19937 random(seed);
  auto store = open(folder_.database());
  state_all(*store);
  const auto view = StockView::open(folder_.database()).value();
  for (int round = 0; round < 12; ++round) {
    random_moves(*store, random, 25);
    expect_as_the_model(*store, *view);
  }
}

TEST_P(LoggedStock, IsThereAfterATillThatWasKilled) {
  std::mt19937 random(4);
  const TemporaryFolder copy;
  auto store = open(folder_.database());
  state_all(*store);
  random_moves(*store, random, 150);
  // What the disk had at that moment.
  std::filesystem::copy(folder_.path(), copy.path());
  store.reset();
  store = open(copy.database());
  random_moves(*store, random, 30);
  expect_as_the_model(*store, *StockView::open(copy.database()).value());
}

TEST_P(LoggedStock, LiesInTheRowsOfItsItemsOnceATillHasStopped) {
  std::mt19937 random(5);
  auto store = open(folder_.database());
  state_all(*store);
  random_moves(*store, random, 100);
  store.reset();
  std::int64_t held = 0;
  for (const auto& [item, level] : model_) held += level.held;
  EXPECT_EQ(counted(folder_.database(), "SELECT sum(set_aside) FROM stock"), held);
  EXPECT_EQ(counted(folder_.database(), "SELECT count(*) FROM stock_log"), 1) << "its number";
  store = open(folder_.database());
  expect_as_the_model(*store, *StockView::open(folder_.database()).value());
}

TEST_P(LoggedStock, DoesNotGrowWithTheBatches) {
  std::mt19937 random(6);
  auto store = open(folder_.database());
  state_all(*store);
  random_moves(*store, random, 300);
  // Twice what it is settled after, and what the batches till then are.
  const auto bytes = counted(folder_.database(), "SELECT sum(length(levels)) FROM stock_log");
  EXPECT_LE(bytes, static_cast<std::int64_t>(2 * GetParam()) + 3'000);
}

TEST(StockLog, AnUndoneBatchIsForgotten) {
  const TemporaryFolder folder;
  app::NoObserver observer;
  NoLog no_log;
  (void)SqliteStore::open(folder.database(), {}, observer, no_log);
  auto database = Database::open(folder.database(), Database::Access::read_write);
  StockLog log(*database, 1);
  ASSERT_TRUE(log.append({{{"mug", {}}, {}}}));
  log.keep();
  ASSERT_TRUE(log.append({{{"tee", {}}, {}}}));
  EXPECT_THAT(log.take_due(), testing::ElementsAre("mug"));
  log.give_up();
  ASSERT_TRUE(database->execute("DELETE FROM stock_log WHERE number = 2"));
  ASSERT_TRUE(log.append({{{"cap", {}}, {}}})) << "the number is free again";
  EXPECT_THAT(log.take_due(), testing::ElementsAre("mug")) << "its row was not written";
  ASSERT_TRUE(log.drop_settled());
  log.keep();
  ASSERT_TRUE(log.append({{{"cap", {}}, {}}}));
  EXPECT_THAT(log.take_due(), testing::ElementsAre("cap")) << "of the batch before";
}

}  // namespace
}  // namespace till::store
