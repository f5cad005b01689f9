// StockView: the stock of a database, read beside the till that has it open, or without one.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "checkout/stock_level.h"
#include "store/sqlite/database.h"

namespace till::store {

// One thread. Sees what is committed at the moment of a call.
class StockView {
 public:
  // Null when there is no database yet. Refused with a sentence when it cannot be read or has an
  // older schema, which the next start brings up to date.
  static Result<std::unique_ptr<StockView>, std::string> open(const std::string& path);

  // Nothing for an item that nothing has moved. Refused with a sentence when the disk fails.
  Result<std::optional<checkout::StockLevel>, std::string> find(const std::string& item_id);

 private:
  explicit StockView(Database database);
  bool read_late();
  Database database_;
  Statement find_, ends_;
  // What the log has of the items.
  std::map<std::string, checkout::StockLevel> late_;
  std::int64_t first_ = 0;  // The numbers of its first row and of its last one that was read.
  std::int64_t last_ = 0;
};

}  // namespace till::store
