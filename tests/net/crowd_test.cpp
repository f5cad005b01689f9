// Many who are connected, and much that they send: who gets a place, and whose bodies are read.
#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <future>
#include <string>

#include "net/http_server.h"
#include "support.h"

namespace till::net {
namespace {

std::string post(std::string_view path, std::size_t bytes) {
  std::string head = "POST " + std::string(path) + " HTTP/1.1\r\nHost: till\r\nContent-Length: ";
  return head + std::to_string(bytes) + "\r\n\r\n";
}

TEST(Crowd, TheLongestIdleGoesForOneMore) {
  ServerOptions options = local();
  options.threads = 1;  // So that who waits since when is told in the order of the answers.
  options.max_connections = 3;
  options.max_connections_per_peer = 3;
  const Served served(std::move(options));
  std::deque<RawClient> idle;
  for (int i = 0; i < 3; ++i) {
    idle.emplace_back(served.port());
    idle.back().send(kGet);
    EXPECT_EQ(idle.back().read_answer().status, 200);
  }
  RawClient late(served.port());
  late.send(kGet);
  EXPECT_EQ(late.read_answer().status, 200);
  EXPECT_EQ(idle.front().read_to_end(), "") << "closed without a word";
  idle.back().send(kGet);
  EXPECT_EQ(idle.back().read_answer().status, 200) << "the others stay";
}

// Also of those who never say anything, or begin to and stop.
TEST(Crowd, WhoeverComesIsAnsweredWhileAllPlacesAreHeldByTheIdle) {
  ServerOptions options = local();
  options.max_connections = 8;
  options.max_connections_per_peer = 8;
  const Served served(std::move(options));
  std::deque<RawClient> idle;
  for (int i = 0; i < 24; ++i) {
    idle.emplace_back(served.port());
    if (i % 2 == 0) idle.back().send("GET / HT");
  }
  for (int i = 0; i < 8; ++i) {
    RawClient client(served.port());
    client.send(kGet);
    EXPECT_EQ(client.read_answer().status, 200);
  }
}

TEST(Crowd, NobodyWhoIsBeingServedHasToGo) {
  ServerOptions options = local();
  options.max_connections = 1;
  Gate gate;
  const Served served(std::move(options), gated_by(gate));
  RawClient first(served.port());
  first.send(kGet);
  gate.wait_until_reached();
  RawClient second(served.port());
  EXPECT_EQ(second.read_to_end(), "") << "there is no place";
  gate.open();
  EXPECT_EQ(first.read_answer().status, 200);
}

// Or a handful of addresses could hold all places with bodies that never come.
TEST(Crowd, WhoeverSendsSlowlyGoesForOneMore) {
  ServerOptions options = local();
  options.threads = 1;
  options.max_connections = options.max_connections_per_peer = 2;
  const Served served(std::move(options));
  RawClient slow(served.port());
  RawClient slower(served.port());
  for (RawClient* const client : {&slow, &slower}) {
    client->send(
        "POST / HTTP/1.1\r\nHost: till\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_EQ(client->read_answer().status, 100) << "its body is being read";
  }
  RawClient late(served.port());
  late.send(kGet);
  EXPECT_EQ(late.read_answer().status, 200);
  EXPECT_EQ(slow.read_to_end(), "");
  slower.send("hi");
  EXPECT_EQ(slower.read_answer().status, 200);
}

TEST(Crowd, WhoeverReadsNothingGoesForOneMore) {
  ServerOptions options = local();
  options.max_connections = options.max_connections_per_peer = 1;
  Gate gate;
  const Served served(std::move(options),
                      [&gate](Request request, Executor& executor) -> Task<Response> {
                        if (request.path == "/")
                          co_return co_await echo(std::move(request), executor);
                        co_await gate.pass(executor);
                        co_return Response{200, {}, std::string(64 * 1024 * 1024, 'x')};
                      });
  const RawClient deaf(served.port());
  deaf.send("GET /much HTTP/1.1\r\nHost: till\r\n\r\n");
  gate.wait_until_reached();
  RawClient early(served.port());
  EXPECT_EQ(early.read_to_end(), "") << "the request is still being carried out";
  gate.open();
  Answer answer;
  while (answer.status == 0) {  // Until the answer is being sent.
    RawClient late(served.port());
    late.send(kGet);
    answer = late.read_answer();
  }
  EXPECT_EQ(answer.status, 200);
}

TEST(Crowd, BodiesAreReadOnlyOfWhomTheServerKnows) {
  std::atomic<int> asked = 0;
  ServerOptions options = local();
  options.refuse_body = [&asked](const Request& head) -> std::optional<Response> {
    ++asked;
    EXPECT_EQ(head.method, "POST");
    EXPECT_EQ(head.header("host"), "till");
    EXPECT_EQ(head.body, "");
    if (head.path == "/known") return std::nullopt;
    return Response{401, {}, "who?"};
  };
  const Served served(std::move(options));
  RawClient stranger(served.port());
  stranger.send(post("/", 600));
  const Answer refused = stranger.read_answer();
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(refused.body, "who?");
  EXPECT_NE(refused.head.find("Connection: close"), std::string::npos);
  EXPECT_EQ(stranger.read_to_end(), "");
  RawClient waiting(served.port());
  waiting.send(
      "POST / HTTP/1.1\r\nHost: till\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(waiting.read_answer().status, 401) << "not told to go on";
  RawClient known(served.port());
  known.send(post("/known", 600));
  known.send(std::string(600, 'x'));
  EXPECT_EQ(known.read_answer().status, 200);
  known.send(post("/", 2) + "hi");
  EXPECT_EQ(known.read_answer().status, 200) << "it is there already: the handler decides";
  EXPECT_GE(asked, 2) << "the body of the third may have come with its head";
}

TEST(Crowd, NobodyTakesAllTheBytesThatMayBeUnderWay) {
  ServerOptions options = local();
  options.max_bytes_under_way = 4000;
  options.sender_of = [](const Request& head) { return head.path; };
  const Served served(std::move(options));
  RawClient first(served.port());
  first.send(
      "POST /one HTTP/1.1\r\nHost: till\r\nExpect: 100-continue\r\nContent-Length: 900\r\n\r\n");
  EXPECT_EQ(first.read_answer().status, 100) << "it is being read";
  RawClient same(served.port());
  same.send(post("/one", 900));
  EXPECT_EQ(same.read_answer().status, 503);
  RawClient other(served.port());
  other.send(post("/other", 900));
  other.send(std::string(900, 'x'));
  EXPECT_EQ(other.read_answer().status, 200);
}

// It was taken to be as long as it may be; what it turned out not to need is there for others.
TEST(Crowd, AChunkedBodyTakesNoMoreThanItHasOnceItIsThere) {
  ServerOptions options = local();
  options.max_body_bytes = 1000;
  options.max_bytes_under_way = 1000;
  Gate gate;
  const Served served(std::move(options),
                      [&gate](Request request, Executor& executor) -> Task<Response> {
                        if (request.path == "/gate") co_await gate.pass(executor);
                        co_return co_await echo(std::move(request), executor);
                      });
  RawClient first(served.port());
  first.send(
      "POST /gate HTTP/1.1\r\nHost: till\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked"
      "\r\n\r\n");
  EXPECT_EQ(first.read_answer().status, 100);
  first.send("2\r\nhi\r\n0\r\n\r\n");
  gate.wait_until_reached();
  RawClient second(served.port());
  second.send(
      "POST / HTTP/1.1\r\nHost: till\r\nExpect: 100-continue\r\nContent-Length: 900\r\n\r\n");
  EXPECT_EQ(second.read_answer().status, 100) << "a body that comes with its head is not asked for";
  second.send(std::string(900, 'x'));
  EXPECT_EQ(second.read_answer().status, 200);
  gate.open();
  EXPECT_EQ(first.read_answer().status, 200);
}

TEST(Crowd, AHeadThatIsRefusedHasTheAddressBehindTheProxy) {
  ServerOptions options = local();
  options.trusted_proxies = {"127.0.0.0/8"};
  std::promise<std::string> seen;
  options.refuse_body = [&seen](const Request& head) -> std::optional<Response> {
    seen.set_value(head.remote_address);
    return Response{401, {}, "who?"};
  };
  const Served served(std::move(options));
  RawClient client(served.port());
  client.send(
      "POST / HTTP/1.1\r\nHost: till\r\nX-Forwarded-For: 192.0.2.7\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(client.read_answer().status, 401);
  EXPECT_EQ(seen.get_future().get(), "192.0.2.7");
}

TEST(Crowd, OnlySoManyBytesAreUnderWay) {
  ServerOptions options = local();
  options.max_bytes_under_way = 1000;
  const Served served(std::move(options));
  RawClient first(served.port());
  first.send(
      "POST /known HTTP/1.1\r\nHost: till\r\nExpect: 100-continue\r\nContent-Length: 600\r\n\r\n");
  EXPECT_EQ(first.read_answer().status, 100) << "it is being read";
  RawClient other(served.port());
  other.send(post("/known", 600));
  EXPECT_EQ(other.read_answer().status, 503);
  RawClient second(served.port());
  second.send(kGet);
  EXPECT_EQ(second.read_answer().status, 200) << "what has no body goes on";
  first.send(std::string(600, 'x'));
  EXPECT_EQ(first.read_answer().status, 200);
  RawClient third(served.port());
  third.send(post("/known", 900));
  third.send(std::string(900, 'x'));
  EXPECT_EQ(third.read_answer().status, 200) << "the place is given back";
}

}  // namespace
}  // namespace till::net
