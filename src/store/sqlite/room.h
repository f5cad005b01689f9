// Room: how much of the disk is left, and a reserve of it that is there when nothing else is.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

namespace till::store {

// What the disk, and the limit on the size of a file, leave to one file.
struct DiskSpace {
  std::uint64_t free = 0;
  std::uint64_t total = 0;
};
// Nothing when the disk cannot be asked.
std::optional<DiskSpace> disk_space(const std::string& path);

// The reserve that is kept when the configuration names none: 64 MiB, but no more than a tenth of
// the disk.
std::uint64_t standard_reserve(const DiskSpace& disk);

// Below the reserve no new session begins, so that what was begun can end. The reserve itself is a
// file of that size beside the database: a disk that others have filled to the last byte still has
// it. Any thread may call.
class Room {
 public:
  // `reserve` in bytes; the standard one when there is none, and 0 keeps nothing.
  Room(std::string path, std::optional<std::uint64_t> reserve);
  ~Room();
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;

  // Looks at the disk, and takes the reserve when there is room for it again. A few system calls.
  void measure();
  // The disk is full: gives the reserve up for what must go on.
  void release();
  // Less than the reserve is left.
  bool is_scarce() const { return scarce_; }
  std::uint64_t free_bytes() const { return free_; }

 private:
  void set_aside(std::uint64_t reserve);

  std::mutex mutex_;
  const std::string path_;
  const std::optional<std::uint64_t> given_reserve_;
  int reserve_file_ = -1;
  bool taken_ = false;
  std::atomic<bool> scarce_ = false;
  std::atomic<std::uint64_t> free_ = 0;
};

}  // namespace till::store
