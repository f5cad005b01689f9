#include "store/sqlite/stock_view.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "store/sqlite/migrations.h"

namespace till::store {

StockView::StockView(Database database)
    : database_(std::move(database)),
      find_(database_.prepare("SELECT free - missing, stated FROM stock WHERE item_id = ?1")) {}

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

}  // namespace till::store
