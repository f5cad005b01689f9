// RecentSet: a few values, of which the one that was used the longest time ago is driven out.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace till {

// Caches of any size are made of many of them, each with a lock of its own, and a key has its place
// in one of them only: neither look-up nor change allocates. One thread at a time.
template <class Key, class Value>
class RecentSet {
 public:
  static constexpr std::size_t kEntries = 8;
  // What was driven out or replaced, to be freed without the lock.
  using Dropped = std::array<Value, kEntries + 1>;

  // An empty value when it is not held.
  Value find(const Key& key) {
    for (std::size_t at = 0; at < kEntries; ++at) {
      if (entries_[at].key != key || !entries_[at].value) continue;
      bring_forward(at);
      return entries_.front().value;
    }
    return {};
  }

  // In the place of the value of that key, if there is one. Nothing that is more than `bytes` with
  // those used after it stays, this one included.
  void hold(const Key& key, Value value, std::size_t weight, std::size_t bytes, Dropped& dropped) {
    std::size_t at = 0;
    while (at + 1 < kEntries && entries_[at].key != key) ++at;
    bring_forward(at);
    Entry& front = entries_.front();
    front.key = key;
    front.weight = weight;
    dropped.back() = std::exchange(front.value, std::move(value));
    std::size_t held = 0;
    for (std::size_t i = 0; i < kEntries; ++i) {
      if (held + entries_[i].weight > bytes) {
        dropped[i] = std::move(entries_[i].value);
        entries_[i] = {};
      }
      held += entries_[i].weight;
    }
  }

  void erase(const Key& key) {
    for (Entry& entry : entries_) {
      if (entry.key == key) entry.value = {};
    }
  }

 private:
  struct Entry {
    Key key{};
    Value value{};  // Empty: free.
    std::size_t weight = 0;
  };
  void bring_forward(std::size_t at) {
    const auto entry = entries_.begin() + static_cast<std::ptrdiff_t>(at);
    std::rotate(entries_.begin(), entry, entry + 1);
  }
  std::array<Entry, kEntries> entries_;  // Used last stands first.
};

}  // namespace till
