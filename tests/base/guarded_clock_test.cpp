// A wall clock that leaps ahead is not believed at once: nothing expires by it.
#include "base/guarded_clock.h"

#include <gtest/gtest.h>

namespace till {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

struct WallClock final : Clock {
  Timestamp now() const override { return time; }
  Timestamp time{1'795'514'400'000};
};

struct Ticking final : SteadyClock {
  Milliseconds elapsed() const override { return time; }
  Milliseconds time{5'000};
};

// Two clocks that go together until one of them is set.
struct Clocks {
  void pass(Milliseconds span) {
    wall.time = wall.time + span;
    steady.time += span;
  }
  void leap(Milliseconds span) { wall.time = wall.time + span; }
  // How far the guarded clock is behind the wall clock.
  Milliseconds behind() const { return wall.time - guarded.now(); }
  LeapChange change() { return guarded.take_change().change; }
  WallClock wall;
  Ticking steady;
  GuardedClock guarded{wall, steady};
};

TEST(GuardedClock, GoesByTheWallClockWhileTheTwoAgree) {
  Clocks clocks;
  for (const Milliseconds span : {seconds(1), seconds(3600), seconds(86'400)}) {
    clocks.pass(span);
    EXPECT_EQ(clocks.behind(), Milliseconds(0));
  }
  EXPECT_EQ(clocks.change(), LeapChange::none);
}

TEST(GuardedClock, FollowsSmallStepsAndSlowDrift) {
  Clocks clocks;
  for (int i = 0; i < 100; ++i) {
    clocks.pass(seconds(60));
    clocks.leap(seconds(30));
    EXPECT_EQ(clocks.behind(), Milliseconds(0));
  }
  EXPECT_EQ(clocks.change(), LeapChange::none);
}

TEST(GuardedClock, DoesNotFollowALeapAheadUntilItHasStood) {
  for (const Milliseconds leap : {Milliseconds(seconds(61)), Milliseconds(hours(24 * 365 * 30))}) {
    Clocks clocks;
    clocks.leap(leap);
    EXPECT_EQ(clocks.behind(), leap);
    EXPECT_EQ(clocks.guarded.take_change().ahead, leap);
    clocks.pass(minutes(14));
    EXPECT_EQ(clocks.behind(), leap);
    EXPECT_EQ(clocks.change(), LeapChange::none) << "it is told once";
    clocks.pass(minutes(1));
    EXPECT_EQ(clocks.behind(), Milliseconds(0));
    EXPECT_EQ(clocks.change(), LeapChange::confirmed);
    EXPECT_EQ(clocks.guarded.take_change().ahead, Milliseconds(0));
  }
}

TEST(GuardedClock, ForgetsALeapThatIsSetRight) {
  Clocks clocks;
  clocks.leap(hours(48));
  EXPECT_EQ(clocks.change(), LeapChange::leapt);
  clocks.pass(minutes(14));
  clocks.leap(-hours(48));
  EXPECT_EQ(clocks.behind(), Milliseconds(0));
  EXPECT_EQ(clocks.change(), LeapChange::undone);
  clocks.leap(hours(48));
  clocks.pass(minutes(14));
  EXPECT_EQ(clocks.behind(), hours(48)) << "a new leap waits anew";
}

TEST(GuardedClock, WaitsAnewForEachFurtherLeap) {
  Clocks clocks;
  clocks.leap(hours(1));
  EXPECT_EQ(clocks.behind(), hours(1));
  clocks.pass(minutes(14));
  clocks.leap(hours(1));
  EXPECT_EQ(clocks.behind(), hours(2));
  clocks.pass(minutes(14));
  EXPECT_EQ(clocks.behind(), hours(2));
  clocks.pass(minutes(1));
  EXPECT_EQ(clocks.behind(), Milliseconds(0));
}

TEST(GuardedClock, FollowsAClockThatIsSetBackAtOnce) {
  Clocks clocks;
  clocks.leap(-hours(5));
  EXPECT_EQ(clocks.behind(), Milliseconds(0));
  EXPECT_EQ(clocks.change(), LeapChange::none);
  clocks.pass(hours(1));
  EXPECT_EQ(clocks.behind(), Milliseconds(0));
}

TEST(SteadyClock, OfTheMachineGoesOn) {
  const SystemSteadyClock clock;
  const Milliseconds first = clock.elapsed();
  EXPECT_GT(first, Milliseconds(0));
  EXPECT_GE(clock.elapsed(), first);
}

}  // namespace
}  // namespace till
