// Several tasks at once, and all that they yield.
#include "base/gather.h"

#include <gtest/gtest.h>

#include <coroutine>
#include <deque>
#include <string>
#include <vector>

namespace till {
namespace {

// Runs what is posted only when the test says so.
class HeldExecutor final : public Executor {
 public:
  void post(std::coroutine_handle<> work) override { held.push_back(work); }
  void run_all() {
    while (!held.empty()) {
      const auto next = held.front();
      held.pop_front();
      next.resume();
    }
  }
  std::deque<std::coroutine_handle<>> held;
};

Task<std::string> at_once(std::string text) { co_return text; }

Task<std::string> later(std::string text, HeldExecutor& executor) {
  co_await resume_on(executor);
  co_return text;
}

struct Gathered {
  std::vector<std::string> values;
  bool ended = false;
};

void begin(std::vector<Task<std::string>> tasks, HeldExecutor& executor, Gathered& gathered) {
  spawn(gather(std::move(tasks), executor), [&gathered](std::vector<std::string> values) {
    gathered.values = std::move(values);
    gathered.ended = true;
  });
}

TEST(Gather, YieldsTheValuesInTheOrderOfTheTasks) {
  HeldExecutor first;
  HeldExecutor second;
  HeldExecutor home;
  Gathered gathered;
  std::vector<Task<std::string>> tasks;
  tasks.push_back(later("a", first));
  tasks.push_back(at_once("b"));
  tasks.push_back(later("c", second));
  begin(std::move(tasks), home, gathered);
  second.run_all();
  home.run_all();
  EXPECT_FALSE(gathered.ended) << "one is under way";
  first.run_all();
  EXPECT_FALSE(gathered.ended) << "it goes on at its executor";
  home.run_all();
  EXPECT_TRUE(gathered.ended);
  EXPECT_EQ(gathered.values, (std::vector<std::string>{"a", "b", "c"}));
}

TEST(Gather, OfNothingAndOfWhatEndsAtOnceWaitsForNobody) {
  HeldExecutor home;
  Gathered none;
  begin({}, home, none);
  EXPECT_TRUE(none.ended);
  Gathered both;
  std::vector<Task<std::string>> tasks;
  tasks.push_back(at_once("a"));
  tasks.push_back(at_once("b"));
  begin(std::move(tasks), home, both);
  EXPECT_TRUE(both.ended);
  EXPECT_EQ(both.values.size(), 2u);
}

}  // namespace
}  // namespace till
