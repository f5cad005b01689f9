// What the SQLite store keeps in memory of what it committed. Any thread may call.
#pragma once

#include <cstddef>
#include <cstring>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/id.h"
#include "checkout/session.h"

namespace till::store {

// The newest versions of the sessions used last.
class HeadCache {
 public:
  explicit HeadCache(std::size_t most) : most_(most) {}

  checkout::SessionPtr find(const SessionId& id) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(id);
    if (found == entries_.end()) return nullptr;
    order_.splice(order_.begin(), order_, found->second);
    return *found->second;
  }
  // Never replaces a newer version: a reader may bring an older one late.
  void put(const checkout::SessionPtr& session) {
    checkout::SessionPtr dropped;  // Freed after the lock is.
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(session->id);
    if (found != entries_.end()) {
      if ((*found->second)->version < session->version) *found->second = session;
      order_.splice(order_.begin(), order_, found->second);
      return;
    }
    order_.push_front(session);
    entries_.emplace(session->id, order_.begin());
    if (entries_.size() <= most_) return;
    entries_.erase(order_.back()->id);
    dropped = std::move(order_.back());
    order_.pop_back();
  }

 private:
  struct Hash {
    std::size_t operator()(const SessionId& id) const {
      std::size_t value = 0;
      std::memcpy(&value, id.bytes.data() + 8, sizeof value);  // The random half.
      return value;
    }
  };
  const std::size_t most_;
  std::mutex mutex_;
  std::list<checkout::SessionPtr> order_;  // Used last stands first.
  std::unordered_map<SessionId, std::list<checkout::SessionPtr>::iterator, Hash> entries_;
};

// The free pieces of every item, as committed.
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
