#include "cli/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <optional>
#include <system_error>

#include "base/blanks.h"

namespace till::cli {
namespace {

constexpr std::size_t kFileBytes = 1024 * 1024;
constexpr mode_t kModeBits = 07777;
constexpr mode_t kNewFile = 0600;  // Until it is granted to whom it is meant for.

std::string failure(const std::string& what, const std::string& path) {
  return "cannot " + what + " " + path + ": " + std::strerror(errno);
}

bool write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(file) == 0;
}

bool move_to(const std::string& from, const std::string& to, Existing existing) {
  if (existing == Existing::replace) return std::rename(from.c_str(), to.c_str()) == 0;
  // A link, unlike a rename, fails where something stands already.
  if (::link(from.c_str(), to.c_str()) != 0) return false;
  return ::unlink(from.c_str()) == 0;
}

// The mode of a file, and whose it shall be when that is told.
struct Access {
  mode_t mode;
  std::optional<struct stat> owner;
};

// The umask takes from the mode of a new file, and a change of the owner as well.
bool grant(int file, const Access& access) {
  const bool owned =
      !access.owner || ::fchown(file, access.owner->st_uid, access.owner->st_gid) == 0;
  return owned && ::fchmod(file, access.mode) == 0;
}

Result<void, std::string> put_file(const std::string& path, const std::string& content,
                                   const Access& access, Existing existing) {
  const std::string beside = path + ".new-" + std::to_string(::getpid());
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kNewFile);
  if (file < 0) return refused(failure("write", path));
  const bool written = grant(file, access) && write_all(file, content);
  const std::string why = failure("write", path);
  const bool closed = ::close(file) == 0;
  if (written && closed && move_to(beside, path, existing)) return {};
  const std::string error = written ? failure("write", path) : why;
  ::unlink(beside.c_str());
  return refused(error);
}

}  // namespace

Result<std::string, std::string> read_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return refused(failure("read", path));
  std::string text;
  char block[16 * 1024];
  ssize_t count = 1;
  while (count > 0 && text.size() <= kFileBytes) {
    count = ::read(file, block, sizeof block);
    if (count > 0) text.append(block, static_cast<std::size_t>(count));
  }
  const std::string error = count < 0 ? failure("read", path) : "";
  ::close(file);
  if (count < 0) return refused(error);
  if (text.size() > kFileBytes) return refused(path + " is larger than a mebibyte");
  return text;
}

Result<std::string, std::string> read_secret_file(const std::string& path) {
  auto text = read_file(path);
  if (!text) return text;
  while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
  if (trimmed(*text).empty()) return refused(path + " is empty; write the secret into it");
  return text;
}

Result<void, std::string> write_file(const std::string& path, const std::string& content,
                                     mode_t mode, Existing existing) {
  return put_file(path, content, {mode, std::nullopt}, existing);
}

Result<void, std::string> replace_file(const std::string& path, const std::string& content) {
  std::error_code error;
  const std::string real = std::filesystem::canonical(path, error);
  struct stat seen {};
  if (error || ::stat(real.c_str(), &seen) != 0) return refused("cannot find " + path);
  return put_file(real, content, {seen.st_mode & kModeBits, seen}, Existing::replace);
}

std::string resolve(const std::string& folder, const std::string& path) {
  return (std::filesystem::path(folder) / path).string();
}

std::string folder_of(const std::string& path) {
  return std::filesystem::path(path).parent_path().string();
}

}  // namespace till::cli
