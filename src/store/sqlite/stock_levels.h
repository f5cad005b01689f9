// StockLevels: where the pieces of every item stand, as committed. Private to the SQLite store.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/ports/stock.h"
#include "checkout/stock_level.h"

namespace till::store {

// Any thread may call.
class StockLevels {
 public:
  // The free pieces of each; nothing for an item that is not known.
  std::vector<std::optional<std::int64_t>> recorded(std::span<const std::string> item_ids) const {
    const std::lock_guard lock(mutex_);
    std::vector<std::optional<std::int64_t>> levels(item_ids.size());
    for (std::size_t i = 0; i < item_ids.size(); ++i) {
      const auto found = levels_.find(item_ids[i]);
      if (found != levels_.end()) levels[i] = checkout::free_pieces(found->second);
    }
    return levels;
  }
  // The free pieces of each; what is stated of one that is not known.
  std::vector<std::int64_t> free(std::span<const std::string> item_ids) const {
    std::vector<std::int64_t> levels(item_ids.size(), 0);
    std::vector<std::size_t> unknown;
    std::shared_ptr<const app::StatedPieces> others;
    {
      const std::lock_guard lock(mutex_);
      for (std::size_t i = 0; i < item_ids.size(); ++i) {
        const auto found = levels_.find(item_ids[i]);
        if (found == levels_.end()) {
          unknown.push_back(i);
        } else {
          levels[i] = checkout::free_pieces(found->second);
        }
      }
      if (!unknown.empty()) others = others_;
    }
    if (!others) return levels;
    for (const std::size_t i : unknown) levels[i] = others->stated(item_ids[i]).value_or(0);
    return levels;
  }
  // Who states the pieces of the items that are not known; null: nobody.
  std::shared_ptr<const app::StatedPieces> others() const {
    const std::lock_guard lock(mutex_);
    return others_;
  }
  void set_others(std::shared_ptr<const app::StatedPieces> others) {
    const std::lock_guard lock(mutex_);
    others_.swap(others);
  }
  std::vector<std::string> known_items() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> items;
    items.reserve(levels_.size());
    for (const auto& [item, level] : levels_) items.push_back(item);
    return items;
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
  std::shared_ptr<const app::StatedPieces> others_;
};

}  // namespace till::store
