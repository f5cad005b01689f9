// StockBook: the levels of items and what moved them, and what the store does with both. Private to
// the stores.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/store.h"

namespace till::store {

// Moves are kept for so long; an older count cannot be taken.
inline constexpr Milliseconds kStockMemory{std::int64_t{7} * 24 * 3'600'000};

// Where levels and moves are kept. One thread at a time.
class StockBook {
 public:
  virtual ~StockBook() = default;
  // As it is now; what is stated for an item that is not known.
  virtual checkout::StockLevel seen(const std::string& item) = 0;
  // To be changed; begins with what is seen.
  virtual checkout::StockLevel& level(const std::string& item) = 0;
  virtual bool known(const std::string& item) = 0;
  // All items that are known.
  virtual std::vector<std::string> items() = 0;
  // The sum of the moves after that moment.
  virtual checkout::StockSince since(const std::string& item, Timestamp at) = 0;
  // Adds to the moves of that moment.
  virtual void note(const std::string& item, Timestamp at, checkout::StockSince move) = 0;
  // Forgets the moves before that moment.
  virtual void forget(const std::string& item, Timestamp before) = 0;
  // Moves from before are not known: the data is older than the book.
  virtual Timestamp begins() const = 0;
};

// Moves what the changeset moves, which must be checked.
void move_stock(StockBook& book, const app::Changeset& changeset);
void state_stock(StockBook& book, std::span<const app::Stock::StatedStock> stock, Timestamp at);
// The items that are known already follow what is stated now.
void state_others(StockBook& book, const app::StatedPieces& others, Timestamp at);
// The level of an item that nothing has moved yet. Without `others` it has no pieces.
checkout::StockLevel stated_level(const app::StatedPieces* others, const std::string& item);
// The whole report, or nothing with objections. Looks at no key.
app::StockTold tell_stock(StockBook& book, const app::StockReport& report);

// What a report or a page shows of an item passes the filter.
bool fits(const app::ItemStock& item, const app::StockFilter& filter);

}  // namespace till::store
