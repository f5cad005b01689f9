#include "net/detail/request_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <random>

namespace till::net::detail {
namespace {

using RequestState = RequestReader::State;
constexpr std::size_t kHeader = 512;
constexpr std::size_t kRequestBody = 64;

RequestState feed(RequestReader& reader, std::string_view text, std::size_t step) {
  RequestState state = reader.advance();
  while (!text.empty() && state != RequestState::done && state != RequestState::faulty) {
    const auto space = reader.space();
    const std::size_t count = std::min({text.size(), step, space.size()});
    std::memcpy(space.data(), text.data(), count);
    reader.received(count);
    text.remove_prefix(count);
    state = reader.advance();
  }
  return state;
}

constexpr std::string_view kPost =
    "POST /checkout_sessions?a=b HTTP/1.1\r\nHost: till\r\nX-One: 1\r\nX-One: 2\r\n"
    "Content-Length: 5\r\n\r\nhello";
constexpr std::string_view kChunked =
    "POST /checkout_sessions?a=b HTTP/1.1\r\nHost: till\r\nX-One: 1\r\nX-One: 2\r\n"
    "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n";

void expect_the_post(RequestReader& reader) {
  const Request request = reader.take();
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.path, "/checkout_sessions");
  EXPECT_EQ(request.query, "a=b");
  EXPECT_EQ(request.body, "hello");
  EXPECT_TRUE(request.has_body);
  EXPECT_EQ(request.header("x-ONE"), "1");
  EXPECT_EQ(request.count("x-one"), 2U);
  EXPECT_FALSE(request.header("x-on"));
}

TEST(RequestReader, ReadsARequestInPiecesOfAnySize) {
  for (const std::string_view text : {kPost, kChunked}) {
    for (std::size_t step = 1; step <= text.size(); ++step) {
      RequestReader reader(kHeader, kRequestBody);
      reader.begin();
      ASSERT_EQ(feed(reader, text, step), RequestState::done) << step;
      expect_the_post(reader);
    }
  }
}

TEST(RequestReader, ReadsARequestCutInTwoAtEveryByte) {
  for (const std::string_view text : {kPost, kChunked}) {
    for (std::size_t cut = 1; cut < text.size(); ++cut) {
      RequestReader reader(kHeader, kRequestBody);
      reader.begin();
      const RequestState first = feed(reader, text.substr(0, cut), text.size());
      ASSERT_TRUE(first == RequestState::head || first == RequestState::body) << cut;
      ASSERT_TRUE(reader.started());
      ASSERT_EQ(feed(reader, text.substr(cut), text.size()), RequestState::done) << cut;
      expect_the_post(reader);
    }
  }
}

// Some clients send a line behind a body (RFC 9112 2.2).
TEST(RequestReader, PassesOverEmptyLinesBeforeARequest) {
  for (const std::string_view before : {"\r\n", "\r\n\r\n\r\n"}) {
    const std::string text = std::string(before) + std::string(kPost);
    for (std::size_t step = 1; step <= text.size(); ++step) {
      RequestReader reader(kHeader, kRequestBody);
      reader.begin();
      ASSERT_EQ(feed(reader, text, step), RequestState::done) << step;
      expect_the_post(reader);
    }
  }
  RequestReader reader(kHeader, kRequestBody);
  reader.begin();
  EXPECT_EQ(feed(reader, "\r\n\r\n", 1), RequestState::head);
  EXPECT_FALSE(reader.started()) << "nothing of a request has come";
}

// The parser would join them; another one on the way may see a header there (RFC 9112 5.2).
TEST(RequestReader, RefusesLinesThatGoOnWithABlank) {
  for (const std::string_view head : {"GET / HTTP/1.1\r\nHost: till\r\nX-One: 1\r\n two\r\n\r\n",
                                      "GET / HTTP/1.1\r\nHost: till\r\n\tX-One: 1\r\n\r\n",
                                      "GET / HTTP/1.1\r\n Host: till\r\nHost: till\r\n\r\n"}) {
    for (std::size_t step = 1; step <= head.size(); ++step) {
      RequestReader reader(kHeader, kRequestBody);
      reader.begin();
      ASSERT_EQ(feed(reader, head, step), RequestState::faulty) << head << " " << step;
      EXPECT_EQ(reader.fault(), 400);
    }
  }
}

TEST(RequestReader, GivesOnePathForTheSpellingsThatMeanTheSame) {  // RFC 3986 6.2.2.2
  const struct {
    const char* target;
    const char* path;
  } rows[] = {
      {"/%63heckout%5Fsessions/cs%2d1%7E", "/checkout_sessions/cs-1~"},
      {"/a%2Fb", "/a%2Fb"},
      {"/a%2eb%41", "/a.bA"},
      {"/%25%36%33", "/%2563"},
      {"/%", "/%"},
      {"/%4", "/%4"},
      {"/%zz%+1", "/%zz%+1"},
      {"/%e4%00", "/%e4%00"},
  };
  for (const auto& row : rows) {
    RequestReader reader(kHeader, kRequestBody);
    reader.begin();
    const std::string text =
        "GET " + std::string(row.target) + "?%61 HTTP/1.1\r\nHost: till\r\n\r\n";
    ASSERT_EQ(feed(reader, text, text.size()), RequestState::done) << row.target;
    const Request request = reader.take();
    EXPECT_EQ(request.path, row.path);
    EXPECT_EQ(request.query, "%61") << "a query is read where it is known";
  }
}

TEST(RequestReader, TakesHeadForGetWithoutABody) {
  RequestReader reader(kHeader, kRequestBody);
  reader.begin();
  ASSERT_EQ(feed(reader, "HEAD /a HTTP/1.1\r\nHost: till\r\n\r\n", 99), RequestState::done);
  EXPECT_TRUE(reader.is_head());
  const Request request = reader.take();
  EXPECT_EQ(request.method, "GET");
  EXPECT_TRUE(request.head_only);
  EXPECT_EQ(request.sent_method(), "HEAD");
}

TEST(RequestReader, GivesTheHeadBeforeTheBodyHasCome) {
  RequestReader reader(kHeader, kRequestBody);
  reader.begin();
  ASSERT_EQ(feed(reader, kPost.substr(0, kPost.size() - 5), 99), RequestState::body);
  const Request head = reader.head();
  EXPECT_EQ(head.method, "POST");
  EXPECT_EQ(head.path, "/checkout_sessions");
  EXPECT_EQ(head.count("X-One"), 2U);
  EXPECT_TRUE(head.has_body);
  EXPECT_EQ(reader.announced_bytes(), 5U);
  ASSERT_EQ(feed(reader, "hello", 99), RequestState::done);
  expect_the_post(reader);
  reader.begin();
  ASSERT_EQ(feed(reader, kChunked.substr(0, kChunked.find("\r\n\r\n") + 4), 999),
            RequestState::body);
  EXPECT_EQ(reader.announced_bytes(), kRequestBody) << "as much as it may become";
}

TEST(RequestReader, KeepsWhatFollowsForTheNextRequest) {
  RequestReader reader(kHeader, kRequestBody);
  reader.begin();
  const std::string both = std::string(kPost) + std::string(kPost);
  ASSERT_EQ(feed(reader, both, both.size()), RequestState::done);
  expect_the_post(reader);
  reader.begin();
  ASSERT_EQ(reader.advance(), RequestState::done);
  expect_the_post(reader);
  reader.begin();
  EXPECT_EQ(reader.advance(), RequestState::head);
  EXPECT_FALSE(reader.started());
}

TEST(RequestReader, TakesTheAbsoluteFormOfATarget) {
  struct Row {
    const char* target;
    const char* path;
    const char* query;
  };
  const Row rows[] = {{"http://till/a?b", "/a", "b"},
                      {"http://till", "/", ""},
                      {"http://till?b=/c", "/", "b=/c"},
                      {"/a?u=http://b/c", "/a", "u=http://b/c"},
                      {"/a?", "/a", ""}};
  for (const Row& row : rows) {
    RequestReader reader(kHeader, kRequestBody);
    reader.begin();
    const std::string text = std::string("GET ") + row.target + " HTTP/1.1\r\nHost: till\r\n\r\n";
    ASSERT_EQ(feed(reader, text, text.size()), RequestState::done) << row.target;
    const Request request = reader.take();
    EXPECT_EQ(request.path, row.path);
    EXPECT_EQ(request.query, row.query);
    EXPECT_FALSE(request.has_body);
  }
}

TEST(RequestReader, TakesNoTrailerForAHeader) {
  const std::string text =
      "POST / HTTP/1.1\r\nHost: till\r\nTransfer-Encoding: chunked\r\n\r\n"
      "1\r\nx\r\n0\r\nAuthorization: Bearer t\r\nHost: other\r\n\r\n";
  for (const std::size_t step : {std::size_t{1}, text.size()}) {
    RequestReader reader(kHeader, kRequestBody);
    reader.begin();
    ASSERT_EQ(feed(reader, text, step), RequestState::done);
    const Request request = reader.take();
    EXPECT_EQ(request.body, "x");
    EXPECT_EQ(request.header("Authorization"), std::nullopt);
    EXPECT_EQ(request.count("Host"), 1U);
  }
}

TEST(RequestReader, RefusesWithTheStatusThatSaysWhy) {
  struct Row {
    const char* why;
    std::string text;
    int status;
  };
  const std::string head = "POST / HTTP/1.1\r\nHost: till\r\n";
  const Row rows[] = {
      {"no request line", "nonsense\r\n\r\n", 400},
      {"a space in a name", "GET / HTTP/1.1\r\nHost: till\r\nX y: 1\r\n\r\n", 400},
      {"a control character in a value", "GET / HTTP/1.1\r\nHost: till\r\nX: \x01\r\n\r\n", 400},
      {"a line feed alone", "GET / HTTP/1.1\nHost: till\r\n\r\n", 400},
      {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"length and coding", head + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"coding and length", head + "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n", 400},
      {"two equal lengths", head + "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx", 400},
      {"two unequal lengths", head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nx", 400},
      {"a list of lengths", head + "Content-Length: 1, 1\r\n\r\nx", 400},
      {"a negative length", head + "Content-Length: -1\r\n\r\n", 400},
      {"a length beyond 64 bits", head + "Content-Length: 99999999999999999999\r\n\r\n", 400},
      {"a length in hexadecimal", head + "Content-Length: 0x1\r\n\r\nx", 400},
      {"an unknown coding", head + "Transfer-Encoding: gzip\r\n\r\n", 501},
      {"a coding before chunked", head + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501},
      {"chunked twice",
       head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       400},
      {"a chunk without a size", head + "Transfer-Encoding: chunked\r\n\r\nx\r\n\r\n", 400},
      {"a later version", "GET / HTTP/2.0\r\nHost: till\r\n\r\n", 505},
      {"a later version and more", "GET / HTTP/2.0 HTTP/x\r\nHost: till\r\n\r\n", 505},
      {"an unknown minor version", "GET / HTTP/1.2\r\nHost: till\r\n\r\n", 505},
      {"too long a head", "GET / HTTP/1.1\r\nHost: till\r\nX: " + std::string(512, 'x'), 431},
      {"too long a target", "GET /" + std::string(512, 'x'), 431},
      {"too long a body", head + "Content-Length: 65\r\n\r\n", 413},
      {"too long a chunk", head + "Transfer-Encoding: chunked\r\n\r\n41\r\nx", 413},
      {"too many chunks",
       head + "Transfer-Encoding: chunked\r\n\r\n40\r\n" + std::string(64, 'x') + "\r\n1\r\nx\r\n",
       413},
      {"a chunk extension without end",
       head + "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(20'000, 'x'), 400},
      {"trailers without end",
       head + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: " + std::string(20'000, 'x'), 400},
  };
  for (const Row& row : rows) {
    for (const std::size_t step : {std::size_t{1}, row.text.size()}) {
      RequestReader reader(kHeader, kRequestBody);
      reader.begin();
      EXPECT_EQ(feed(reader, row.text, step), RequestState::faulty) << row.why;
      EXPECT_EQ(reader.fault(), row.status) << row.why;
    }
  }
}

TEST(RequestReader, TakesWhatIsJustWithinTheLimits) {
  const std::string start = "POST / HTTP/1.1\r\nHost: till\r\nContent-Length: 64\r\nX: ";
  const std::string filler(kHeader - start.size() - 4, 'x');
  const std::string text = start + filler + "\r\n\r\n" + std::string(kRequestBody, 'b');
  RequestReader reader(kHeader, kRequestBody);
  reader.begin();
  EXPECT_EQ(feed(reader, text, text.size()), RequestState::done);
  RequestReader narrower(kHeader - 1, kRequestBody);
  narrower.begin();
  EXPECT_EQ(feed(narrower, text, text.size()), RequestState::faulty);
  EXPECT_EQ(narrower.fault(), 431);
}

// The parser asserts on its own state: no bytes, in no pieces, may bring it to that.
TEST(RequestReader, SurvivesAnyBytesInAnyPieces) {
  std::mt19937 random(20261124);  // NOLINT: the same bytes in every run.
  const auto below = [&random](std::size_t bound) { return random() % bound; };
  constexpr std::string_view kAlphabet = "\r\n\r\n 0015;=:,\t\"chunkedX/.\x01\xff";
  for (int round = 0; round < 30'000; ++round) {
    std::string text(round % 3 == 0 ? kPost : kChunked);
    if (round % 3 == 2) text.erase(text.find("2\r\nhe"), 17);
    for (std::size_t i = below(4); i > 0; --i) {
      text[below(text.size())] = kAlphabet[below(kAlphabet.size())];
      if (below(4) == 0) text.erase(below(text.size()), 1 + below(3));
      if (below(4) == 0) text.insert(below(text.size()), 1, kAlphabet[below(kAlphabet.size())]);
    }
    RequestReader reader(kHeader, kRequestBody);
    reader.begin();
    RequestState state = RequestState::head;
    for (std::string_view rest = text; !rest.empty() && state != RequestState::done;) {
      const std::size_t count = 1 + below(std::min<std::size_t>(rest.size(), 9));
      state = feed(reader, rest.substr(0, count), count);
      rest.remove_prefix(count);
      if (state == RequestState::faulty) break;
    }
    if (state == RequestState::faulty) {
      EXPECT_GE(reader.fault(), 400);
    }
  }
}

}  // namespace
}  // namespace till::net::detail
