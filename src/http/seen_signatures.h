// SeenSignatures: what each request signature was used for (SG-07).
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <deque>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "base/digest.h"

namespace till::http {

// A signature of ACP covers the body alone: neither path nor key nor Timestamp. So that a body
// which was seen cannot be sent again as something else, each signature is good for one key of one
// path. What is remembered does not outlive the process. Any thread may call.
class SeenSignatures {
 public:
  // Remembers a signature for `kept`, as long as keys are, and at most so many: the oldest goes for
  // another. A clock that leaps ahead would make it forget what it must not: give one that does
  // not.
  SeenSignatures(const Clock& clock, Milliseconds kept, std::size_t most = 250'000)
      : clock_(clock), kept_(kept), most_(most) {}

  // True for a signature that is new, or was used for the same: `scope` is that of the idempotency
  // key. `signature` is its identity, see signature_identity().
  bool admit(std::string_view agent, const Digest& signature, const Digest& scope);
  std::size_t size() const;

 private:
  using Name = std::array<std::uint8_t, 16>;  // Half a digest is enough to tell them apart.
  struct Hash {
    std::size_t operator()(const Name& name) const {
      std::size_t hash = 0;
      std::memcpy(&hash, name.data(), sizeof hash);
      return hash;
    }
  };
  struct Used {
    Name signature;
    Timestamp at;
  };
  static Name half_of(const Digest& digest);

  const Clock& clock_;
  const Milliseconds kept_;
  const std::size_t most_;
  mutable std::mutex mutex_;
  std::unordered_map<Name, Name, Hash> scopes_;  // By signature.
  std::deque<Used> by_time_;
};

}  // namespace till::http
