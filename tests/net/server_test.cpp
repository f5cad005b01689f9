#include "net/http_server.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "support.h"

namespace till::net {
namespace {

using std::chrono::milliseconds;

TEST(Server, KeepsAConnectionForTheNextRequest) {
  const Served served;
  RawClient client(served.port());
  for (int i = 0; i < 3; ++i) {
    client.send("POST /a?b=c HTTP/1.1\r\nHost: till\r\nContent-Length: 2\r\n\r\nhi");
    const Answer answer = client.read_answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "POST /a?b=c|hi");
    EXPECT_NE(answer.head.find("\r\nDate: "), std::string::npos);
    EXPECT_EQ(answer.head.find("Connection: close"), std::string::npos);
  }
  EXPECT_EQ(served.server->open_connections(), 1U);
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
  const Served served;
  RawClient client(served.port());
  std::string requests;
  for (int i = 0; i < 50; ++i) {
    requests += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: till\r\n\r\n";
  }
  client.send(requests);
  for (int i = 0; i < 50; ++i) {
    ASSERT_EQ(client.read_answer().body, "GET /" + std::to_string(i) + "?|");
  }
}

TEST(Server, ReadsARequestThatComesByteByByte) {
  const Served served;
  RawClient client(served.port());
  for (const char byte : kGet) client.send({&byte, 1});
  EXPECT_EQ(client.read_answer().status, 200);
}

TEST(Server, ClosesWhenTheClientAsksForIt) {
  struct Row {
    const char* request;
    bool closes;
  };
  const Row rows[] = {
      {"GET / HTTP/1.1\r\nHost: till\r\nConnection: close\r\n\r\n", true},
      {"GET / HTTP/1.0\r\n\r\n", true},
      {"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", false},
  };
  const Served served;
  for (const Row& row : rows) {
    RawClient client(served.port());
    client.send(row.request);
    const Answer answer = client.read_answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.head.find("Connection: close") != std::string::npos, row.closes);
    if (row.closes) {
      EXPECT_EQ(client.read_to_end(), "");
    } else {
      EXPECT_NE(answer.head.find("Connection: keep-alive"), std::string::npos);
      client.send(row.request);
      EXPECT_EQ(client.read_answer().status, 200);
    }
  }
}

TEST(Server, SendsNoBodyToHead) {
  const Served served;
  RawClient client(served.port());
  client.send("HEAD /a HTTP/1.1\r\nHost: till\r\n\r\n" + std::string(kGet));
  EXPECT_NE(client.read_answer(true).head.find("Content-Length: 8\r\n"), std::string::npos)
      << "that of GET /a";
  EXPECT_EQ(client.read_answer().body, "GET /?|");
}

TEST(Server, ContinuesOnlyWhenTheLengthIsAcceptable) {
  const Served served;
  const std::string head = "POST / HTTP/1.1\r\nHost: till\r\nExpect: 100-continue\r\n";
  RawClient client(served.port());
  client.send(head + "Content-Length: 2\r\n\r\n");
  EXPECT_EQ(client.read_answer().status, 100);
  client.send("hi");
  EXPECT_EQ(client.read_answer().body, "POST /?|hi");
  client.send(head + "Content-Length: 99999999\r\n\r\n");
  EXPECT_EQ(client.read_answer().status, 413);
}

TEST(Server, AnswersWhatIsBeyondALimitAndCloses) {
  struct Row {
    std::string request;
    int status;
  };
  const std::string post = "POST / HTTP/1.1\r\nHost: till\r\n";
  const Row rows[] = {
      {"nonsense\r\n\r\n", 400},
      {"GET / HTTP/2.0\r\nHost: till\r\n\r\n", 505},
      {"GET / HTTP/1.1\r\nX: " + std::string(2000, 'x'), 431},
      {post + "Content-Length: 2000\r\n\r\n", 413},
      // The answer arrives although the client goes on sending much more than sockets buffer.
      {post + "Content-Length: 3000000\r\n\r\n" + std::string(3'000'000, 'x'), 413},
      {post + "Transfer-Encoding: chunked\r\n\r\n7d0\r\n" + std::string(2000, 'x'), 413},
      {post + "Transfer-Encoding: gzip\r\n\r\n", 501},
  };
  ServerOptions options = local();
  options.max_header_bytes = 1000;
  options.max_body_bytes = 1000;
  const Served served(std::move(options));
  for (const Row& row : rows) {
    RawClient client(served.port());
    client.send(row.request);
    const Answer answer = client.read_answer();
    EXPECT_EQ(answer.status, row.status);
    EXPECT_EQ(answer.body, std::to_string(row.status));
    EXPECT_NE(answer.head.find("Connection: close"), std::string::npos);
    EXPECT_EQ(client.read_to_end(), "");
  }
}

TEST(Server, TellsASlowClientAndCloses) {
  ServerOptions options = local();
  options.header_timeout = milliseconds(20);
  options.body_timeout = milliseconds(20);
  const Served served(std::move(options));
  for (const char* const part :
       {"GET / HTTP/1.1\r\nHo", "POST / HTTP/1.1\r\nHost: till\r\nContent-Length: 2\r\n\r\nx"}) {
    RawClient client(served.port());
    client.send(part);
    EXPECT_EQ(client.read_answer().status, 408) << part;
    EXPECT_EQ(client.read_to_end(), "");
  }
}

TEST(Server, ClosesAnIdleConnectionWithoutAWord) {
  ServerOptions options = local();
  options.idle_timeout = milliseconds(20);
  const Served served(std::move(options));
  RawClient silent(served.port());
  EXPECT_EQ(silent.read_to_end(), "");
  RawClient once(served.port());
  once.send(kGet);
  EXPECT_EQ(once.read_answer().status, 200);
  EXPECT_EQ(once.read_to_end(), "");
}

TEST(Server, CutsAClientThatDoesNotReadItsAnswer) {
  ServerOptions options = local();
  options.write_timeout = milliseconds(20);
  const Served served(std::move(options), [](Request request, Executor& executor) {
    request.body.assign(64 * 1024 * 1024, 'x');
    return echo(std::move(request), executor);
  });
  const RawClient client(served.port());
  client.send(kGet);
  served.wait_for_connections(1);
  served.wait_for_connections(0);
}

Task<Response> failing(Request request, Executor& executor) {
  co_await resume_on(executor);
  if (request.path == "/number") throw 1;
  throw std::runtime_error("broken");
}

TEST(Server, Answers500WhenTheHandlerThrows) {
  const Served served(local(), failing);
  RawClient client(served.port());
  for (const char* const path : {"/error", "/number"}) {
    client.send("GET " + std::string(path) + " HTTP/1.1\r\nHost: till\r\n\r\n");
    EXPECT_EQ(client.read_answer().status, 500);
  }
}

TEST(Server, OutlivesAClientThatLeavesDuringItsRequest) {
  Gate gate;
  const Served served(local(), gated_by(gate));
  RawClient leaver(served.port());
  leaver.send(kGet);
  gate.wait_until_reached();
  leaver.reset();
  gate.open();
  served.wait_for_connections(0);
  RawClient next(served.port());
  next.send(kGet);
  gate.wait_until_reached();
  gate.open();
  EXPECT_EQ(next.read_answer().status, 200);
}

TEST(Server, SaysWhatToDoWhenThePortIsTaken) {
  const Served served;
  ServerOptions options = local();
  options.port = served.port();
  NoLog log;
  const auto second = HttpServer::listen(std::move(options), echo, error_answer, log);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error(), "port " + std::to_string(served.port()) +
                                " of localhost is in use; stop the other server or choose another "
                                "--listen");
}

TEST(Server, RefusesANameAsItsAddress) {
  ServerOptions options = local();
  options.host = "shop.example";
  NoLog log;
  const auto server = HttpServer::listen(std::move(options), echo, error_answer, log);
  ASSERT_FALSE(server.has_value());
  EXPECT_NE(server.error().find("give a numeric address or localhost"), std::string::npos);
}

TEST(Server, MayEndWithoutHavingBegun) {
  NoLog log;
  const auto server = HttpServer::listen(local(), echo, error_answer, log);
  ASSERT_TRUE(server.has_value());
  EXPECT_NE((*server)->port(), 0);
}

}  // namespace
}  // namespace till::net
