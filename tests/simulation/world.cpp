#include "simulation/world.h"

namespace till::simulation {

void Line::run_one() {
  const auto work = ready_.front();
  ready_.pop_front();
  work.resume();
}

void Line::hang(Milliseconds span) { hangs_until_ = world_.clock.now() + span; }

bool Line::hangs() const { return !world_.calm && world_.clock.now() < hangs_until_; }

bool World::run_one() {
  std::vector<Line*> ready;
  for (Line* line : lines_) {
    if (!line->empty() && !line->hangs()) ready.push_back(line);
  }
  if (ready.empty()) return false;
  ready[draw(ready.size())]->run_one();
  return true;
}

void World::pass(Milliseconds span) {
  clock.advance(span);
  while (!timers_.empty() && timers_.begin()->first <= clock.now()) {
    const Timer timer = timers_.begin()->second;
    timers_.erase(timers_.begin());
    timer.line->post(timer.work);
  }
}

void World::run_all() {
  for (;;) {
    while (run_one()) {
    }
    if (timers_.empty()) return;
    pass(std::max(timers_.begin()->first - clock.now(), Milliseconds(0)));
  }
}

}  // namespace till::simulation
