// StockLog: the levels that batches changed lately, a row for each batch, until each has gone to
// the row of its item. Private to the SQLite store.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "store/codec/codec.h"
#include "store/sqlite/database.h"

namespace till::store {

// One row of it.
struct LoggedBatch {
  std::int64_t number = 0;
  std::size_t bytes = 0;
  std::vector<codec::LoggedLevel> levels;
};

// Those behind that number, in the order they were written; false when the disk failed or one of
// them cannot be read.
bool read_stock_log(const Database& database, std::int64_t after,
                    const std::function<void(const LoggedBatch& batch)>& take);

// The rows of a batch's items lie on pages of their own, of which a batch would write one for each
// item. What is logged lies on one; the items get their rows later, in the order of their ids, many
// on a page and each once for all its changes. One thread.
class StockLog {
 public:
  // Once the log has so many bytes more, its items get their rows.
  StockLog(const Database& database, std::size_t bytes);

  // In the transaction of a batch, each false when the disk failed. The batch's levels go first.
  bool append(const std::vector<codec::LoggedLevel>& levels);
  // The items whose rows this batch is to write, as they were before it: about twice as many as it
  // changed, so that the log is through with all before it is long again. Valid until keep().
  std::span<const std::string> take_due();
  // All of them.
  std::span<const std::string> take_all();
  // Drops what all rows are written of, but for its last row: numbers go on from there.
  bool drop_settled();

  // Every item has its row.
  bool empty() const { return late_.empty() && settling_.empty(); }

  // The transaction stands, or was given up.
  void keep();
  void give_up() { batch_ = {}; }

  // What an earlier process left, in its order.
  void restore(const LoggedBatch& batch);

 private:
  void begin_to_settle();
  std::span<const std::string> take(std::size_t most);
  bool ends_settling() const;

  struct Batch {
    std::vector<std::string> logged;
    std::size_t bytes = 0;
    std::size_t settled = 0;
  };
  const std::size_t most_bytes_;
  std::int64_t last_ = 0;                 // The number of the last row.
  std::unordered_set<std::string> late_;  // The items logged behind `until_`,
  std::size_t bytes_ = 0;                 // and the bytes.
  std::vector<std::string> settling_;     // Those logged before, by id, until all have their rows.
  std::size_t settled_ = 0;               // So many of them have.
  std::int64_t until_ = 0;                // The row of the log up to which they are settled.
  Batch batch_;
  Statement append_, drop_;
};

}  // namespace till::store
