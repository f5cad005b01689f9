// StockNumbers: how many pieces there are by the word of somebody else: a warehouse, an import.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/ports/changeset.h"
#include "app/ports/store_result.h"
#include "app/records.h"
#include "base/clock.h"
#include "base/task.h"
#include "checkout/stock_level.h"

namespace till::app {

// Of one item: how many there were at the moment of the report, or how many more (fewer when
// negative) there are since it.
struct StockNumber {
  enum class Kind : std::uint8_t { counted, added };
  std::string item_id;
  Kind kind = Kind::counted;
  std::int64_t pieces = 0;
};

// Numbers that hold for one moment, of each item once.
struct StockReport {
  std::vector<StockNumber> numbers;
  Timestamp at;
  Timestamp now;
  // The key that the report was told under, which must be unused; its answer is made of what is
  // there afterwards.
  std::optional<IdempotencyRecord> key = {};
  bool look_only = false;  // Nothing is changed: what would be objected is wanted.
};

// A number that cannot be, by its place in the report. With older_than_count the moment of the
// count, with too_long_ago since when Till knows of sales.
struct StockObjection {
  std::size_t number = 0;
  checkout::StockFault fault = checkout::StockFault::older_than_count;
  Timestamp moment = {};
  bool operator==(const StockObjection&) const = default;
};

struct StockTold {
  CommitOutcome outcome = CommitOutcome::committed;  // Or key_taken, busy, failed.
  std::vector<ItemStock> items = {};                 // As they are now, in the order of the report.
  std::vector<StockObjection> objections = {};       // When there are any, nothing was changed.
};

struct StockFilter {
  std::string item_id;                         // Empty: any; the same below.
  std::optional<std::int64_t> most_free = {};  // No more than so many are free.
  std::string after = {};                      // Only items behind this one.
  std::size_t limit = 100;
};

// In the order of the items' ids, byte by byte. With `next` there are more, behind that item.
struct StockPage {
  std::vector<ItemStock> items;
  std::optional<std::string> next = {};
};

// For threads and failures see store_result.h.
class StockNumbers {
 public:
  virtual ~StockNumbers() = default;
  // Takes the whole report or nothing of it. What was sold, brought back or added after its moment
  // stays so; free pieces never fall below 0, and held ones stay held.
  virtual Task<StockTold> tell_stock(StockReport report, Executor& executor) = 0;
  virtual Task<StoreResult<StockPage>> stock(StockFilter filter, Executor& executor) = 0;
};

}  // namespace till::app
