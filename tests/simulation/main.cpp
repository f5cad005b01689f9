// Plays the seeded world: two tills that crash, a provider, receivers and a store that fail, agents
// who ask again. After each step and at the end the promises of the README are checked.
//
// till_simulation [--seeds N] [--seed S] [--steps N]
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <map>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "simulation/run.h"

namespace {

using till::simulation::Broken;
using till::simulation::Tally;

struct Plan {
  std::uint64_t first = 1;
  std::uint64_t seeds = 10'000;
  std::uint64_t steps = 1'500;
};

std::uint64_t number(const char* text) { return std::strtoull(text, nullptr, 10); }

Plan plan_of(int count, char** words) {
  Plan plan;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string_view option = words[i];
    if (option == "--seeds") plan.seeds = number(words[i + 1]);
    if (option == "--steps") plan.steps = number(words[i + 1]);
    if (option == "--seed") plan = {number(words[i + 1]), 1, plan.steps};
  }
  return plan;
}

// Every world has one thread, but worlds are played beside each other. What broke, by its seed;
// after that no later seed is begun.
std::map<std::uint64_t, Broken> play(const Plan& plan, Tally& tally) {
  std::map<std::uint64_t, Broken> broken;
  std::mutex mutex;
  std::atomic<std::uint64_t> next = plan.first;
  const auto play_some = [&] {
    Tally mine;
    for (std::uint64_t seed = next++; seed < plan.first + plan.seeds; seed = next++) {
      const auto fault = till::simulation::run(seed, plan.steps, mine);
      if (!fault) continue;
      next = plan.first + plan.seeds;
      const std::lock_guard lock(mutex);
      broken.emplace(seed, *fault);
    }
    const std::lock_guard lock(mutex);
    tally += mine;
  };
  std::vector<std::thread> players;
  for (unsigned i = std::max(1U, std::thread::hardware_concurrency()); i > 0; --i) {
    players.emplace_back(play_some);
  }
  for (std::thread& player : players) player.join();
  return broken;
}

}  // namespace

int main(int count, char** words) {
  const Plan plan = plan_of(count, words);
  Tally tally;
  const auto begun = std::chrono::steady_clock::now();
  const auto broken = play(plan, tally);
  if (!broken.empty()) {
    const auto& [seed, fault] = *broken.begin();
    std::cout << "seed " << seed << ", step " << fault.step << ": " << fault.promise
              << "\nrepeat it: --seed " << seed << " --steps " << plan.steps << "\n";
    return 1;
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  std::cout << plan.seeds << " seeds in " << took.count() << " s: " << tally.orders << " orders, "
            << tally.charges << " charges, " << tally.events << " events, " << tally.crashes
            << " crashes, " << tally.hangs << " hangs, " << tally.quotes << " quotes, "
            << tally.taken << " orders of the shop\n";
  // A world in which nothing happens proves nothing.
  return tally.orders > 0 && tally.crashes > 0 && (tally.quotes > 0 || plan.seeds == 1) ? 0 : 1;
}
