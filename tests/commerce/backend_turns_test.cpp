// Two clients of one backend, of which one has few slots, and these within those of the other.
#include <gtest/gtest.h>

#include <deque>
#include <functional>

#include "commerce/fake_backend.h"

namespace till::commerce::remote {
namespace {

class Steps final : public Executor {
 public:
  void post(std::coroutine_handle<> work) override { due_.push_back(work); }
  void run() {
    while (!due_.empty()) {
      const auto next = due_.front();
      due_.pop_front();
      next.resume();
    }
  }

 private:
  std::deque<std::coroutine_handle<>> due_;
};

// Requests that are under way until the test answers them.
struct Line {
  std::deque<std::coroutine_handle<>> open;
  void answer(Executor& executor) {
    executor.post(open.front());
    open.pop_front();
  }
};

class OverLine final : public net::HttpClient {
 public:
  explicit OverLine(Line& line) : line_(line) {}
  Task<Result<net::Response, net::ClientFailure>> send(net::ClientRequest, Executor&) override {
    struct Answered {
      Line& line;
      bool await_ready() const noexcept { return false; }
      void await_suspend(std::coroutine_handle<> work) const { line.open.push_back(work); }
      void await_resume() const noexcept {}
    };
    co_await Answered{line_};
    co_return net::Response{};
  }
  Task<Done> pause(std::chrono::milliseconds, Executor&) override { co_return Done{}; }

 private:
  Line& line_;
};

struct TwoClients {
  explicit TwoClients(std::size_t all) : main(make(all)) {}
  std::unique_ptr<BackendClient> make(std::size_t slots) {
    BackendOptions options;
    options.url = "http://shop.example";
    options.max_concurrent = slots;
    return BackendClient::over(std::make_unique<OverLine>(line), options, {Secret("s"), Secret()},
                               {clock, random, log, observer});
  }
  void ask(BackendClient& client) {
    spawn(client.ask({"orders", "POST", "/orders", "{}", Milliseconds(1'000)}, steps),
          [this](const BackendAnswer& answer) {
            EXPECT_TRUE(std::holds_alternative<BackendAccepted>(answer));
            ++answered;
          });
    steps.run();
  }
  void answer() {
    line.answer(steps);
    steps.run();
  }

  Line line;
  Steps steps;
  test::StandingClock clock;
  SystemRandom random;
  test::KeptLog log;
  test::CountingObserver observer;
  std::unique_ptr<BackendClient> main;
  std::unique_ptr<BackendClient> products = make(1);
  int answered = 0;
};

TEST(BackendTurns, AreTakenByTwoClientsThatMayAskOneQuestionAtOnce) {
  TwoClients two(1);
  two.products->share_slots_of(*two.main);
  two.ask(*two.main);
  two.ask(*two.products);
  EXPECT_EQ(two.line.open.size(), 1U);
  two.answer();
  EXPECT_EQ(two.answered, 1);
  ASSERT_EQ(two.line.open.size(), 1U) << "now it is the turn of the other one";
  two.answer();
  EXPECT_EQ(two.answered, 2);
  two.ask(*two.main);
  EXPECT_EQ(two.line.open.size(), 1U) << "what the other one had is given back";
  two.answer();
}

TEST(BackendTurns, LeaveTheSlotsThatTheOtherClientDoesNotUse) {
  TwoClients two(3);
  two.products->share_slots_of(*two.main);
  for (int i = 0; i < 4; ++i) two.ask(*two.main);
  EXPECT_EQ(two.line.open.size(), 3U) << "all of them";
  for (int i = 0; i < 4; ++i) two.answer();
  EXPECT_EQ(two.answered, 4);
  two.ask(*two.products);
  two.ask(*two.products);
  EXPECT_EQ(two.line.open.size(), 1U) << "and no more than its own one";
  two.ask(*two.main);
  two.ask(*two.main);
  two.ask(*two.main);
  EXPECT_EQ(two.line.open.size(), 3U);
  while (!two.line.open.empty()) two.answer();
  EXPECT_EQ(two.answered, 9);
}

TEST(BackendTurns, AreEachClientsOwnOtherwise) {
  TwoClients two(1);
  two.ask(*two.main);
  two.ask(*two.products);
  EXPECT_EQ(two.line.open.size(), 2U);
  two.answer();
  two.answer();
  EXPECT_EQ(two.answered, 2);
}

}  // namespace
}  // namespace till::commerce::remote
