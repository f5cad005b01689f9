// The world of one seed: one thread, a clock that is moved by hand, and chance. What goes on next,
// and how long anything takes, is drawn from the seed, so that a run can be had again exactly.
#pragma once

#include <coroutine>
#include <cstdint>
#include <deque>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "app/fakes.h"
#include "base/task.h"

namespace till::simulation {

class World;

// One event loop: what is posted goes on in that order, whenever the world comes round to it.
class Line final : public Executor {
 public:
  explicit Line(World& world) : world_(world) {}
  void post(std::coroutine_handle<> work) override { ready_.push_back(work); }
  bool empty() const { return ready_.empty(); }
  void run_one();
  // Nothing of it goes on before that time: it hangs, or its machine sleeps.
  void hang(Milliseconds span);
  bool hangs() const;

 private:
  World& world_;
  Timestamp hangs_until_;
  std::deque<std::coroutine_handle<>> ready_;
};

class World {
 public:
  explicit World(std::uint64_t seed) : chance_(seed) {}

  // From 0 up to and without `below`.
  std::uint64_t draw(std::uint64_t below) { return chance_() % below; }
  // True in so many of a hundred cases; never once the world is calm.
  bool fault(std::uint64_t percent) { return !calm && draw(100) < percent; }
  // `co_await later(span, line)` goes on there after that time.
  auto later(Milliseconds span, Executor& line) {
    struct Awaiter {
      World& world;
      Milliseconds span;
      Executor& line;
      bool await_ready() const noexcept { return false; }
      void await_suspend(std::coroutine_handle<> work) const {
        world.timers_.emplace(world.clock.now() + span, Timer{work, &line});
      }
      void await_resume() const noexcept {}
    };
    return Awaiter{*this, span, line};
  }
  // As long as a message takes.
  auto travel(Executor& line) { return later(Milliseconds(draw(40)), line); }

  void add(Line& line) { lines_.push_back(&line); }
  // Carries on one thing that is ready; false when nothing is.
  bool run_one();
  // Moves the clock and wakes what was due by then.
  void pass(Milliseconds span);
  // Until nothing is ready any more and no timer is left.
  void run_all();

  app::FakeClock clock;
  bool calm = false;                // No faults any more.
  std::vector<std::string> broken;  // Promises that did not hold.
  void expect(bool holds, const std::string& promise) {
    if (!holds) broken.push_back(promise);
  }

 private:
  struct Timer {
    std::coroutine_handle<> work;
    Executor* line;
  };
  std::mt19937_64 chance_;
  std::vector<Line*> lines_;
  std::multimap<Timestamp, Timer> timers_;
};

}  // namespace till::simulation
