// A backend for tests: a server that answers what the test says, and what asks it.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/guarded_clock.h"
#include "base/random.h"
#include "base/sync_wait.h"
#include "commerce/remote/backend_client.h"
#include "commerce/remote/capabilities.h"
#include "net/event_loop.h"
#include "net/http_server.h"

namespace till::commerce::remote::test {

inline constexpr const char* kAll =
    R"({"version":"2026-12-01","capabilities":["quote","approval","juggling"]})";
inline constexpr const char* kMug =
    R"({"lines":[{"index":0,"title":"Mug","unit_amount":700,"available":9,"tax":50}],)"
    R"("options":[]})";

struct Line {
  LogLevel level;
  std::string event;
  std::string text;  // Every field as name=value, each followed by a blank.
};

class KeptLog final : public Log {
 public:
  void write(LogLevel level, std::string_view event,
             std::initializer_list<LogField> fields) override {
    std::string text;
    for (const LogField& field : fields) {
      text += std::string(field.name) + "=";
      if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
        text += std::to_string(*number) + " ";
      } else {
        text += std::string(std::get<std::string_view>(field.value)) + " ";
      }
    }
    const std::lock_guard lock(mutex_);
    lines_.push_back({level, std::string(event), text});
  }
  std::vector<Line> lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }
  // The last line of an event; empty when there is none.
  std::string last(const std::string& event) const {
    std::string found;
    for (const Line& line : lines()) {
      if (line.event == event) found = line.text;
    }
    return found;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Line> lines_;
};

class CountingObserver final : public app::Observer {
 public:
  void batch_committed(std::size_t, Milliseconds) override {}
  void payment_finished(app::PaymentResult) override {}
  void webhook_attempted(bool) override {}
  void outbox_measured(std::size_t, Milliseconds) override {}
  void disk_measured(std::uint64_t, bool) override {}
  void receiver_failing(const std::string&, bool) override {}
  void backend_asked(std::string_view call, app::BackendOutcome outcome, Milliseconds) override {
    const std::lock_guard lock(mutex);
    asked.push_back(std::string(call) + " " +
                    std::array{"accepted", "refused", "failed",
                               "not_asked"}[static_cast<std::size_t>(outcome)]);
  }
  std::mutex mutex;
  std::vector<std::string> asked;
};

class StandingClock final : public Clock {
 public:
  Timestamp now() const override { return {ms.load()}; }
  std::atomic<std::int64_t> ms = 1'796'119'200'000;
};

// Answers by path, or by path and query where there is such an answer; else it is 404.
struct FakeBackend {
  struct Said {
    int status = 200;
    std::string body;
    std::vector<net::Header> headers = {};
  };

  explicit FakeBackend(BackendOptions options = {}) {
    say("/capabilities", {200, kAll});
    say("/quote", {200, kMug});
    net::ServerOptions listening;
    listening.host = "127.0.0.1";
    server = *net::HttpServer::listen(
        listening,
        [this](net::Request request, Executor& executor) { return take(request, executor); },
        [](int status) { return net::Response{.status = status, .close = true}; }, server_log);
    server->start();
    options.url = "http://127.0.0.1:" + std::to_string(server->port());
    client =
        *BackendClient::create(std::move(options), {Secret("top-secret"), Secret("old-secret")},
                               {clock, random, log, observer});
    capabilities.emplace(*client);
    thread = std::thread([this] { loop->run(); });
  }
  ~FakeBackend() {
    loop->stop();
    thread.join();
  }

  void say(const std::string& path, Said said) {
    const std::lock_guard lock(mutex);
    answers[path] = std::move(said);
  }
  std::vector<net::Request> requests(const std::string& path) {
    const std::lock_guard lock(mutex);
    std::vector<net::Request> found;
    for (const net::Request& each : asked) {
      if (each.path == path) found.push_back(each);
    }
    return found;
  }

  // How many connections were open together at most: one answers one request at a time.
  std::size_t most_at_once() const { return most_connections; }

  std::atomic<std::size_t> most_connections = 0;
  std::mutex mutex;
  std::map<std::string, Said> answers;
  std::vector<net::Request> asked;
  StandingClock clock;
  SystemRandom random;
  KeptLog log;
  CountingObserver observer;
  NoLog server_log;
  std::unique_ptr<net::HttpServer> server;
  std::unique_ptr<net::EventLoop> loop = net::EventLoop::create();
  std::unique_ptr<BackendClient> client;
  std::optional<Capabilities> capabilities;
  std::thread thread;

 private:
  Task<net::Response> take(net::Request request, Executor&) {
    net::Response response;
    response.status = 404;
    most_connections = std::max(most_connections.load(), server->open_connections());
    const std::lock_guard lock(mutex);
    auto found = answers.find(request.path + "?" + request.query);
    if (found == answers.end()) found = answers.find(request.path);
    if (found != answers.end()) {
      response.status = found->second.status;
      response.body = found->second.body;
      response.headers = found->second.headers;
    }
    asked.push_back(std::move(request));
    co_return response;
  }
};

}  // namespace till::commerce::remote::test
