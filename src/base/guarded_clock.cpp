#include "base/guarded_clock.h"

#include <ctime>

#include <cstdlib>

namespace till {
namespace {

// The clocks may drift so far apart before the rule is asked.
constexpr std::int64_t kUnnoticedMs = 1'000;

}  // namespace

Milliseconds SystemSteadyClock::elapsed() const {
  timespec time{};
  ::clock_gettime(CLOCK_BOOTTIME, &time);
  return Milliseconds(std::int64_t{time.tv_sec} * 1000 + time.tv_nsec / 1'000'000);
}

LeapRule::Verdict LeapRule::observe(Timestamp wall, Milliseconds steady) {
  const std::int64_t base = wall.ms - steady.count();
  const Milliseconds ahead(base - base_);
  Verdict verdict{wall, Milliseconds(0), LeapChange::none};
  if (ahead <= limits_.tolerance) {
    if (since_) verdict.change = LeapChange::undone;
    since_.reset();
    base_ = base;
    return verdict;
  }
  const bool another = !since_ || std::abs((ahead - ahead_).count()) > limits_.tolerance.count();
  if (another) {
    since_ = steady;
    ahead_ = ahead;
    verdict.change = LeapChange::leapt;
  }
  if (steady - *since_ >= limits_.confirmation) {
    since_.reset();
    base_ = base;
    verdict.change = LeapChange::confirmed;
    return verdict;
  }
  verdict.now = Timestamp{steady.count() + base_};
  verdict.ahead = ahead;
  return verdict;
}

GuardedClock::GuardedClock(const Clock& wall, const SteadyClock& steady, LeapRule::Limits limits)
    : wall_(wall),
      steady_(steady),
      rule_(wall.now(), steady.elapsed(), limits),
      base_(rule_.base()) {}

Timestamp GuardedClock::now() const {
  const Timestamp wall = wall_.now();
  const Milliseconds steady = steady_.elapsed();
  const std::int64_t apart = wall.ms - steady.count() - base_;
  if (!leapt_ && std::abs(apart) <= kUnnoticedMs) return wall;
  return observe(wall, steady).now;
}

LeapRule::Verdict GuardedClock::observe(Timestamp wall, Milliseconds steady) const {
  const std::lock_guard lock(mutex_);
  const LeapRule::Verdict verdict = rule_.observe(wall, steady);
  if (verdict.change != LeapChange::none) change_ = verdict.change;
  base_ = rule_.base();
  leapt_ = rule_.leapt();
  return verdict;
}

LeapRule::Verdict GuardedClock::take_change() {
  LeapRule::Verdict verdict = observe(wall_.now(), steady_.elapsed());
  const std::lock_guard lock(mutex_);
  verdict.change = change_;
  change_ = LeapChange::none;
  return verdict;
}

}  // namespace till
