// One run of the seeded world.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace till::simulation {

struct Broken {
  std::uint64_t step = 0;
  std::string promise;
};

// What happened, so that a world that does nothing shows.
struct Tally {
  std::uint64_t orders = 0;
  std::uint64_t charges = 0;
  std::uint64_t events = 0;
  std::uint64_t crashes = 0;
  std::uint64_t hangs = 0;
  std::uint64_t quotes = 0;  // That the shop behind Till was asked for.
  std::uint64_t taken = 0;   // Orders that it took.

  Tally& operator+=(const Tally& other) {
    orders += other.orders;
    charges += other.charges;
    events += other.events;
    crashes += other.crashes;
    hangs += other.hangs;
    quotes += other.quotes;
    taken += other.taken;
    return *this;
  }
};

// The same seed and steps give the same run. Nothing when every promise held.
std::optional<Broken> run(std::uint64_t seed, std::uint64_t steps, Tally& tally);

}  // namespace till::simulation
