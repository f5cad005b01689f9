#include "checkout/stock_level.h"

#include <algorithm>

#include "base/limits.h"

namespace till::checkout {
namespace {

// As many as there are for sale, held or not.
std::int64_t on_shelf(const StockLevel& level) { return level.open + level.held; }

}  // namespace

std::int64_t free_pieces(const StockLevel& level) { return std::max<std::int64_t>(level.open, 0); }

std::int64_t missing_pieces(const StockLevel& level) {
  return std::max<std::int64_t>(-level.open, 0);
}

std::int64_t stated_pieces(const StockLevel& level) {
  return level.count ? level.count->pieces : level.catalog;
}

std::int64_t sold_pieces(const StockLevel& level) {
  return stated_pieces(level) + level.added - on_shelf(level);
}

void hold_pieces(StockLevel& level, std::int64_t taken) {
  level.open -= taken;
  level.held += taken;
}

void sell_pieces(StockLevel& level, std::int64_t sold) { level.held -= sold; }

std::int64_t restate(StockLevel& level, std::int64_t catalog) {
  const std::int64_t difference = catalog - level.catalog;
  level.catalog = catalog;
  level.open += difference;
  if (level.count) level.added += difference;
  return difference;
}

std::optional<StockFault> count_fault(const StockLevel& level, Timestamp at,
                                      Timestamp known_since) {
  if (level.count && at < level.count->at) return StockFault::older_than_count;
  if (at < known_since) return StockFault::too_long_ago;
  return std::nullopt;
}

std::optional<StockFault> add_fault(const StockLevel& level, std::int64_t pieces, Timestamp at,
                                    Timestamp known_since) {
  if (const auto fault = count_fault(level, at, known_since)) return fault;
  const std::int64_t after = on_shelf(level) + pieces;
  if (pieces < 0 && after < 0) return StockFault::below_nothing;
  if (pieces > 0 && after > limits::kQuantity) return StockFault::too_many;
  return std::nullopt;
}

void apply_count(StockLevel& level, const StockCount& count, const StockSince& since) {
  level.count = count;
  level.added = since.added;
  level.open = count.pieces + since.added - since.sold - level.held;
}

void add_pieces(StockLevel& level, std::int64_t pieces) {
  level.open += pieces;
  level.added += pieces;
}

Timestamp moment_of_move(const StockLevel& level, Timestamp at) {
  if (!level.count) return at;
  return std::max(at, level.count->at + Milliseconds(1));
}

}  // namespace till::checkout
