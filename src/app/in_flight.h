// InFlight: which idempotency keys (ID-13) and attempts are being worked on in this process.
#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "base/digest.h"

namespace till::app {

// Any thread may call.
class InFlight {
 public:
  // Frees the key when it goes; must not outlive the InFlight.
  class Claim {
   public:
    Claim(InFlight& owner, const Digest& scope) : owner_(&owner), scope_(scope) {}
    Claim(Claim&& other) noexcept
        : owner_(std::exchange(other.owner_, nullptr)), scope_(other.scope_) {}
    Claim& operator=(Claim&&) = delete;
    ~Claim() {
      if (owner_ != nullptr) owner_->release(scope_);
    }

   private:
    InFlight* owner_;
    Digest scope_;
  };

  enum class Holder { free, same_body, other_body };

  // Takes the key when it is free; else tells whether its holder has the same body. After `free`
  // the caller owns the key and makes the Claim that releases it.
  Holder claim(const Digest& scope, const Digest& fingerprint) {
    Shard& shard = shard_of(scope);
    const std::lock_guard lock(shard.mutex);
    const auto [entry, added] = shard.keys.try_emplace(scope, fingerprint);
    if (added) return Holder::free;
    return entry->second == fingerprint ? Holder::same_body : Holder::other_body;
  }

 private:
  struct Hash {
    std::size_t operator()(const Digest& digest) const {
      std::size_t value = 0;
      std::memcpy(&value, digest.data() + 8, sizeof value);
      return value;
    }
  };
  struct Shard {
    std::mutex mutex;
    std::unordered_map<Digest, Digest, Hash> keys;
  };

  Shard& shard_of(const Digest& scope) { return shards_[scope[0] % shards_.size()]; }
  void release(const Digest& scope) {
    Shard& shard = shard_of(scope);
    const std::lock_guard lock(shard.mutex);
    shard.keys.erase(scope);
  }

  std::array<Shard, 16> shards_;
};

}  // namespace till::app
