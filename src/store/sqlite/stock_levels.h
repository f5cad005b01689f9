// StockLevels: where the pieces of every item stand, as committed. Private to the SQLite store.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "checkout/stock_level.h"

namespace till::store {

// Any thread may call.
class StockLevels {
 public:
  // The free pieces of each.
  std::vector<std::int64_t> free(std::span<const std::string> item_ids) const {
    const std::lock_guard lock(mutex_);
    std::vector<std::int64_t> levels;
    levels.reserve(item_ids.size());
    for (const std::string& id : item_ids) {
      const auto found = levels_.find(id);
      levels.push_back(found == levels_.end() ? 0 : checkout::free_pieces(found->second));
    }
    return levels;
  }
  // Nothing for an item that is not known.
  std::optional<checkout::StockLevel> find(const std::string& item_id) const {
    const std::lock_guard lock(mutex_);
    const auto found = levels_.find(item_id);
    return found == levels_.end() ? std::nullopt : std::optional(found->second);
  }
  void set(const std::map<std::string, checkout::StockLevel>& levels) {
    const std::lock_guard lock(mutex_);
    for (const auto& [item, level] : levels) levels_[item] = level;
  }

 private:
  mutable std::mutex mutex_;
  std::unordered_map<std::string, checkout::StockLevel> levels_;
};

}  // namespace till::store
