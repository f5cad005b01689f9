#include "store/sqlite/room.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace till::store {
namespace {

constexpr std::uint64_t kMostReserve = 64ULL << 20;
constexpr mode_t kOwnerOnly = 0600;

std::uint64_t size_of(const std::string& path) {
  struct stat seen {};
  return ::stat(path.c_str(), &seen) == 0 ? static_cast<std::uint64_t>(seen.st_size) : 0;
}

}  // namespace

std::optional<DiskSpace> disk_space(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  struct statvfs disk {};
  if (::statvfs(folder.empty() ? "." : folder.c_str(), &disk) != 0) return std::nullopt;
  DiskSpace space{disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize};
  struct rlimit limit {};
  if (::getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return space;
  const std::uint64_t size = size_of(path);
  space.total = std::min<std::uint64_t>(space.total, limit.rlim_cur);
  space.free = std::min(space.free, limit.rlim_cur > size ? limit.rlim_cur - size : 0);
  return space;
}

std::uint64_t standard_reserve(const DiskSpace& disk) {
  return std::min(kMostReserve, disk.total / 10);
}

Room::Room(std::string path, std::optional<std::uint64_t> reserve)
    : path_(std::move(path)),
      given_reserve_(reserve),
      reserve_file_(::open((path_ + ".reserve").c_str(),
                           O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, kOwnerOnly)) {
  measure();
  if (taken_ || reserve_file_ < 0) return;
  const bool freed = ::ftruncate(reserve_file_, 0) == 0;  // It was of another size.
  if (freed) measure();
}

Room::~Room() {
  if (reserve_file_ >= 0) ::close(reserve_file_);
}

void Room::measure() {
  const auto disk = disk_space(path_);
  if (!disk) return;
  const std::lock_guard lock(mutex_);
  const std::uint64_t reserve = given_reserve_.value_or(standard_reserve(*disk));
  // Taken by an earlier process, or to be taken. Twice the reserve must be free for it, or taking
  // it would be what makes the disk scarce.
  if (!taken_) taken_ = reserve > 0 && size_of(path_ + ".reserve") == reserve;
  if (!taken_ && disk->free / 2 >= reserve) set_aside(reserve);
  const std::uint64_t left = taken_ ? disk->free : disk->free - std::min(disk->free, reserve);
  free_ = disk->free;
  scarce_ = left < reserve;
}

void Room::set_aside(std::uint64_t reserve) {
  if (reserve_file_ < 0 || reserve == 0) return;
  const auto size = static_cast<off_t>(reserve);
  taken_ = ::ftruncate(reserve_file_, 0) == 0 && ::fallocate(reserve_file_, 0, 0, size) == 0;
}

void Room::release() {
  const std::lock_guard lock(mutex_);
  if (reserve_file_ >= 0 && ::ftruncate(reserve_file_, 0) == 0) taken_ = false;
  scarce_ = true;
}

}  // namespace till::store
