// Retries, the circuit breaker, the crowd and the deadlines of a client that others depend on.
#include "net/guarded_client.h"
#include "base/sync_wait.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "net/event_loop.h"
#include "net/support.h"

namespace till::net {
namespace {

using std::chrono::milliseconds;

class SetClock final : public Clock {
 public:
  Timestamp now() const override { return {ms.load()}; }
  std::atomic<std::int64_t> ms = 1'000'000;
};

// A provider that answers with the statuses in turn, the last one for ever.
struct Provider {
  explicit Provider(std::vector<int> given) : statuses(std::move(given)) {
    ServerOptions options;
    options.host = "127.0.0.1";
    server = *HttpServer::listen(
        options,
        [this](Request, Executor&) -> Task<Response> {
          const std::size_t at = std::min(calls++, statuses.size() - 1);
          Response answer;
          answer.status = statuses[at];
          if (answer.status == 429) answer.headers.push_back({"Retry-After", retry_after});
          co_return answer;
        },
        [](int status) { return Response{.status = status, .close = true}; }, log);
    server->start();
  }
  NoLog log;
  const std::vector<int> statuses;
  std::string retry_after = "0";
  std::atomic<std::size_t> calls = 0;
  std::unique_ptr<HttpServer> server;
};

AnswerKind judge(const Response& answer) {
  if (answer.status >= 500) return AnswerKind::outage;
  return answer.status == 429 ? AnswerKind::transient : AnswerKind::final;
}

GuardOptions quick() {
  GuardOptions options;
  options.retry = {3, milliseconds(1), milliseconds(2)};
  options.breaker = {3, milliseconds(1'000)};
  return options;
}

struct Guarded {
  explicit Guarded(std::uint16_t port, GuardOptions options = quick())
      : url("http://127.0.0.1:" + std::to_string(port) + "/") {
    client = *GuardedClient::create(std::move(options), judge, clock, random);
    thread = std::thread([this] { loop->run(); });
  }
  ~Guarded() {
    loop->stop();
    thread.join();
  }
  GuardedRequest request() const { return {{"POST", url, {}, "body"}}; }
  // "200", or the name of the failure.
  std::string send(GuardedRequest wanted) {
    const auto answer = sync_wait(client->send(std::move(wanted), *loop));
    if (answer) return std::to_string(answer->status);
    switch (answer.error().kind) {
      case GuardedFailureKind::open_circuit: return "open circuit";
      case GuardedFailureKind::crowded: return "crowded";
      case GuardedFailureKind::not_sent: return "not sent";
      case GuardedFailureKind::no_answer: break;
    }
    return "no answer";
  }
  std::string send() { return send(request()); }

  SetClock clock;
  SystemRandom random;
  const std::string url;
  std::unique_ptr<EventLoop> loop = EventLoop::create();
  std::unique_ptr<GuardedClient> client;
  std::thread thread;
};

TEST(AGuardedClient, TriesAgainWhatIsTransientAndGivesTheLastAnswer) {
  struct Row {
    std::vector<int> statuses;
    const char* outcome;
    std::size_t calls;
  };
  const Row rows[] = {
      {{200}, "200", 1},           {{402}, "402", 1},      {{500, 200}, "200", 2},
      {{429, 503, 200}, "200", 3}, {{500, 402}, "402", 2}, {{429}, "429", 3},
  };
  for (const Row& row : rows) {
    Provider provider(row.statuses);
    Guarded guarded(provider.server->port());
    EXPECT_EQ(guarded.send(), row.outcome);
    EXPECT_EQ(provider.calls, row.calls);
  }
}

TEST(AGuardedClient, DoesNotRepeatWhatMayHaveAnEffectTwice) {
  Provider provider({500, 200});
  Guarded guarded(provider.server->port());
  auto request = guarded.request();
  request.repeatable = false;
  EXPECT_EQ(guarded.send(std::move(request)), "500");
  EXPECT_EQ(provider.calls, 1U);
}

TEST(AGuardedClient, BeginsNoWaitThatItsPatienceDoesNotCover) {
  Provider provider({429, 200});
  provider.retry_after = "60";
  Guarded guarded(provider.server->port());
  EXPECT_EQ(guarded.send(), "429");
  EXPECT_EQ(provider.calls, 1U);
}

TEST(AGuardedClient, LeavesAProviderAloneThatFailsAndTriesAgainAfterAPause) {
  Provider provider({500, 500, 500, 200});
  Guarded guarded(provider.server->port());
  EXPECT_EQ(guarded.send(), "500");
  EXPECT_EQ(guarded.client->closed_for(), milliseconds(1'000));
  EXPECT_EQ(guarded.send(), "open circuit");
  EXPECT_EQ(provider.calls, 3U);
  guarded.clock.ms += 1'000;
  EXPECT_FALSE(guarded.client->closed_for().has_value());
  EXPECT_EQ(guarded.send(), "200");
  EXPECT_FALSE(guarded.client->closed_for().has_value());
}

TEST(AGuardedClient, KnowsWhetherAnythingMayHaveArrived) {
  auto nobody = std::make_unique<Provider>(std::vector<int>{200});
  const std::uint16_t port = nobody->server->port();
  nobody.reset();
  Guarded guarded(port);
  EXPECT_EQ(guarded.send(), "not sent");
}

TEST(AGuardedClient, EndsWithItsPatience) {
  NoLog log;
  Gate gate;
  ServerOptions options;
  options.host = "127.0.0.1";
  const auto server = *HttpServer::listen(
      options,
      [&gate](Request, Executor& executor) -> Task<Response> {
        co_await gate.pass(executor);
        co_return Response{};
      },
      [](int status) { return Response{.status = status, .close = true}; }, log);
  server->start();
  Guarded guarded(server->port(), [] {
    GuardOptions own = quick();
    own.retry.tries = 1;
    return own;
  }());
  auto request = guarded.request();
  request.patience = milliseconds(20);
  EXPECT_EQ(guarded.send(std::move(request)), "no answer");
  gate.open();
}

TEST(AGuardedClient, RefusesMoreThanItsCrowd) {
  GuardOptions none = quick();
  none.most_at_once = 0;
  Provider provider({200});
  Guarded guarded(provider.server->port(), none);
  EXPECT_EQ(guarded.send(), "crowded");
  EXPECT_EQ(provider.calls, 0U);
}

TEST(AGuardedClient, HasAPlaceAgainOnceARequestHasEnded) {
  GuardOptions one = quick();
  one.most_at_once = 1;
  Provider provider({200, 402, 200});
  Guarded guarded(provider.server->port(), one);
  EXPECT_EQ(guarded.send(), "200");
  EXPECT_EQ(guarded.send(), "402");
  EXPECT_EQ(guarded.send(), "200");
}

TEST(ACircuitBreaker, OpensAfterFailuresInARowAndLetsOneTryAfterAPause) {
  constexpr Timestamp kStart{0};
  CircuitBreaker breaker({2, milliseconds(100)});
  breaker.failed(kStart);
  breaker.succeeded();
  breaker.failed(kStart);
  EXPECT_TRUE(breaker.admit(kStart));
  breaker.failed(kStart);
  EXPECT_FALSE(breaker.admit(kStart + milliseconds(99)));
  EXPECT_EQ(breaker.closed_for(kStart + milliseconds(40)), milliseconds(60));
  EXPECT_TRUE(breaker.admit(kStart + milliseconds(100)));
  EXPECT_FALSE(breaker.admit(kStart + milliseconds(101)));  // The first one tries.
  breaker.failed(kStart + milliseconds(110));
  EXPECT_FALSE(breaker.admit(kStart + milliseconds(209)));
  EXPECT_TRUE(breaker.admit(kStart + milliseconds(210)));
  breaker.succeeded();
  EXPECT_TRUE(breaker.admit(kStart + milliseconds(211)));
}

class SameBytes final : public Random {
 public:
  explicit SameBytes(std::uint8_t byte) : byte_(byte) {}
  void fill(std::span<std::uint8_t> bytes) override {
    std::fill(bytes.begin(), bytes.end(), byte_);
  }

 private:
  const std::uint8_t byte_;
};

TEST(ARetry, WaitsLongerEachTimeBetweenHalfAndAll) {
  SameBytes least(0), most(255);
  const RetryOptions options{9, milliseconds(100), milliseconds(350)};
  const std::int64_t whole[] = {100, 200, 350, 350};
  for (std::size_t failed = 1; failed <= 4; ++failed) {
    EXPECT_EQ(retry_wait(options, failed, least).count(), whole[failed - 1] / 2);
    EXPECT_EQ(retry_wait(options, failed, most).count(), whole[failed - 1]);
  }
}

TEST(RetryAfter, IsReadInSecondsUpToADay) {
  const auto read = [](const char* text) {
    return retry_after({429, {{"retry-after", text}}, ""});
  };
  EXPECT_EQ(read("3"), std::chrono::seconds(3));
  EXPECT_EQ(read("99999999"), std::chrono::hours(24));
  for (const char* const text : {"", "-1", "3s", "Sun, 06 Nov 1994 08:49:37 GMT"}) {
    EXPECT_FALSE(read(text).has_value()) << text;
  }
  EXPECT_FALSE(retry_after({429, {}, ""}).has_value());
}

}  // namespace
}  // namespace till::net
