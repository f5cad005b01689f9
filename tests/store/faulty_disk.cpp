#include "faulty_disk.h"

#include <sqlite3.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

namespace till::store {
namespace {

std::atomic<int> write_error = EIO;
std::atomic<bool> syncs_fail = false;
std::atomic<long> sync_count = 0;

ssize_t failing_write(int, const void*, size_t, off_t) {
  errno = write_error;
  return -1;
}

void set_write(sqlite3_syscall_ptr call) {
  sqlite3_vfs* const vfs = sqlite3_vfs_find(nullptr);
  // Which of them SQLite uses depends on how it was built; the others are not there.
  for (const char* name : {"pwrite", "pwrite64"}) vfs->xSetSystemCall(vfs, name, call);
}

int sync_or_fail(int file, long number) {
  ++sync_count;
  if (syncs_fail) {
    errno = EIO;
    return -1;
  }
  return static_cast<int>(::syscall(number, file));
}

}  // namespace

FailingWrites::FailingWrites(int error) {
  write_error = error;
  set_write(reinterpret_cast<sqlite3_syscall_ptr>(failing_write));
}
FailingWrites::~FailingWrites() { set_write(nullptr); }
FailingSyncs::FailingSyncs() { syncs_fail = true; }
FailingSyncs::~FailingSyncs() { syncs_fail = false; }
long syncs() { return sync_count; }

}  // namespace till::store

extern "C" int fdatasync(int file) { return till::store::sync_or_fail(file, SYS_fdatasync); }
extern "C" int fsync(int file) { return till::store::sync_or_fail(file, SYS_fsync); }
