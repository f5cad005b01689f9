#include "net/event_loop.h"

#include <boost/asio/signal_set.hpp>
#include <list>
#include <utility>

#include "net/detail/asio.h"

namespace till::net {
namespace {

using detail::ErrorCode;
using detail::Timer;

class AsioEventLoop final : public EventLoop {
 public:
  AsioEventLoop() : context_(1), work_(context_.get_executor()) {}

  void post(std::coroutine_handle<> work) override {
    detail::asio::post(context_, [work] { work.resume(); });
  }
  void run() override { context_.run(); }
  void stop() override { context_.stop(); }
  void call(std::function<void()> work) override { detail::asio::post(context_, std::move(work)); }
  void every(std::chrono::milliseconds period, std::function<void()> work) override {
    repeats_.push_back({Timer(context_), period, std::move(work)});
    arm(repeats_.back());
  }
  void on_signals(std::vector<int> signals, std::function<void(int)> work) override {
    signals_.emplace_back(context_, std::move(work));
    for (const int signal : signals) {
      ErrorCode error;
      signals_.back().set.add(signal, error);
      TILL_ENSURE(!error);
    }
    wait(signals_.back());
  }

 private:
  struct Repeat {
    Timer timer;
    std::chrono::milliseconds period;
    std::function<void()> work;
  };
  struct Signals {
    Signals(detail::asio::io_context& context, std::function<void(int)> on_signal)
        : set(context), work(std::move(on_signal)) {}
    detail::asio::signal_set set;
    std::function<void(int)> work;
  };

  void arm(Repeat& repeat) {
    repeat.timer.expires_after(repeat.period);
    repeat.timer.async_wait([this, &repeat](ErrorCode error) {
      if (error) return;
      repeat.work();
      arm(repeat);
    });
  }
  void wait(Signals& signals) {
    signals.set.async_wait([this, &signals](ErrorCode error, int signal) {
      if (error) return;
      signals.work(signal);
      wait(signals);
    });
  }

  detail::asio::io_context context_;
  detail::asio::executor_work_guard<detail::LoopExecutor> work_;
  std::list<Repeat> repeats_;  // Addresses stay while timers run.
  std::list<Signals> signals_;
};

}  // namespace

std::unique_ptr<EventLoop> EventLoop::create() { return std::make_unique<AsioEventLoop>(); }

}  // namespace till::net
