// LocalLeases: who has what is due, for stores that one machine keeps. Private to the stores.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>

#include "base/clock.h"

namespace till::store {

// Nothing of it is written: with the last process its leases are gone. What has no entry, or one
// that has ended, is due. Any thread may call.
template <class Id>
class LocalLeases {
 public:
  using Process = unsigned;

  // Leases what is due; false when it is not.
  bool take_due(const Id& id, Timestamp now, Timestamp until, Process process) {
    const std::lock_guard lock(mutex_);
    const auto [entry, added] = entries_.try_emplace(id, Entry{until, process, true});
    if (added) return true;
    if (entry->second.until > now) return false;
    entry->second = {until, process, true};
    return true;
  }
  // Leases it unless another process has it.
  bool grant(const Id& id, Timestamp now, Timestamp until, Process process) {
    const std::lock_guard lock(mutex_);
    const auto [entry, added] = entries_.try_emplace(id, Entry{until, process, true});
    const Entry& kept = entry->second;
    if (!added && kept.held && kept.process != process && kept.until > now) return false;
    entry->second = {until, process, true};
    return true;
  }
  void postpone(const Id& id, Timestamp due, Process process) {
    const std::lock_guard lock(mutex_);
    const auto entry = entries_.find(id);
    if (entry == entries_.end() || entry->second.process != process) return;
    entry->second = {due, process, false};
  }
  void forget(const Id& id) {
    const std::lock_guard lock(mutex_);
    entries_.erase(id);
  }
  void forget_ended(Timestamp now) {
    const std::lock_guard lock(mutex_);
    std::erase_if(entries_, [now](const auto& entry) { return entry.second.until <= now; });
  }
  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
  }

 private:
  struct Entry {
    Timestamp until;
    Process process = 0;
    bool held = false;  // False: postponed.
  };
  mutable std::mutex mutex_;
  std::map<Id, Entry> entries_;
};

}  // namespace till::store
