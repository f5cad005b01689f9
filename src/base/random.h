// Randomness as an argument.
#pragma once

#include <cstdint>
#include <span>

namespace till {

// A source of bytes nobody can predict. Implementations may be called from any thread.
class Random {
 public:
  virtual ~Random() = default;
  // Fills the whole span.
  virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

// The operating system's generator, read ahead in blocks of one thread.
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> bytes) override;
};

}  // namespace till
