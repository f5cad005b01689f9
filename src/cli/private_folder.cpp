#include "cli/private_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "cli/files.h"

namespace till::cli {
namespace {

constexpr mode_t kOwnerOnly = 0700;

std::string failure(const std::string& path) {
  return "cannot make the folder " + path + ": " + std::strerror(errno);
}

// Closes a folder that was there before, through its descriptor: what was looked at is changed.
Result<void, Failure> close_to_others(const std::string& path, int folder) {
  struct stat seen {};
  if (::fstat(folder, &seen) != 0) return failed(failure(path));
  if (seen.st_uid != ::geteuid()) {
    return wrong_use(path + " belongs to another user; choose a folder of your own");
  }
  if ((seen.st_mode & S_ISVTX) != 0 || path == "/") {
    return wrong_use(path + " is shared with everyone; choose a folder in it");
  }
  if (::fchmod(folder, kOwnerOnly) != 0) return failed(failure(path));
  return {};
}

}  // namespace

Result<void, Failure> make_private_folder(const std::string& path) {
  std::error_code error;
  const std::string above = folder_of(path);
  if (!above.empty()) std::filesystem::create_directories(above, error);
  if (error) return failed("cannot make the folder " + above + ": " + error.message());
  if (::mkdir(path.c_str(), kOwnerOnly) == 0) {
    // The umask takes from the mode of a new folder, which is nobody else's yet.
    if (::chmod(path.c_str(), kOwnerOnly) != 0) return failed(failure(path));
    return {};
  }
  if (errno != EEXIST) return failed(failure(path));
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder < 0) {
    const bool link = errno == ELOOP || std::filesystem::is_symlink(path, error);
    if (link) return wrong_use(path + " is a symbolic link; name the folder itself");
    return failed(failure(path));
  }
  auto closed = close_to_others(path, folder);
  ::close(folder);
  return closed;
}

}  // namespace till::cli
