// HeadCache: the newest versions of the sessions used last. Private to the SQLite store.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

#include "base/id.h"
#include "checkout/session.h"

namespace till::store {

// A session has a place in one small set only, chosen by its id, and drives out of it whichever
// was used the longest time ago: neither look-up nor change allocates. Any thread may call.
class HeadCache {
 public:
  // Holds about `most` sessions, of about `bytes` in all at most; one that is much larger than
  // others is not held.
  HeadCache(std::size_t most, std::size_t bytes);

  // Null when it is not held.
  checkout::SessionPtr find(const SessionId& id);
  // What was committed just now. In the order of the commits. To weigh it here costs the writer,
  // whose processor has not seen the session yet.
  void put(checkout::SessionPtr session, std::size_t weight);

  // A session that was dropped. In the order of the commits.
  void erase(const SessionId& id);

  // What a reader found on disk is held only when nothing was committed near it since `look`, which
  // comes before the reading: or an older version could come late and stay.
  using Look = std::uint64_t;
  Look look(const SessionId& id);
  void put_read(checkout::SessionPtr session, Look look);

 private:
  struct Entry {
    SessionId id;
    checkout::SessionPtr session;  // Null: free.
    std::size_t weight = 0;
  };
  static constexpr std::size_t kEntries = 8;
  using Dropped = std::array<checkout::SessionPtr, kEntries + 1>;  // To be freed without the lock.
  struct Set {
    std::mutex mutex;
    std::uint64_t commits = 0;
    std::array<Entry, kEntries> entries;  // Used last stands first.
    void bring_forward(std::size_t at);
    // Drops what is driven out or replaced, and what is more than `bytes` with those before it.
    void hold(checkout::SessionPtr session, std::size_t weight, std::size_t bytes,
              Dropped& dropped);
  };
  Set& set_of(const SessionId& id);
  std::vector<Set> sets_;
  const std::size_t set_bytes_;
};

}  // namespace till::store
