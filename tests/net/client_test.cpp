#include "net/http_client.h"

#include <gtest/gtest.h>

#include <array>
#include <thread>

#include "net/client_support.h"
#include "no_descriptors.h"

namespace till::net {
namespace {

TEST(Client, SendsARequestAndReadsItsAnswer) {
  const Served served;
  const ClientCalling calling;
  const Sent answer = calling.send({"POST", url_of(served.port()), {{"X-One", "1"}}, "hi"});
  ASSERT_TRUE(answer.has_value()) << answer.error().detail;
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, "POST /a?b|hi");
}

TEST(Client, GivesServerSentEventsAsTheyCome) {
  ScriptedServer server(
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\ndata: 2\n\n");
  const ClientCalling calling;
  ClientRequest request{"GET", url_of(server.port), {}, ""};
  std::string heard;
  request.on_events = [&heard](std::string_view piece) { heard.append(piece); };
  const Sent answer = calling.send(std::move(request));
  ASSERT_TRUE(answer.has_value()) << answer.error().detail;
  EXPECT_EQ(heard, "data: 1\n\ndata: 2\n\n");
  EXPECT_EQ(answer->body, "");
}

TEST(Client, CallsNoPrivateAddressThatIsNotAllowedWhateverItsName) {
  const Served served;
  ClientOptions closed;
  closed.open_networks.emplace();
  const ClientCalling wary(closed);
  const std::string port = std::to_string(served.port());
  for (const char* host : {"127.0.0.1", "localhost", "ip6-localhost", "[::ffff:127.0.0.1]"}) {
    const Sent answer = wary.get(std::string("http://") + host + ":" + port + "/");
    ASSERT_FALSE(answer.has_value()) << host;
    EXPECT_EQ(answer.error().kind, ClientFailureKind::not_sent) << host;
  }
  const Sent refusal = wary.get("http://127.0.0.1:" + port + "/");
  EXPECT_NE(refusal.error().detail.find("private"), std::string::npos) << refusal.error().detail;
  ClientOptions open;
  open.open_networks = {"127.0.0.0/8"};
  const ClientCalling allowed(open);
  EXPECT_TRUE(allowed.get("http://127.0.0.1:" + port + "/").has_value());
}

TEST(Client, WritesTheRequestAsHttpWantsIt) {
  ScriptedServer server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  const ClientCalling calling;
  ASSERT_TRUE(calling.send({"POST", url_of(server.port), {{"X-One", "1"}}, ""}).has_value());
  EXPECT_EQ(server.request, "POST /a?b HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port) +
                                "\r\nX-One: 1\r\nContent-Length: 0\r\n\r\n");
}

Task<std::thread::id> thread_after_sending(HttpClient& client, ClientRequest request,
                                           Executor& executor) {
  (void)co_await client.send(std::move(request), executor);
  co_return std::this_thread::get_id();
}

TEST(Client, ComesBackToTheExecutorOfTheCaller) {
  const Served served;
  const ClientCalling calling;
  ClientRequest request{"GET", url_of(served.port()), {}, ""};
  EXPECT_EQ(sync_wait(thread_after_sending(*calling.client, std::move(request), *calling.loop)),
            calling.thread.get_id());
}

TEST(Client, UsesAConnectionAgain) {
  const Served served;
  const ClientCalling calling;
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(calling.get(url_of(served.port())).has_value());
  EXPECT_EQ(served.server->open_connections(), 1U);
}

TEST(Client, TriesAnewWhenAKeptConnectionWasClosed) {
  auto served = std::make_unique<Served>();
  const std::uint16_t port = served->port();
  const ClientCalling calling;
  ASSERT_TRUE(calling.get(url_of(port)).has_value());
  served.reset();
  ServerOptions options = local();
  options.port = port;
  served = std::make_unique<Served>(std::move(options));
  EXPECT_TRUE(calling.get(url_of(port)).has_value());
  served.reset();
  // Nobody listens any more, but the first attempt may have been taken.
  const Sent answer = calling.get(url_of(port));
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().kind, ClientFailureKind::no_answer);
  const Sent again = calling.get(url_of(port));
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().kind, ClientFailureKind::not_sent);
}

TEST(Client, VerifiesTheServer) {
  struct Row {
    const char* alternative_names;
    const char* host;
    bool trusted;
    bool accepted;
  };
  const Row rows[] = {
      {"DNS:localhost,IP:127.0.0.1", "127.0.0.1", true, true},
      {"DNS:localhost,IP:127.0.0.1", "localhost", true, true},
      {"DNS:localhost,IP:127.0.0.1", "127.0.0.1", false, false},
      {"DNS:localhost", "127.0.0.1", true, false},
      {"IP:127.0.0.1", "localhost", true, false},
      {"DNS:other.example", "localhost", true, false},
      {"DNS:127.0.0.1", "127.0.0.1", true, false},
  };
  const LocalCertificate stranger("stranger");
  for (const Row& row : rows) {
    const LocalCertificate certificate("served", row.alternative_names);
    const Served served(local_tls(certificate.files));
    const ClientCalling calling(trusting(row.trusted ? certificate : stranger));
    const Sent answer =
        calling.get("https://" + std::string(row.host) + ":" + std::to_string(served.port()) + "/");
    EXPECT_EQ(answer.has_value(), row.accepted) << row.alternative_names << " " << row.host;
    if (!answer) {
      EXPECT_EQ(answer.error().kind, ClientFailureKind::not_sent);
    }
  }
}

TEST(Client, TrustsNoUnknownAuthorityByDefault) {
  const LocalCertificate certificate;
  const Served served(local_tls(certificate.files));
  const ClientCalling calling;
  EXPECT_FALSE(calling.get(url_of(served.port(), "https")).has_value());
}

TEST(Client, RefusesAnUnreadableFileOfAuthorities) {
  ClientOptions options;
  options.ca_file = "missing.pem";
  const auto made = HttpClient::create(std::move(options));
  ASSERT_FALSE(made.has_value());
  EXPECT_NE(made.error().find("missing.pem"), std::string::npos);
}

TEST(Client, GivesUpWhenTheTimeIsUp) {
  const LocalCertificate certificate;
  for (const bool tls : {false, true}) {
    Gate gate;
    const Served served(tls ? local_tls(certificate.files) : local(), gated_by(gate));
    ClientOptions options = trusting(certificate);
    options.timeout = std::chrono::milliseconds(200);
    const ClientCalling calling(std::move(options));
    const Sent answer = calling.get(url_of(served.port(), tls ? "https" : "http"));
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().kind, ClientFailureKind::no_answer);
    EXPECT_EQ(answer.error().detail, "no answer in time");
    gate.wait_until_reached();
    gate.open();
  }
}

TEST(Client, GivesUpOnAHandshakeWhenTheTimeIsUp) {
  const Served plain;  // Waits for a request and says nothing.
  ClientOptions options;
  options.timeout = std::chrono::milliseconds(50);
  const ClientCalling calling(std::move(options));
  const Sent answer = calling.get(url_of(plain.port(), "https"));
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().kind, ClientFailureKind::not_sent);
}

TEST(Client, RefusesAnAnswerBeyondTheBound) {
  const Served served;
  ClientOptions options;
  options.max_response_bytes = 20;
  const ClientCalling calling(std::move(options));
  EXPECT_TRUE(calling.get(url_of(served.port())).has_value());
  const Sent answer = calling.send({"POST", url_of(served.port()), {}, "longer than that"});
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().kind, ClientFailureKind::no_answer);
}

TEST(Client, ReadsTheAnswersOfOtherServers) {
  struct Row {
    const char* why;
    const char* text;
    int status;  // 0: no answer.
    const char* body;
  };
  const Row rows[] = {
      {"a body to the end", "HTTP/1.1 200 OK\r\n\r\nall of it", 200, "all of it"},
      {"chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", 200,
       "hi"},
      {"an interim answer",
       "HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 202 Yes\r\nContent-Length: 1\r\n\r\nx", 202, "x"},
      {"an interim answer alone", "HTTP/1.1 100 Continue\r\n\r\n", 0, ""},
      {"a redirect is not followed",
       "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n", 302, ""},
      {"no content", "HTTP/1.1 204 No Content\r\n\r\n", 204, ""},
      {"a body cut short", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort", 0, ""},
      {"chunks cut short", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n", 0,
       ""},
      {"a head cut short", "HTTP/1.1 200 OK\r\nConte", 0, ""},
      {"not HTTP", "220 mail.example ESMTP\r\n\r\n", 0, ""},
      {"nothing", "", 0, ""},
  };
  const ClientCalling calling;
  for (const Row& row : rows) {
    ScriptedServer server(row.text);
    const Sent answer = calling.get(url_of(server.port));
    EXPECT_EQ(answer.has_value() ? answer->status : 0, row.status) << row.why;
    if (answer) {
      EXPECT_EQ(answer->body, row.body) << row.why;
    } else {
      EXPECT_EQ(answer.error().kind, ClientFailureKind::no_answer) << row.why;
    }
  }
}

TEST(Client, OutOfDescriptorsIsAFailureAndNoEnd) {
  const Served served;
  const ClientCalling calling;
  {
    const NoDescriptors none;
    const Sent answer = calling.get(url_of(served.port()));
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().kind, ClientFailureKind::not_sent) << answer.error().detail;
    if (!kThrowsNeedDescriptors) {
      EXPECT_FALSE(HttpClient::create({}).has_value());
    }
  }
  EXPECT_TRUE(calling.get(url_of(served.port())).has_value());
}

TEST(Client, RefusesABadUrl) {
  const ClientCalling calling;
  const Sent answer = calling.get("ftp://127.0.0.1/");
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().kind, ClientFailureKind::bad_url);
}

TEST(Client, SaysThatNothingWasSentWhenNobodyListens) {
  std::uint16_t port = 0;
  {
    const Served gone;
    port = gone.port();
  }
  const ClientCalling calling;
  const Sent answer = calling.get(url_of(port));
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().kind, ClientFailureKind::not_sent);
}

}  // namespace
}  // namespace till::net
