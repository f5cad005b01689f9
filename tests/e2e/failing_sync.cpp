// A disk whose syncs fail as soon as the file that TILL_FAILING_SYNC names is there: loaded into a
// process before the C library.
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace {

int sync_or_fail(int file, long number) {
  const char* const sign = std::getenv("TILL_FAILING_SYNC");
  if (sign != nullptr && ::access(sign, F_OK) == 0) {
    errno = EIO;
    return -1;
  }
  return static_cast<int>(::syscall(number, file));
}

}  // namespace

extern "C" int fdatasync(int file) { return sync_or_fail(file, SYS_fdatasync); }
extern "C" int fsync(int file) { return sync_or_fail(file, SYS_fsync); }
