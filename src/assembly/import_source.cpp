#include "assembly/import_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace till::assembly {
namespace {

std::string last_error() { return std::error_code(errno, std::generic_category()).message(); }

FileMark mark_from(const struct stat& found) {
  return {found.st_dev, found.st_ino, found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec};
}

}  // namespace

std::optional<FileMark> mark_of(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return std::nullopt;
  return mark_from(found);
}

ImportSource::ImportSource(int descriptor, std::string name)
    : descriptor_(descriptor), name_(std::move(name)) {}

ImportSource::ImportSource(ImportSource&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), name_(std::move(other.name_)) {}

ImportSource& ImportSource::operator=(ImportSource&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(name_, other.name_);
  return *this;
}

ImportSource::~ImportSource() {
  if (descriptor_ > STDIN_FILENO) ::close(descriptor_);
}

Result<ImportSource, std::string> ImportSource::open(const std::string& path, std::string name) {
  if (path == "-") return ImportSource(STDIN_FILENO, "standard input");
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor >= 0) return ImportSource(descriptor, std::move(name));
  return refused("cannot read " + path + ": " + last_error());
}

Result<ImportSource, std::string> ImportSource::spool(const std::string& folder, std::string name) {
  std::string path = folder + "/.import-XXXXXX";
  const int descriptor = ::mkostemp(path.data(), O_CLOEXEC);
  if (descriptor < 0) return refused("cannot write to " + folder + ": " + last_error());
  ::unlink(path.c_str());  // Whoever is killed leaves nothing.
  return ImportSource(descriptor, std::move(name));
}

std::uint64_t ImportSource::bytes() const {
  const auto found = mark();
  return found ? static_cast<std::uint64_t>(found->bytes) : 0;
}

std::optional<FileMark> ImportSource::mark() const {
  struct stat found {};
  if (::fstat(descriptor_, &found) != 0 || !S_ISREG(found.st_mode)) return std::nullopt;
  return mark_from(found);
}

Result<std::string_view, std::string> ImportSource::read(std::string& block) const {
  while (true) {
    const ssize_t got = ::read(descriptor_, block.data(), block.size());
    if (got >= 0) return std::string_view(block.data(), static_cast<std::size_t>(got));
    if (errno != EINTR) return refused("cannot read " + name_ + ": " + last_error());
  }
}

Result<void, std::string> ImportSource::write(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t put = ::write(descriptor_, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) {
      return refused("cannot keep " + name_ + ": " + last_error() +
                     "; look whether the disk is full");
    }
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return {};
}

Result<void, std::string> ImportSource::rewind() const {
  if (::lseek(descriptor_, 0, SEEK_SET) == 0) return {};
  return refused("cannot read " + name_ + ": " + last_error());
}

}  // namespace till::assembly
