#include "store/sqlite/stock_view.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "store/sqlite/migrations.h"
#include "store/sqlite/stock_log.h"

namespace till::store {

StockView::StockView(Database database)
    : database_(std::move(database)),
      find_(database_.prepare("SELECT free - missing, stated FROM stock WHERE item_id = ?1")),
      ends_(database_.prepare("SELECT (SELECT min(number) FROM stock_log), "
                              "(SELECT max(number) FROM stock_log)")) {}

Result<std::unique_ptr<StockView>, std::string> StockView::open(const std::string& path) {
  std::error_code unknown;
  if (!std::filesystem::exists(path, unknown)) return nullptr;
  auto database = Database::open(path, Database::Access::read_only);
  if (!database) return refused(database.error());
  const auto newest = is_newest(*database);
  if (!newest) return refused("cannot read " + path + ": " + newest.error());
  if (!*newest) {
    return refused("the data in " + path + " is of an older till; serve the shop once with this");
  }
  return std::unique_ptr<StockView>(new StockView(std::move(*database)));
}

Result<std::optional<checkout::StockLevel>, std::string> StockView::find(
    const std::string& item_id) {
  if (!read_late()) return refused("cannot read the stock: " + database_.error());
  if (const auto late = late_.find(item_id); late != late_.end()) return late->second;
  const ResetAtEnd end(find_);
  find_.bind_text(1, item_id);
  if (!find_.step()) {
    if (find_.failed()) return refused("cannot read the stock: " + database_.error());
    return std::nullopt;
  }
  checkout::StockLevel level;
  level.open = find_.integer(0);
  level.catalog = find_.integer(1);
  return level;
}

// Only what is new, until what was read goes to the rows.
bool StockView::read_late() {
  const ResetAtEnd end(ends_);
  if (!ends_.step()) return false;
  if (ends_.integer(0) != first_) {
    late_.clear();
    last_ = 0;
  }
  first_ = ends_.integer(0);
  if (ends_.integer(1) == last_) return true;
  return read_stock_log(database_, last_, [this](const LoggedBatch& batch) {
    for (const codec::LoggedLevel& each : batch.levels) {
      late_[each.stock.item_id] = each.stock.level;
    }
    last_ = batch.number;
  });
}

}  // namespace till::store
