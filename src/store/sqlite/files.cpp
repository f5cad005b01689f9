#include "store/sqlite/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string_view>

#include "store/sqlite/migrations.h"

namespace till::store {
namespace {

constexpr mode_t kOurs = 0600;
constexpr mode_t kOthers = 0077;
// What stands beside the database. SQLite gives those it makes the mode of the database.
constexpr std::array kBeside{"-wal", "-shm", "-journal", ".lock", ".reserve"};
// Never through a link, and never waiting for the other end of a pipe.
constexpr int kCareful = O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK;

class File {
 public:
  File(const std::string& path, int flags) : descriptor_(::open(path.c_str(), flags, kOurs)) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

Result<void, std::string> cannot_open(const std::string& path, int error) {
  if (error == ELOOP) {
    return refused(path + " is a symbolic link; name the file itself or remove the link");
  }
  return refused("cannot open " + path + ": " + std::strerror(error));
}

Result<void, std::string> secure(const std::string& path, int flags) {
  const File file(path, flags | kCareful);
  if (file.descriptor() < 0) {
    if (errno == ENOENT && (flags & O_CREAT) == 0) return {};
    return cannot_open(path, errno);
  }
  struct stat seen {};
  if (::fstat(file.descriptor(), &seen) != 0) return cannot_open(path, errno);
  if (!S_ISREG(seen.st_mode)) return refused(path + " is no plain file; name another");
  const bool fits = (seen.st_mode & ALLPERMS) == kOurs;
  if (!fits && ::fchmod(file.descriptor(), kOurs) != 0) {
    return refused(path + " is another user's; run `chmod 600` on it or give it to this user");
  }
  return {};
}

// The schema that the header of a database names; nothing when it is none.
std::optional<std::int64_t> schema_of(int descriptor) {
  constexpr std::string_view kMagic("SQLite format 3\0", 16);
  constexpr std::size_t kUserVersion = 60;
  std::array<char, 100> header{};
  const ssize_t size = ::pread(descriptor, header.data(), header.size(), 0);
  if (size == 0) return 0;  // Made, but never written.
  if (size != static_cast<ssize_t>(header.size())) return std::nullopt;
  if (std::string_view(header.data(), kMagic.size()) != kMagic) return std::nullopt;
  std::int64_t version = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    version = version * 256 + static_cast<std::uint8_t>(header.at(kUserVersion + i));
  }
  return version;
}

Result<void, std::string> check_folder(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  const std::string name = folder.empty() ? "." : folder.string();
  if (::access(name.c_str(), W_OK | X_OK) == 0) return {};
  return refused("cannot write beside " + path + "; mend its folder");
}

// Is there such a file? Refused when it is not a plain one.
Result<bool, std::string> look_at(const std::string& path, DatabaseReport& report) {
  struct stat seen {};
  if (::lstat(path.c_str(), &seen) != 0) return false;
  if (S_ISLNK(seen.st_mode)) return refused(cannot_open(path, ELOOP).error());
  if (!S_ISREG(seen.st_mode)) return refused(path + " is no plain file; name another");
  report.readable_by_others = report.readable_by_others || (seen.st_mode & kOthers) != 0;
  return true;
}

}  // namespace

FileLock::FileLock(const std::string& path, Missing missing)
    : descriptor_(::open(path.c_str(),
                         O_RDWR | kCareful | (missing == Missing::is_made ? O_CREAT : 0), kOurs)),
      held_(descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) {}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<void, std::string> secure_files(const std::string& path) {
  if (auto made = secure(path, O_RDWR | O_CREAT); !made) return made;
  for (const char* const suffix : kBeside) {
    if (auto secured = secure(path + suffix, O_RDWR); !secured) return secured;
  }
  return {};
}

bool is_served(const std::string& path) {
  const FileLock lock(path + ".lock", FileLock::Missing::stays_missing);
  return lock.opened() && !lock.held();
}

Result<DatabaseReport, std::string> inspect(const std::string& path) {
  if (auto folder = check_folder(path); !folder) return refused(folder.error());
  DatabaseReport report;
  const auto main_file = look_at(path, report);
  if (!main_file) return refused(main_file.error());
  report.exists = *main_file;
  for (const char* const suffix : kBeside) {
    if (auto seen = look_at(path + suffix, report); !seen) return refused(seen.error());
  }
  report.served = is_served(path);
  if (!report.exists || report.served) return report;
  const File file(path, O_RDONLY | kCareful);
  if (file.descriptor() < 0) return refused(cannot_open(path, errno).error());
  const auto schema = schema_of(file.descriptor());
  if (!schema) return refused(path + " is no database of Till; name another file");
  if (auto known = check_schema(*schema); !known) return refused(known.error());
  return report;
}

}  // namespace till::store
