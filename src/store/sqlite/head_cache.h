// HeadCache: the newest versions of the sessions used last. Private to the SQLite store.
#pragma once

#include <array>
#include <cstddef>
#include <mutex>
#include <vector>

#include "base/id.h"
#include "checkout/session.h"

namespace till::store {

// A session has a place in one small set only, chosen by its id, and drives out of it whichever
// was used the longest time ago: neither look-up nor change allocates. Any thread may call.
class HeadCache {
 public:
  // Holds about `most` sessions.
  explicit HeadCache(std::size_t most);

  // Null when it is not held.
  checkout::SessionPtr find(const SessionId& id);
  // Never replaces a newer version: a reader may bring an older one late.
  void put(checkout::SessionPtr session);

 private:
  struct Entry {
    SessionId id;
    checkout::SessionPtr session;  // Null: free.
  };
  struct Set {
    std::mutex mutex;
    std::array<Entry, 8> entries;  // Used last stands first.
    void bring_forward(std::size_t at);
  };
  Set& set_of(const SessionId& id);
  std::vector<Set> sets_;
};

}  // namespace till::store
