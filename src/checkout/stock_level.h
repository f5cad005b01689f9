// StockLevel: how many pieces of an item there are and where they stand, and what a number that
// somebody tells makes of it. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.h"

namespace till::checkout {

// How many pieces were for sale at a moment: also those that open sessions held then, and none that
// was sold.
struct StockCount {
  std::int64_t pieces = 0;
  Timestamp at;
  bool operator==(const StockCount&) const = default;
};

// What has happened after a moment.
struct StockSince {
  std::int64_t sold = 0;   // By Till; what came back from orders is taken off.
  std::int64_t added = 0;  // By numbers that say how many more or fewer, or by the catalogue.
  bool operator==(const StockSince&) const = default;
};

// Of one item. A hold moves pieces from `open` to `held`, a sale takes them from `held` for good.
struct StockLevel {
  std::int64_t open = 0;     // Held by nobody; below 0: so many lack of what is held or sold.
  std::int64_t held = 0;     // By open sessions, also while they are paid for.
  std::int64_t catalog = 0;  // What the catalogue states.
  std::optional<StockCount> count = {};  // The last.
  std::int64_t added = 0;                // Since the count.
  bool operator==(const StockLevel&) const = default;
};

std::int64_t free_pieces(const StockLevel& level);     // Never below 0.
std::int64_t missing_pieces(const StockLevel& level);  // Never below 0.
// The last number that said how many there are: the count's, or the catalogue's before any.
std::int64_t stated_pieces(const StockLevel& level);
// Sold since then, less what came back; so that stated + added - sold - held is what is open.
std::int64_t sold_pieces(const StockLevel& level);

// Pieces go from `open` to `held`, or back when negative.
void hold_pieces(StockLevel& level, std::int64_t taken);
// Held pieces are sold, or come back to be held when negative.
void sell_pieces(StockLevel& level, std::int64_t sold);
// The catalogue states another number: what is there changes by the difference, which is given.
std::int64_t restate(StockLevel& level, std::int64_t catalog);

// Why a number that is told cannot be.
enum class StockFault : std::uint8_t {
  older_than_count,  // The last count was taken later, and has it already.
  too_long_ago,      // What was sold since then is not known any more.
  below_nothing,     // More pieces are gone than there were.
  too_many,
};

// Before apply_count and add_pieces, which must not be called when there is one. `known_since` is
// the moment since when moves are known.
std::optional<StockFault> count_fault(const StockLevel& level, Timestamp at, Timestamp known_since);
std::optional<StockFault> add_fault(const StockLevel& level, std::int64_t pieces, Timestamp at,
                                    Timestamp known_since);

// So many pieces were counted. What happened since the moment of the count is not lost; what is
// held stays held, since it was on the shelf or came to be held of what is free.
void apply_count(StockLevel& level, const StockCount& count, const StockSince& since);
// So many pieces more, or fewer when negative.
void add_pieces(StockLevel& level, std::int64_t pieces);

// The moment under which a move is kept: never one that the last count has already, since the count
// was applied before the move.
Timestamp moment_of_move(const StockLevel& level, Timestamp at);

}  // namespace till::checkout
