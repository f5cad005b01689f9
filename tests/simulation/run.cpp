#include "simulation/run.h"

#include <array>
#include <memory>
#include <utility>

#include "simulation/promises.h"

namespace till::simulation {
namespace {

constexpr std::size_t kAgents = 3;
constexpr std::size_t kTills = 2;
constexpr Milliseconds kEveryDeadline{7 * 3600 * 1000};

class Play {
 public:
  explicit Play(std::uint64_t seed) : world_(seed), floor_(world_), operator_(floor_) {
    for (std::size_t i = 0; i < kAgents; ++i) agents_.emplace_back(floor_, "a" + std::to_string(i));
    for (std::unique_ptr<Process>& till : tills_) till = std::make_unique<Process>(floor_);
  }

  void step() {
    const auto what = world_.draw(1'000);
    if (what < 700) {
      if (!world_.run_one()) world_.pass(Milliseconds(1 + world_.draw(30)));
    } else if (what < 800) {
      world_.pass(Milliseconds(world_.draw(30)));
    } else if (what < 900) {
      if (auto* till = serving()) agents_[world_.draw(kAgents)].act(*till);
    } else if (what < 980) {
      if (auto* till = serving()) till->tick();
    } else if (what < 987) {
      if (auto* till = serving()) operator_.act(*till);
    } else if (what < 991) {
      floor_.shop->go_on();
    } else if (what < 994) {
      floor_.weather.turn(world_);
    } else if (what < 996) {
      world_.pass(Milliseconds(world_.draw(20 * 60'000)));
    } else if (what < 998) {
      crash(tills_[world_.draw(kTills)]);
    } else {
      tills_[world_.draw(kTills)]->line.hang(Milliseconds(world_.draw(5 * 60'000)));
      ++hangs_;
    }
    for (std::unique_ptr<Process>& till : tills_) {
      if (till->must_end()) crash(till);
    }
    check_step(floor_);
  }

  // Everybody may end what was begun.
  void calm_down() {
    world_.calm = true;
    for (int minute = 0; minute < 40; ++minute) pass_a_minute();
    for (Agent& agent : agents_) {
      // What is begun may end while somebody else asks.
      for (int times = 0; times < 3 && agent.insist(*tills_[0]); ++times) world_.run_all();
      world_.expect(!agent.insist(*tills_[0]), "a request is never answered");
      world_.run_all();
    }
    world_.pass(kEveryDeadline);
    for (int minute = 0; minute < 10; ++minute) pass_a_minute();
    check_end(floor_, agents_, tills_[0]->line);
  }

  const std::vector<std::string>& broken() const { return world_.broken; }
  void count(Tally& tally) const {
    for (const Agent& agent : agents_) tally.orders += agent.orders().size();
    tally.charges += floor_.bank.charges().size();
    tally.events += floor_.received.size();
    tally.crashes += gone_.size();
    tally.hangs += hangs_;
    tally.quotes += floor_.shop->quotes;
    tally.taken += floor_.shop->numbers.size();
  }

 private:
  // One of the tills, if it answers at all.
  Process* serving() {
    Process* const till = tills_[world_.draw(kTills)].get();
    return till->line.hangs() ? nullptr : till;
  }
  void pass_a_minute() {
    for (const std::unique_ptr<Process>& till : tills_) till->tick();
    world_.run_all();
    world_.pass(Milliseconds(60'000));
  }
  // The old process stays, since others may still hold what it began, but reaches nobody.
  void crash(std::unique_ptr<Process>& till) {
    till->kill();
    gone_.push_back(std::exchange(till, std::make_unique<Process>(floor_)));
  }

  World world_;
  ShopFloor floor_;
  Operator operator_;
  std::vector<Agent> agents_;
  std::vector<std::unique_ptr<Process>> gone_;
  std::array<std::unique_ptr<Process>, kTills> tills_;  // On one store.
  std::uint64_t hangs_ = 0;
};

}  // namespace

std::optional<Broken> run(std::uint64_t seed, std::uint64_t steps, Tally& tally) {
  Play play(seed);
  std::uint64_t step = 0;
  for (; step < steps && play.broken().empty(); ++step) play.step();
  if (play.broken().empty()) play.calm_down();
  play.count(tally);
  if (play.broken().empty()) return std::nullopt;
  return Broken{step, play.broken().front()};
}

}  // namespace till::simulation
