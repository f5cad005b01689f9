// Which deadline of a client passes first, and how long its connections are kept.
#include <gtest/gtest.h>

#include <thread>

#include "base/sync_wait.h"
#include "certificates.h"
#include "net/event_loop.h"
#include "net/http_client.h"
#include "net/support.h"

namespace till::net {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds kShort{20};
constexpr milliseconds kLong{10'000};

// A client, and the loop its answers come back to.
struct Calling {
  explicit Calling(ClientOptions options) {
    client = *HttpClient::create(std::move(options));
    thread = std::thread([this] { loop->run(); });
  }
  ~Calling() {
    loop->stop();
    thread.join();
  }
  // "200", or the failure's detail.
  std::string get(std::uint16_t port, const std::string& scheme = "http",
                  std::optional<milliseconds> timeout = {}) const {
    ClientRequest request{"GET", scheme + "://127.0.0.1:" + std::to_string(port) + "/", {}, ""};
    request.timeout = timeout;
    const auto answer = sync_wait(client->send(std::move(request), *loop));
    return answer ? std::to_string(answer->status) : answer.error().detail;
  }
  std::unique_ptr<EventLoop> loop = EventLoop::create();
  std::unique_ptr<HttpClient> client;
  std::thread thread;
};

ClientOptions deadlines(milliseconds connect, milliseconds answer, milliseconds total) {
  ClientOptions options;
  options.connect_timeout = connect;
  options.answer_timeout = answer;
  options.timeout = total;
  return options;
}

TEST(AClient, GivesUpAtTheDeadlineThatPassesFirst) {
  Gate gate;
  const Served served(local(), gated_by(gate));
  struct Row {
    const char* scheme;
    ClientOptions options;
    const char* detail;
  };
  const Row rows[] = {
      {"http", deadlines(kLong, kShort, kLong), "no answer in time"},
      {"http", deadlines(kLong, kLong, kShort), "no answer in time"},
  };
  for (const Row& row : rows) {
    const Calling calling(row.options);
    EXPECT_EQ(calling.get(served.port(), row.scheme), row.detail);
    gate.wait_until_reached();
    gate.open();
  }
}

TEST(AClient, TakesTheTimeOfARequestInsteadOfItsOwn) {
  Gate gate;
  const Served served(local(), gated_by(gate));
  const Calling calling(deadlines(kLong, kLong, kLong));
  EXPECT_EQ(calling.get(served.port(), "http", kShort), "no answer in time");
  gate.wait_until_reached();
  gate.open();
}

TEST(AClient, KeepsNoMoreConnectionsThanItMayAndNoneForTooLong) {
  const Served served;
  ClientOptions options;
  options.idle_timeout = milliseconds(0);
  const Calling calling(options);
  EXPECT_EQ(calling.get(served.port()), "200");
  EXPECT_EQ(calling.get(served.port()), "200");  // On a connection of its own.
}

TEST(AServer, ClosesAConnectionThatItRefuses) {
  ServerOptions options = local();
  options.refuse_connection = [] { return true; };
  const Served served(options);
  RawClient client(served.port());
  client.send(kGet);
  EXPECT_EQ(client.read_to_end(), "");
}

TEST(AServer, CutsAnAnswerWhereItIsTold) {
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{9}, std::size_t{40}}) {
    const Served served(local(), [bytes](Request, Executor&) -> Task<Response> {
      Response answer{200, {}, "body"};
      answer.cut = bytes;
      co_return answer;
    });
    RawClient client(served.port());
    client.send(kGet);
    EXPECT_EQ(client.read_to_end().size(), bytes);
  }
}

}  // namespace
}  // namespace till::net
