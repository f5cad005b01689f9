// GuardedClock: the wall clock, unless it has just leapt ahead of the steady one.
#pragma once

#include <atomic>
#include <mutex>
#include <optional>

#include "base/clock.h"

namespace till {

// Time since some fixed moment. It is never set and never stops, not even while the machine sleeps.
class SteadyClock {
 public:
  virtual ~SteadyClock() = default;
  virtual Milliseconds elapsed() const = 0;
};

// The machine's.
class SystemSteadyClock final : public SteadyClock {
 public:
  Milliseconds elapsed() const override;
};

// What became of a leap.
enum class LeapChange { none, leapt, confirmed, undone };

// Which time to go by when the two clocks disagree. A wall clock that is ahead by more than
// `tolerance` is not believed until it has stayed so for `confirmation`, in which it may be
// set right again; until then time goes on as before the leap. A clock that was set back is
// believed at once: nothing ends too early by it.
class LeapRule {
 public:
  struct Limits {
    Milliseconds tolerance{60'000};
    Milliseconds confirmation{15 * 60'000};
  };
  struct Verdict {
    Timestamp now;
    Milliseconds ahead{0};  // How far the wall clock is not believed.
    LeapChange change = LeapChange::none;
  };

  LeapRule(Timestamp wall, Milliseconds steady, Limits limits)
      : limits_(limits), base_(wall.ms - steady.count()) {}
  Verdict observe(Timestamp wall, Milliseconds steady);
  // What the wall clock showed when the steady one stood at 0, as believed.
  std::int64_t base() const { return base_; }
  bool leapt() const { return since_.has_value(); }

 private:
  Limits limits_;
  std::int64_t base_;
  std::optional<Milliseconds> since_;
  Milliseconds ahead_{0};
};

// Any thread may call. The two clocks must outlive it.
class GuardedClock final : public Clock {
 public:
  GuardedClock(const Clock& wall, const SteadyClock& steady, LeapRule::Limits limits = {});
  Timestamp now() const override;

  // What happened since this was asked last; of several changes the last one.
  LeapRule::Verdict take_change();

 private:
  LeapRule::Verdict observe(Timestamp wall, Milliseconds steady) const;

  const Clock& wall_;
  const SteadyClock& steady_;
  mutable std::mutex mutex_;
  mutable LeapRule rule_;
  mutable LeapChange change_ = LeapChange::none;
  mutable std::atomic<std::int64_t> base_;
  mutable std::atomic<bool> leapt_ = false;
};

}  // namespace till
