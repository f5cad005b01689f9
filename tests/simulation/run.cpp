#include "simulation/run.h"

#include "simulation/promises.h"

namespace till::simulation {
namespace {

constexpr std::size_t kAgents = 3;
constexpr Milliseconds kEveryDeadline{7 * 3600 * 1000};

class Play {
 public:
  explicit Play(std::uint64_t seed) : world_(seed), floor_(world_), operator_(floor_) {
    for (std::size_t i = 0; i < kAgents; ++i) agents_.emplace_back(floor_, "a" + std::to_string(i));
    start();
  }

  void step() {
    const auto what = world_.draw(1'000);
    if (what < 700) {
      if (!world_.run_one()) world_.pass(Milliseconds(1 + world_.draw(30)));
    } else if (what < 800) {
      world_.pass(Milliseconds(world_.draw(30)));
    } else if (what < 900) {
      agents_[world_.draw(kAgents)].act(*process_);
    } else if (what < 980) {
      process_->tick();
    } else if (what < 993) {
      operator_.act(*process_);
    } else if (what < 996) {
      world_.pass(Milliseconds(world_.draw(20 * 60'000)));
    } else if (what < 998) {
      crash();
    }
    if (process_->must_end()) crash();
    check_step(floor_);
  }

  // Everybody may end what was begun.
  void calm_down() {
    world_.calm = true;
    for (int round = 0; round < 40; ++round) {
      process_->tick();
      world_.run_all();
      world_.pass(Milliseconds(60'000));
    }
    world_.pass(kEveryDeadline);
    for (int round = 0; round < 10; ++round) {
      process_->tick();
      world_.run_all();
      world_.pass(Milliseconds(60'000));
    }
    check_end(floor_, agents_, process_->line);
  }

  const std::vector<std::string>& broken() const { return world_.broken; }
  void count(Tally& tally) const {
    for (const Agent& agent : agents_) tally.orders += agent.orders().size();
    tally.charges += floor_.bank.charges().size();
    tally.events += floor_.received.size();
    tally.crashes += gone_.size();
  }

 private:
  // Serves once it knows what is still to be sent, as the program does.
  void start() {
    process_ = std::make_unique<Process>(floor_);
    while (!process_->ready()) world_.run_one();
  }
  // The old process stays, since others may still hold what it began, but reaches nobody.
  void crash() {
    process_->kill();
    gone_.push_back(std::move(process_));
    start();
  }

  World world_;
  ShopFloor floor_;
  Operator operator_;
  std::vector<Agent> agents_;
  std::vector<std::unique_ptr<Process>> gone_;
  std::unique_ptr<Process> process_;
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
