// Answers that are sent piece by piece.
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "support.h"

namespace till::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
constexpr seconds kMinute{60};

// A stream whose pieces the test says; empty at its end.
class Said final : public BodyStream {
 public:
  Task<std::string> next(Executor& executor) override {
    co_await Waiter{*this, executor};
    const std::lock_guard lock(mutex_);
    co_return std::exchange(text_, {});
  }
  void beat() override {
    say("beat;");
    const std::lock_guard lock(mutex_);
    ++beats_;
    changed_.notify_all();
  }
  void close() override {
    end();
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

  void say(std::string_view piece) {
    const std::lock_guard lock(mutex_);
    text_.append(piece);
    wake();
  }
  void end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    wake();
  }
  int beats() {
    const std::lock_guard lock(mutex_);
    return beats_;
  }
  bool waits_for_beats(int beats) {
    return waits_until([&] { return beats_ >= beats; });
  }
  bool waits_for_close() {
    return waits_until([&] { return closed_; });
  }
  // Until all that was said is sent and the server asks for more.
  bool waits_to_be_asked() {
    return waits_until([&] { return waiting_ && text_.empty(); });
  }

 private:
  struct Waiter {
    Said& said;
    Executor& executor;
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> work) const {
      const std::lock_guard lock(said.mutex_);
      if (said.ended_ || !said.text_.empty()) return false;
      said.waiting_ = work;
      said.executor_ = &executor;
      said.changed_.notify_all();
      return true;
    }
    void await_resume() const noexcept {}
  };
  // False when it does not come.
  bool waits_until(const std::function<bool()>& done) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, seconds(10), done);
  }
  void wake() {
    if (waiting_) executor_->post(std::exchange(waiting_, nullptr));
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::string text_;
  bool ended_ = false;
  std::coroutine_handle<> waiting_ = nullptr;
  Executor* executor_ = nullptr;
  int beats_ = 0;
  bool closed_ = false;
};

// A server that answers /stream with what the test says and any other path as echo does.
struct Streaming {
  explicit Streaming(milliseconds beat = kMinute) : served(options(beat), handler()) {}
  static ServerOptions options(milliseconds beat) {
    ServerOptions options = local();
    options.max_connections = options.max_connections_per_peer = 2;
    options.stream_beat = beat;
    return options;
  }
  Handler handler() const {
    return [this, stream = said](Request request, Executor& executor) -> Task<Response> {
      return answer(std::move(request), executor, stream, known);
    };
  }
  static Task<Response> answer(Request request, Executor& executor, std::shared_ptr<Said> stream,
                               std::optional<std::uint64_t> known) {
    if (request.path != "/stream") co_return co_await echo(std::move(request), executor);
    Response response;
    response.headers.push_back({"Content-Type", "text/event-stream"});
    response.stream = std::move(stream);
    response.stream_bytes = known;
    co_return response;
  }

  std::optional<std::uint64_t> known;  // How long the stream says it is.
  std::shared_ptr<Said> said = std::make_shared<Said>();
  Served served;
};

std::string get(std::string_view version, std::string_view more = {}) {
  return "GET /stream HTTP/" + std::string(version) + "\r\nHost: till\r\n" + std::string(more) +
         "\r\n";
}

std::string body_of(const std::string& answer) {
  return answer.substr(std::min(answer.find("\r\n\r\n") + 4, answer.size()));
}

TEST(BodyStream, IsSentInChunksToAClientThatKnowsThem) {
  Streaming given;
  RawClient client(given.served.port());
  client.send(get("1.1", "Connection: close\r\n"));
  given.said->say("one;");
  given.said->say(std::string(300, 'x'));
  given.said->end();
  const std::string answer = client.read_to_end();
  EXPECT_NE(answer.find("Transfer-Encoding: chunked\r\n"), std::string::npos) << answer;
  EXPECT_EQ(answer.find("Content-Length"), std::string::npos);
  EXPECT_TRUE(answer.ends_with("x\r\n0\r\n\r\n"));
  std::string_view body = std::string_view(answer).substr(answer.find("\r\n\r\n") + 4);
  std::string whole;
  while (!body.empty()) {
    const std::size_t size = std::stoul(std::string(body), nullptr, 16);
    body.remove_prefix(body.find("\r\n") + 2);
    whole.append(body.substr(0, size));
    body.remove_prefix(size + 2);
  }
  EXPECT_EQ(whole, "one;" + std::string(300, 'x'));
  EXPECT_TRUE(given.said->waits_for_close()) << "nobody asks for more";
}

TEST(BodyStream, LeavesTheConnectionOpenForAnotherRequest) {
  Streaming given;
  RawClient client(given.served.port());
  client.send(get("1.1"));
  given.said->say("one;");
  given.said->end();
  client.send("GET /next HTTP/1.1\r\nHost: till\r\nConnection: close\r\n\r\n");
  const std::string answers = client.read_to_end();
  EXPECT_NE(answers.find("0\r\n\r\nHTTP/1.1 200"), std::string::npos) << answers;
  EXPECT_TRUE(answers.ends_with("GET /next?|")) << answers;
}

TEST(BodyStream, IsSentUntilTheEndOfTheConnectionToAnOlderClient) {
  Streaming given;
  RawClient client(given.served.port());
  client.send(get("1.0", "Connection: keep-alive\r\n"));
  given.said->say("one;");
  given.said->end();
  const std::string answer = client.read_to_end();
  EXPECT_EQ(answer.find("Transfer-Encoding"), std::string::npos) << answer;
  EXPECT_EQ(answer.find("Content-Length"), std::string::npos) << answer;
  EXPECT_EQ(answer.find("keep-alive"), std::string::npos) << answer;
  EXPECT_EQ(body_of(answer), "one;");
}

TEST(BodyStream, OfAKnownLengthIsSentWithIt) {
  for (const char* version : {"1.0", "1.1"}) {
    Streaming given;
    given.known = 8;
    RawClient client(given.served.port());
    client.send(get(version, "Connection: close\r\n"));
    given.said->say("one;two;and more");
    given.said->end();
    const std::string answer = client.read_to_end();
    EXPECT_NE(answer.find("Content-Length: 8\r\n"), std::string::npos) << answer;
    EXPECT_EQ(answer.find("Transfer-Encoding"), std::string::npos) << answer;
    EXPECT_EQ(body_of(answer), "one;two;");
  }
}

TEST(BodyStream, ThatEndsBeforeItsLengthEndsTheConnection) {
  Streaming given;
  given.known = 100;
  RawClient client(given.served.port());
  client.send(get("1.1"));
  given.said->say("one;");
  given.said->end();
  const std::string answer = client.read_to_end();  // It comes to an end.
  EXPECT_EQ(body_of(answer), "one;");
}

TEST(BodyStream, OfAKnownLengthLeavesTheConnectionOpen) {
  Streaming given;
  given.known = 4;
  RawClient client(given.served.port());
  client.send(get("1.1"));
  given.said->say("one;");
  given.said->end();
  client.send("HEAD /stream HTTP/1.1\r\nHost: till\r\nConnection: close\r\n\r\n");
  const std::string answers = client.read_to_end();
  const std::size_t second = answers.find("one;HTTP/1.1 200");
  ASSERT_NE(second, std::string::npos) << answers;
  EXPECT_NE(answers.find("Content-Length: 4\r\n", second), std::string::npos) << "of HEAD";
  EXPECT_TRUE(answers.ends_with("\r\n\r\n")) << answers;
}

TEST(BodyStream, SendsEachPieceAsItComes) {
  Streaming given;
  RawClient client(given.served.port());
  client.send(get("1.0"));
  for (const char* piece : {"one;", "two;"}) {
    given.said->say(piece);
    std::string seen;
    while (!seen.ends_with(piece)) {
      std::array<char, 1024> bytes{};
      const auto count = ::recv(client.descriptor(), bytes.data(), bytes.size(), 0);
      ASSERT_GT(count, 0);
      seen.append(bytes.data(), static_cast<std::size_t>(count));
    }
  }
  given.said->end();
}

TEST(BodyStream, BeatsAfterSilence) {
  Streaming given(milliseconds(20));
  RawClient client(given.served.port());
  client.send(get("1.0"));
  EXPECT_TRUE(given.said->waits_for_beats(3));
  given.said->end();
  EXPECT_TRUE(body_of(client.read_to_end()).starts_with("beat;beat;"));
}

TEST(BodyStream, DoesNotBeatIntoAStreamThatTalks) {
  Streaming given(kMinute);
  RawClient client(given.served.port());
  client.send(get("1.0"));
  given.said->say("one;");
  given.said->end();
  client.read_to_end();
  EXPECT_EQ(given.said->beats(), 0);
}

TEST(BodyStream, EndsWhenTheServerDrains) {
  Streaming given;
  RawClient client(given.served.port());
  client.send(get("1.1"));
  given.said->say("one;");
  EXPECT_TRUE(client.read_answer(true).head.find("chunked") != std::string::npos);
  auto drained = std::async(std::launch::async, [&given] { given.served.server->drain(kMinute); });
  EXPECT_TRUE(client.read_to_end().ends_with("0\r\n\r\n")) << "whole, not cut off";
  EXPECT_EQ(drained.wait_for(seconds(10)), std::future_status::ready);
  EXPECT_TRUE(given.said->waits_for_close());
}

TEST(BodyStream, EndsForAnotherWhenAllPlacesAreTaken) {
  Streaming given;
  RawClient client(given.served.port());
  client.send(get("1.1"));
  given.said->say("one;");
  EXPECT_EQ(client.read_answer(true).status, 200);
  EXPECT_TRUE(given.said->waits_to_be_asked());
  RawClient second(given.served.port());
  second.send(kGet);
  EXPECT_EQ(second.read_answer().status, 200);
  RawClient third(given.served.port());
  third.send(kGet);
  EXPECT_EQ(third.read_answer().status, 200);
  EXPECT_TRUE(client.read_to_end().ends_with("0\r\n\r\n")) << "whole, not cut off";
  second.send(kGet);
  EXPECT_EQ(second.read_answer().status, 200) << "it has waited less long";
}

TEST(BodyStream, IsClosedOnceItsClientIsGone) {
  Streaming given(milliseconds(20));
  RawClient client(given.served.port());
  client.send(get("1.1"));
  given.said->say("one;");
  client.read_answer(true);
  client.reset();
  EXPECT_TRUE(given.said->waits_for_close()) << "the next beats find nobody";
  given.served.wait_for_connections(0);
}

TEST(BodyStream, IsNotSentToWhoAsksForTheHeadOnly) {
  Streaming given;
  RawClient client(given.served.port());
  client.send("HEAD /stream HTTP/1.1\r\nHost: till\r\nConnection: close\r\n\r\n");
  const std::string answer = client.read_to_end();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200")) << answer;
  EXPECT_EQ(body_of(answer), "");
}

}  // namespace
}  // namespace till::net
