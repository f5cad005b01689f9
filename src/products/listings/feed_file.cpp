#include "products/listings/feed_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <system_error>
#include <utility>

#include "products/file/beside.h"

namespace till::products {
namespace {

constexpr std::size_t kWriteBytes = 256 * 1024;
constexpr mode_t kFeedMode = 0666;  // Less what the umask keeps.

std::string reason_of(int error) {
  return std::error_code(error, std::generic_category()).message();
}

class Opened {
 public:
  explicit Opened(const std::string& path)
      : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~Opened() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  bool opened() const { return descriptor_ >= 0; }
  std::int64_t bytes() const {
    struct stat found {};
    return ::fstat(descriptor_, &found) == 0 && S_ISREG(found.st_mode) ? found.st_size : -1;
  }
  // As much as there is up to the size of the block; false when it cannot be read.
  bool read(std::string& block) const {
    std::size_t size = 0;
    while (size < block.size()) {
      const ssize_t got = ::read(descriptor_, block.data() + size, block.size() - size);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return false;
      if (got == 0) break;
      size += static_cast<std::size_t>(got);
    }
    block.resize(size);
    return true;
  }

 private:
  const int descriptor_;
};

bool have_same_bytes(const std::string& left, const std::string& right) {
  const Opened one(left), other(right);
  if (!one.opened() || !other.opened() || one.bytes() < 0 || one.bytes() != other.bytes()) {
    return false;
  }
  std::string here, there;
  do {
    here.resize(kWriteBytes);
    there.resize(kWriteBytes);
    if (!one.read(here) || !other.read(there) || here != there) return false;
  } while (!here.empty());
  return true;
}

}  // namespace

FeedFile::FeedFile(std::string path, int descriptor)
    : path_(std::move(path)), beside_(path_ + ".new"), descriptor_(descriptor) {
  if (path_.ends_with(".gz")) {
    packer_ = make_gzip([this](std::string_view packed) { put(packed); });
  }
}

FeedFile::~FeedFile() {
  if (descriptor_ < 0) return;
  ::unlink(beside_.c_str());
  ::close(descriptor_);
}

Result<std::unique_ptr<FeedFile>, std::string> FeedFile::begin(const std::string& path) {
  const auto descriptor = open_beside(path + ".new", kFeedMode, "another till");
  if (!descriptor) return refused(descriptor.error());
  return std::unique_ptr<FeedFile>(new FeedFile(path, *descriptor));
}

void FeedFile::write(std::string_view bytes) {
  if (packer_) {
    packer_->write(bytes);
  } else {
    put(bytes);
  }
}

void FeedFile::put(std::string_view bytes) {
  held_ += bytes;
  if (held_.size() >= kWriteBytes) flush();
}

void FeedFile::flush() {
  std::string_view left = held_;
  while (error_ == 0 && !left.empty()) {
    const ssize_t done = ::write(descriptor_, left.data(), left.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) {
      error_ = errno;
    } else {
      left.remove_prefix(static_cast<std::size_t>(done));
    }
  }
  held_.clear();
}

Result<bool, std::string> FeedFile::put_in_place() {
  if (packer_) packer_->finish();
  flush();
  if (error_ == 0 && ::fsync(descriptor_) != 0) error_ = errno;
  if (error_ != 0) return refused("cannot write " + beside_ + ": " + reason_of(error_));
  if (have_same_bytes(beside_, path_)) return false;
  if (::rename(beside_.c_str(), path_.c_str()) != 0) {
    return refused("cannot put " + path_ + " in its place: " + reason_of(errno));
  }
  ::close(std::exchange(descriptor_, -1));
  sync_folder_of(path_);  // Forgotten, it is written again.
  return true;
}

}  // namespace till::products
