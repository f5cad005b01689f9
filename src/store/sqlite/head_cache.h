// HeadCache: the newest versions of the sessions used last. Private to the SQLite store.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

#include "base/id.h"
#include "base/recent_set.h"
#include "checkout/session.h"

namespace till::store {

// Sets of recent sessions, of which a session has its place in one, chosen by its id. Any thread
// may call.
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
  using Recent = RecentSet<SessionId, checkout::SessionPtr>;
  struct Set {
    std::mutex mutex;
    std::uint64_t commits = 0;
    Recent recent;
  };
  Set& set_of(const SessionId& id);
  std::vector<Set> sets_;
  const std::size_t set_bytes_;
};

}  // namespace till::store
