// AddressTries: how often someone told a wrong e-mail address for an order, so that none is found
// by trying.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/digest.h"
#include "base/id.h"

namespace till::http {

struct TryBounds {
  std::int64_t free = 10;             // Wrong addresses that cost nothing.
  std::int64_t most = 100;            // After so many not even the right one is looked at.
  std::int64_t longest = 600;         // Seconds to wait at most.
  Milliseconds forgotten{3'600'000};  // After the last wrong one.
  std::size_t kept = 10'000;          // The one used longest ago goes for another.
};

// Counts for each order and peer, so that nobody's guesses keep another from the order. A network
// of IPv6 is one peer: its owner has addresses without end. While a peer has to wait, only the
// right address is taken; the waits grow with each wrong one. Call only for orders that there are.
// Any thread may call.
class AddressTries {
 public:
  explicit AddressTries(TryBounds bounds = {}) : bounds_(bounds) {}

  // The seconds for which nothing is looked at, as the peer has guessed too often; else 0.
  std::int64_t closed_for(const OrderId& order, std::string_view peer, Timestamp now);
  // Counts a wrong address; the seconds to wait when it came too early, else 0.
  std::int64_t wrong(const OrderId& order, std::string_view peer, Timestamp now);

 private:
  struct Entry {
    Digest key;
    std::int64_t wrong = 0;
    Timestamp last;   // Wrong one.
    Timestamp until;  // The next one is looked at again.
  };
  using Entries = std::list<Entry>;
  static Digest key_of(const OrderId& order, std::string_view peer);
  // Null when there is none that is not forgotten.
  Entry* find(const Digest& key, Timestamp now);
  Entry& add(const Digest& key);
  std::int64_t wait_after(std::int64_t wrong) const;

  const TryBounds bounds_;
  std::mutex mutex_;
  Entries by_use_;  // The last used one at the end.
  std::map<Digest, Entries::iterator> by_key_;
};

}  // namespace till::http
