#include "base/random.h"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>

#include "base/ensure.h"

namespace till {
namespace {

// One system call a few hundred ids instead of one each.
struct Block {
  std::array<std::uint8_t, 4096> bytes{};
  std::size_t used = bytes.size();
};

void read_system(std::span<std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = getrandom(bytes.data(), bytes.size(), 0);
    if (count < 0 && errno == EINTR) continue;
    TILL_ENSURE(count > 0);
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
}

}  // namespace

void SystemRandom::fill(std::span<std::uint8_t> bytes) {
  thread_local Block block;
  while (!bytes.empty()) {
    if (block.used == block.bytes.size()) {
      read_system(block.bytes);
      block.used = 0;
    }
    const std::size_t count = std::min(bytes.size(), block.bytes.size() - block.used);
    const auto first = block.bytes.begin() + static_cast<std::ptrdiff_t>(block.used);
    std::copy_n(first, count, bytes.begin());
    std::fill_n(first, count, std::uint8_t{0});  // A byte given out is not kept.
    block.used += count;
    bytes = bytes.subspan(count);
  }
}

}  // namespace till
