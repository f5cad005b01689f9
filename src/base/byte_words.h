// Eight bytes of a text looked at together, where one at a time would be slow.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace till::byte_words {

static_assert(std::endian::native == std::endian::little, "the first byte is the lowest");

constexpr std::uint64_t kOnes = 0x0101010101010101;
constexpr std::uint64_t kTops = 0x8080808080808080;

// `bytes` must be eight at least.
inline std::uint64_t load(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

// Marks bytes by their top bit. Of what is marked only the lowest is sure to be right, which is
// enough to find the first; with nothing marked there is none.
constexpr std::uint64_t mark_below(std::uint64_t word, std::uint64_t limit) {
  return (word - kOnes * limit) & ~word & kTops;
}
constexpr std::uint64_t mark_equal(std::uint64_t word, char c) {
  return mark_below(word ^ (kOnes * static_cast<unsigned char>(c)), 1);
}
// Those from `limit` on, which is 128 at most.
constexpr std::uint64_t mark_from(std::uint64_t word, std::uint64_t limit) {
  return ((word + kOnes * (0x80 - limit)) | word) & kTops;
}

// Which of the eight is marked first; some must be.
constexpr std::size_t first_of(std::uint64_t marks) {
  return static_cast<std::size_t>(std::countr_zero(marks)) / 8;
}

}  // namespace till::byte_words
