#include "base/task.h"
#include "base/sync_wait.h"

#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <stdexcept>
#include <thread>

namespace till {
namespace {

class Queue final : public Executor {
 public:
  void post(std::coroutine_handle<> work) override { work_.push_back(work); }
  std::size_t run_all() {
    std::size_t count = 0;
    for (; !work_.empty(); ++count) {
      const auto work = work_.front();
      work_.pop_front();
      work.resume();
    }
    return count;
  }

 private:
  std::deque<std::coroutine_handle<>> work_;
};

// Resumes each work on a thread of its own.
class Threads final : public Executor {
 public:
  ~Threads() override {
    for (std::thread& thread : threads_) thread.join();
  }
  void post(std::coroutine_handle<> work) override {
    threads_.emplace_back([work] { work.resume(); });
  }

 private:
  std::vector<std::thread> threads_;
};

Task<int> give(int value) { co_return value; }

Task<int> sum(int left, int right) {
  const int first = co_await give(left);
  const int second = co_await give(right);
  co_return first + second;
}

Task<int> fail() {
  throw std::runtime_error("broken");
  co_return 0;
}

Task<std::string> what_failed() {
  try {
    co_await fail();
  } catch (const std::runtime_error& error) {
    co_return error.what();
  }
  co_return "nothing";
}

Task<int> later(Executor& executor, int value) {
  co_await resume_on(executor);
  co_return value;
}

Task<int> mark(bool& begun) {
  begun = true;
  co_return 1;
}

Task<std::unique_ptr<int>> give_owned() { co_return std::make_unique<int>(7); }

Task<int> count_down(int from) {
  if (from == 0) co_return 0;
  const int rest = co_await count_down(from - 1);
  co_return rest + 1;
}

Task<Done> hold([[maybe_unused]] std::shared_ptr<int> kept, Executor& executor) {
  co_await resume_on(executor);
  co_return Done{};
}

TEST(Tasks, YieldTheirValueToWhoeverAwaits) {
  EXPECT_EQ(sync_wait(sum(3, 4)), 7);
  EXPECT_EQ(*sync_wait(give_owned()), 7);
}

TEST(Tasks, RethrowAnExceptionToWhoeverAwaits) { EXPECT_EQ(sync_wait(what_failed()), "broken"); }

TEST(Tasks, BeginOnlyWhenAwaited) {
  bool begun = false;
  { const auto task = mark(begun); }
  EXPECT_FALSE(begun);
  sync_wait(mark(begun));
  EXPECT_TRUE(begun);
}

TEST(Tasks, GoOnWhereTheExecutorResumesThem) {
  Queue queue;
  int value = 0;
  spawn(later(queue, 5), [&value](int result) { value = result; });
  EXPECT_EQ(value, 0);
  EXPECT_EQ(queue.run_all(), 1u);
  EXPECT_EQ(value, 5);
}

TEST(Tasks, AreWaitedForAcrossThreads) {
  Threads threads;
  EXPECT_EQ(sync_wait(later(threads, 9)), 9);
}

TEST(Tasks, NestDeeply) { EXPECT_EQ(sync_wait(count_down(1000)), 1000); }

TEST(Tasks, FreeWhatTheyHoldAtTheirEnd) {
  Queue queue;
  auto kept = std::make_shared<int>(1);
  const std::weak_ptr<int> watched = kept;
  spawn(hold(std::move(kept), queue), [](Done) {});
  EXPECT_FALSE(watched.expired());
  queue.run_all();
  EXPECT_TRUE(watched.expired());
}

}  // namespace
}  // namespace till
