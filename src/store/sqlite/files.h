// The files of a database on disk: made private to this user, and looked at without a trace.
#pragma once

#include <string>

#include "base/result.h"

namespace till::store {

// A lock on a file beside the database, freed by the system when the process ends in any way.
class FileLock {
 public:
  enum class Missing { is_made, stays_missing };
  FileLock(const std::string& path, Missing missing);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  // There is a file that can be locked.
  bool opened() const { return descriptor_ >= 0; }
  bool held() const { return held_; }

 private:
  int descriptor_;
  bool held_;
};

// Makes the database's file when there is none, and closes it and those beside it to everyone else,
// whatever the umask: buyers and tokens stand in them. Refused, with what to do, when one of them
// is a link or no plain file, or is open to others and not ours to close. Call before SQLite opens
// it: closing a file frees every lock of the process on it.
Result<void, std::string> secure_files(const std::string& path);

// Another process, or a store of this one, has the database open. Makes no file.
bool is_served(const std::string& path);

// What a database looks like from outside.
struct DatabaseReport {
  bool exists = false;
  bool served = false;              // By another process.
  bool readable_by_others = false;  // A store that opens it ends that.
};

// Looks at a database without opening it: neither makes nor changes a file. Refused, with what to
// do, when a store could not open it: no folder, a link, no database, of a newer till.
Result<DatabaseReport, std::string> inspect(const std::string& path);

}  // namespace till::store
