// A body that is given in pieces: all of it, or a failure.
#include <gtest/gtest.h>

#include "net/client_support.h"

namespace till::net {
namespace {

using std::chrono::milliseconds;

// Keeps what came, and wants as much as it is told to.
struct KeepingSink final : BodySink {
  bool begin(const Response& head) override {
    ++heads;
    status = head.status;
    type = head.header("Content-Type").value_or("");
    return takes_head;
  }
  bool take(std::string_view piece) override {
    body.append(piece);
    return body.size() <= most;
  }
  bool wanted() const override { return is_wanted; }

  bool takes_head = true;
  std::size_t most = 1'000'000'000;
  bool is_wanted = true;
  int heads = 0;
  int status = 0;
  std::string type, body;
};

Sent get_into(BodySink& sink, const ClientCalling& calling, std::uint16_t port) {
  ClientRequest request{"GET", url_of(port), {}, ""};
  request.sink = &sink;
  return calling.send(std::move(request));
}

ClientOptions any_size() {
  ClientOptions options;
  options.max_response_bytes = std::numeric_limits<std::size_t>::max();
  return options;
}

TEST(ASink, GetsAWholeBodyOfAnySize) {
  const std::string large(300'000, 'x');
  const std::string rows[] = {
      "Content-Length: 300000\r\n\r\n" + large,
      "Transfer-Encoding: chunked\r\n\r\n3e8\r\n" + std::string(1000, 'x') + "\r\n49008\r\n" +
          std::string(299'016, 'x') + "\r\n0\r\n\r\n",
      "Content-Length: 0\r\n\r\n",
  };
  for (const std::string& row : rows) {
    ScriptedServer server("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n" + row);
    const ClientCalling calling(any_size());
    KeepingSink sink;
    const Sent answer = get_into(sink, calling, server.port);
    ASSERT_TRUE(answer.has_value()) << answer.error().detail;
    EXPECT_EQ(answer->body, "");
    EXPECT_EQ(sink.heads, 1);
    EXPECT_EQ(sink.status, 200);
    EXPECT_EQ(sink.type, "text/csv");
    EXPECT_EQ(sink.body.find_first_not_of('x'), std::string::npos);
    EXPECT_TRUE(sink.body.size() >= large.size() || row.find("Length: 0") != std::string::npos);
  }
}

TEST(ASink, SeesThatABodyWasCutOff) {
  const char* const rows[] = {
      "Content-Length: 10\r\n\r\nhello",
      "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
      "Transfer-Encoding: chunked\r\n\r\n9\r\nhello",
      "\r\nhello",  // Nobody knows whether that is all.
      "Connection: close\r\n\r\n",
  };
  for (const char* row : rows) {
    ScriptedServer server(std::string("HTTP/1.1 200 OK\r\n") + row);
    const ClientCalling calling(any_size());
    KeepingSink sink;
    const Sent answer = get_into(sink, calling, server.port);
    ASSERT_FALSE(answer.has_value()) << row;
    EXPECT_EQ(answer.error().kind, ClientFailureKind::no_answer);
  }
}

TEST(ASink, EndsARequestWhoseAnswerItDoesNotWant) {
  const std::string answer = "HTTP/1.1 302 Found\r\nContent-Length: 1000000\r\n\r\nhello";
  for (const bool takes_head : {false, true}) {
    ScriptedServer server(answer, ScriptedServer::After::waits);
    const ClientCalling calling(any_size());
    KeepingSink sink;
    sink.takes_head = takes_head;
    sink.most = 0;
    EXPECT_FALSE(get_into(sink, calling, server.port).has_value());
    EXPECT_EQ(sink.status, 302);
    EXPECT_EQ(sink.body, takes_head ? "hello" : "");
  }
}

TEST(ASink, EndsARequestThatNobodyAnswersOnceItIsNotWanted) {
  for (const char* text : {"", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello"}) {
    ScriptedServer server(text, ScriptedServer::After::waits);
    const ClientCalling calling(any_size());
    KeepingSink sink;
    sink.is_wanted = false;
    const Sent answer = get_into(sink, calling, server.port);
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().detail, "nobody wants the answer any more");
  }
}

TEST(ASink, WaitsForNoPieceLongerThanForAnAnswer) {
  ScriptedServer server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
                        ScriptedServer::After::waits);
  ClientOptions options = any_size();
  options.answer_timeout = milliseconds(150);
  const ClientCalling calling(options);
  KeepingSink sink;
  const Sent answer = get_into(sink, calling, server.port);
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().detail, "no answer in time");
  EXPECT_EQ(sink.body, "hello");
}

TEST(ASink, GetsNothingThatIsLargerThanTheClientTakes) {
  ScriptedServer server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789");
  ClientOptions options;
  options.max_response_bytes = 9;
  const ClientCalling calling(options);
  KeepingSink sink;
  EXPECT_FALSE(get_into(sink, calling, server.port).has_value());
  EXPECT_EQ(sink.body, "");
}

}  // namespace
}  // namespace till::net
