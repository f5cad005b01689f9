#include "products/file/beside.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace till::products {
namespace {

// The descriptor is that of the file which has the name now.
bool is_named(int descriptor, const std::string& path) {
  struct stat held {};
  struct stat named {};
  return ::fstat(descriptor, &held) == 0 && ::stat(path.c_str(), &named) == 0 &&
         held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

std::string cannot_write(const std::string& path) {
  return "cannot write " + path + ": " + std::error_code(errno, std::generic_category()).message();
}

}  // namespace

Result<int, std::string> open_beside(const std::string& path, mode_t mode,
                                     std::string_view writer) {
  while (true) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode);
    if (descriptor < 0) return refused(cannot_write(path));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      ::close(descriptor);
      return refused(std::string(writer) + " is writing " + path + "; wait until it has ended");
    }
    // Else the other one put it in its place between the two calls.
    if (is_named(descriptor, path)) {
      if (::ftruncate(descriptor, 0) == 0) return descriptor;
      std::string error = cannot_write(path);
      ::close(descriptor);
      return refused(std::move(error));
    }
    ::close(descriptor);
  }
}

bool sync_folder_of(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  const int descriptor =
      ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool synced = ::fsync(descriptor) == 0;
  ::close(descriptor);
  return synced;
}

}  // namespace till::products
