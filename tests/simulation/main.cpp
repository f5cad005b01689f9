// Plays the seeded world: two tills that crash, a provider, receivers and a store that fail, agents
// who ask again. After each step and at the end the promises of the README are checked.
//
// till_simulation [--seeds N] [--seed S] [--steps N]
#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <map>
#include <mutex>
#include <optional>
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

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && value > 0 ? std::optional(value) : std::nullopt;
}

// Nothing for words that are no options.
std::optional<Plan> plan_of(int count, char** words) {
  Plan plan;
  if (count % 2 == 0) return std::nullopt;
  for (int i = 1; i < count; i += 2) {
    const std::string_view option = words[i];
    const auto value = number(words[i + 1]);
    if (!value) return std::nullopt;
    if (option == "--seeds") {
      plan.seeds = *value;
    } else if (option == "--steps") {
      plan.steps = *value;
    } else if (option == "--seed") {
      plan.first = *value;
      plan.seeds = 1;
    } else {
      return std::nullopt;
    }
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
  const auto asked = plan_of(count, words);
  if (!asked) {
    std::cerr << "till_simulation [--seeds N] [--seed S] [--steps N]: numbers from 1\n";
    return 2;
  }
  const Plan& plan = *asked;
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
  // Worlds in which nothing happens prove nothing; one alone is played to be looked at.
  const bool lively = tally.orders > 0 && tally.crashes > 0 && tally.quotes > 0;
  if (lively || plan.seeds == 1) return 0;
  std::cout << "too little happened for a proof: play more seeds\n";
  return 1;
}
