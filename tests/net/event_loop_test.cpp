#include "net/event_loop.h"
#include "base/sync_wait.h"

#include <gtest/gtest.h>

#include <csignal>
#include <thread>

namespace till::net {
namespace {

Task<std::thread::id> thread_of(Executor& executor) {
  co_await resume_on(executor);
  co_return std::this_thread::get_id();
}

TEST(EventLoop, RunsContinuationsAndCallsOnItsThread) {
  const auto loop = EventLoop::create();
  std::thread thread([&loop] { loop->run(); });
  EXPECT_EQ(sync_wait(thread_of(*loop)), thread.get_id());
  std::promise<std::thread::id> called;
  loop->call([&called] { called.set_value(std::this_thread::get_id()); });
  EXPECT_EQ(called.get_future().get(), thread.get_id());
  loop->stop();
  thread.join();
}

TEST(EventLoop, RepeatsAPeriodicCallUntilItIsStopped) {
  const auto loop = EventLoop::create();
  const auto begin = std::chrono::steady_clock::now();
  int calls = 0;
  loop->every(std::chrono::milliseconds(5), [&] {
    if (++calls == 3) loop->stop();
  });
  loop->run();
  EXPECT_EQ(calls, 3);
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(15));
}

TEST(EventLoop, TellsOfEverySignal) {
  const auto loop = EventLoop::create();
  std::vector<int> seen;
  loop->on_signals({SIGUSR1, SIGUSR2}, [&](int signal) {
    seen.push_back(signal);
    if (signal == SIGUSR2) loop->stop();
    if (signal == SIGUSR1) std::raise(SIGUSR2);
  });
  loop->call([] { std::raise(SIGUSR1); });
  loop->run();
  EXPECT_EQ(seen, (std::vector<int>{SIGUSR1, SIGUSR2}));
}

}  // namespace
}  // namespace till::net
