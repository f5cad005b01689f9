// A disk that fails on demand, below SQLite: writes through its table of system calls, syncs by
// standing before the C library.
#pragma once

#include <cerrno>

namespace till::store {

// From now on every write or every sync of SQLite fails, until the object is gone.
class FailingWrites {
 public:
  explicit FailingWrites(int error = EIO);
  ~FailingWrites();
  FailingWrites(const FailingWrites&) = delete;
  FailingWrites& operator=(const FailingWrites&) = delete;
};

class FailingSyncs {
 public:
  FailingSyncs();
  ~FailingSyncs();
  FailingSyncs(const FailingSyncs&) = delete;
  FailingSyncs& operator=(const FailingSyncs&) = delete;
};

// How often the disk was synced so far.
long syncs();

}  // namespace till::store
