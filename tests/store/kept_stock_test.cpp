// Stock that was kept on disk, by this till and by one before.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include "full_session.h"
#include "store_under_test.h"

namespace till::store {
namespace {

using app::CommitOutcome;
using testing::ElementsAre;

class KeptStock : public testing::Test {
 protected:
  std::unique_ptr<SqliteStore> open() {
    auto opened = SqliteStore::open(folder_.database(), {}, observer_, log_);
    EXPECT_TRUE(opened.has_value()) << opened.error();
    return std::move(*opened);
  }
  CommitOutcome commit(SqliteStore& store, app::Changeset changeset) {
    return sync_wait(store.commit(std::move(changeset), loop_));
  }
  void execute(const char* sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(folder_.database().c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(database);
  }

  TemporaryFolder folder_;
  app::NoObserver observer_;
  NoLog log_;
  LoopThread loop_;
};

TEST_F(KeptStock, LooksUpWhatIsHeldInDataFromBeforeStockWasCounted) {
  auto session = plain_session(1);
  session.holds = {{"mug", 3}};
  auto at_the_shop = plain_session(2);
  at_the_shop.holds = {{"mug", 2}};
  at_the_shop.held_by_shop = true;
  {
    auto store = open();
    const std::vector<app::Store::StatedStock> stated{{"mug", 10}};
    ASSERT_TRUE(store->state_stock(stated, kNow));
    auto changeset = change_of(session);
    changeset.stock = {{"mug", 3}};
    ASSERT_EQ(commit(*store, std::move(changeset)), CommitOutcome::committed);
    ASSERT_EQ(commit(*store, change_of(at_the_shop)), CommitOutcome::committed);
    auto sold = change_of(full_order());
    sold.stock = {{"mug", 1}};
    sold.sold = {{{"mug", 1}}, kNow};
    ASSERT_EQ(commit(*store, std::move(sold)), CommitOutcome::committed);
  }
  execute(kBeforeCounts);
  execute("PRAGMA user_version = 10");
  for (int opened = 0; opened < 2; ++opened) {
    auto store = open();
    const auto page = sync_wait(store->stock({}, loop_)).value();
    ASSERT_EQ(page.items.size(), 1U);
    EXPECT_EQ(page.items[0].level, (checkout::StockLevel{6, 3, 10, {}, 0}));
    EXPECT_EQ(checkout::sold_pieces(page.items[0].level), 1);
    // What was sold before is not known by its moment.
    app::StockReport report{{{"mug", app::StockNumber::Kind::counted, 5}}, kNow, kNow};
    EXPECT_EQ(sync_wait(store->tell_stock(report, loop_)).objections.size(), 1U);
  }
}

TEST_F(KeptStock, KeepsCountsAndMovesOverAReopening) {
  {
    auto store = open();
    const std::vector<app::Store::StatedStock> stated{{"mug", 10}};
    ASSERT_TRUE(store->state_stock(stated, kNow));
    app::StockReport report{{{"mug", app::StockNumber::Kind::counted, 4}}, kNow, kNow};
    ASSERT_EQ(sync_wait(store->tell_stock(report, loop_)).outcome, CommitOutcome::committed);
    app::Changeset sold;
    sold.stock = {{"mug", 3}};
    sold.sold = {{{"mug", 1}}, kNow + Milliseconds(2)};
    ASSERT_EQ(commit(*store, std::move(sold)), CommitOutcome::committed);
  }
  auto store = open();
  const Timestamp later = kNow + Milliseconds(9);
  app::StockReport report{{{"mug", app::StockNumber::Kind::counted, 1}}, kNow, later};
  const auto told = sync_wait(store->tell_stock(report, loop_));
  ASSERT_EQ(told.items.size(), 1U);
  EXPECT_EQ(told.items[0].level, (checkout::StockLevel{-2, 2, 10, {{1, kNow}}, 0}));
  EXPECT_THAT(store->available(std::vector<std::string>{"mug"}), ElementsAre(0));
  store.reset();
  store = open();
  EXPECT_EQ(sync_wait(store->stock({}, loop_)).value().items.at(0), told.items[0]);
}

}  // namespace
}  // namespace till::store
