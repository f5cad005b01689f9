// StockLevels: the free pieces of every item, as committed. Private to the SQLite store.
#pragma once

#include <map>
#include <mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace till::store {

// Any thread may call.
class StockLevels {
 public:
  std::vector<std::int64_t> find(std::span<const std::string> item_ids) const {
    const std::lock_guard lock(mutex_);
    std::vector<std::int64_t> levels;
    levels.reserve(item_ids.size());
    for (const std::string& id : item_ids) {
      const auto found = free_.find(id);
      levels.push_back(found == free_.end() ? 0 : found->second);
    }
    return levels;
  }
  std::int64_t find(const std::string& item_id) const {
    const std::lock_guard lock(mutex_);
    const auto found = free_.find(item_id);
    return found == free_.end() ? 0 : found->second;
  }
  void set(const std::map<std::string, std::int64_t>& levels) {
    const std::lock_guard lock(mutex_);
    for (const auto& [item, free] : levels) free_[item] = free;
  }

 private:
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::int64_t> free_;
};

}  // namespace till::store
