// Plays the seeded world: processes that crash, a provider, receivers and a store that fail, agents
// who ask again. After each step and at the end the promises of the README are checked.
//
// till_simulation [--seeds N] [--seed S] [--steps N]
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string_view>

#include "simulation/run.h"

namespace {

std::uint64_t number(const char* text) { return std::strtoull(text, nullptr, 10); }

}  // namespace

int main(int count, char** words) {
  std::uint64_t first = 1;
  std::uint64_t seeds = 10'000;
  std::uint64_t steps = 1'500;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string_view option = words[i];
    if (option == "--seeds") seeds = number(words[i + 1]);
    if (option == "--steps") steps = number(words[i + 1]);
    if (option == "--seed") {
      first = number(words[i + 1]);
      seeds = 1;
    }
  }
  till::simulation::Tally tally;
  const auto begun = std::chrono::steady_clock::now();
  for (std::uint64_t seed = first; seed < first + seeds; ++seed) {
    const auto broken = till::simulation::run(seed, steps, tally);
    if (!broken) continue;
    std::cout << "seed " << seed << ", step " << broken->step << ": " << broken->promise
              << "\nrepeat it: --seed " << seed << " --steps " << steps << "\n";
    return 1;
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  std::cout << seeds << " seeds in " << took.count() << " s: " << tally.orders << " orders, "
            << tally.charges << " charges, " << tally.events << " events, " << tally.crashes
            << " crashes\n";
  // A world in which nothing happens proves nothing.
  return tally.orders > 0 && tally.crashes > 0 ? 0 : 1;
}
