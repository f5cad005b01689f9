// KeyIndex: which idempotency keys are recorded and in which row. Private to the SQLite store.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "base/digest.h"

namespace till::store {

// In memory, so that a fresh key, as almost every one is, costs no read and no random write: the
// table on disk only grows at its end. 24 to 64 bytes a key. Any thread may call.
//
// Half of a scope stands for the whole: only who makes both keys could make two of the same half,
// and would then be answered a conflict with itself.
class KeyIndex {
 public:
  // Rows count from 1.
  std::optional<std::int64_t> find(const Digest& scope) const;
  // The scope must not be there.
  void put(const Digest& scope, std::int64_t row);
  void erase(const Digest& scope);

 private:
  struct Slot {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    std::int64_t row = 0;  // 0: free.
  };
  // Growing copies one shard, a 256th of all keys, so that no request waits for long.
  struct Shard {
    // Where the key is, or the free slot where it would be. Needs a free slot.
    std::size_t place_of(const Slot& key) const;
    void grow();
    mutable std::mutex mutex;
    std::vector<Slot> slots;  // As many as a power of 2; probed one after the other.
    std::size_t used = 0;
  };
  static Slot key_of(const Digest& scope);
  static constexpr std::size_t kShards = 256;
  const Shard& shard_of(const Slot& key) const { return shards_[key.high % kShards]; }
  Shard& shard_of(const Slot& key) { return shards_[key.high % kShards]; }

  std::array<Shard, kShards> shards_;
};

}  // namespace till::store
