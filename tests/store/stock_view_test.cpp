// The stock as it is read beside the store that writes it.
#include "store/sqlite/stock_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/temporary_folder.h"
#include "store_under_test.h"

namespace till::store {
namespace {

TEST(StockView, SeesWhatTheStoreBesideItCommitted) {
  const cli::TemporaryFolder folder;
  const std::string path = folder.path("till.db");
  EXPECT_EQ(*StockView::open(path), nullptr) << "there is no database yet";
  app::NoObserver observer;
  NoLog log;
  const auto store = SqliteStore::open(path, {}, observer, log).value();
  const app::Stock::StatedStock stated[] = {{"mug", 3}};
  ASSERT_TRUE(store->state_stock(stated, kNow));
  const auto view = StockView::open(path).value();
  EXPECT_EQ(view->find("mug").value()->open, 3);
  EXPECT_EQ(view->find("mug").value()->catalog, 3);
  EXPECT_FALSE(view->find("cap").value());
  const app::Stock::StatedStock more[] = {{"mug", 8}};
  ASSERT_TRUE(store->state_stock(more, kNow));
  EXPECT_EQ(view->find("mug").value()->open, 8) << "each look is a new one";
}

TEST(StockView, IsRefusedWhenTheFileIsNoDatabaseOfThisTill) {
  const cli::TemporaryFolder folder;
  EXPECT_FALSE(StockView::open(folder.write("odd.db", std::string(4096, 'x'))));
  EXPECT_THAT(StockView::open(folder.write("empty.db", "")).error(),
              testing::HasSubstr("of an older till"));
}

}  // namespace
}  // namespace till::store
