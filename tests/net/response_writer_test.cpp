#include "net/detail/response_writer.h"

#include <gtest/gtest.h>

namespace till::net::detail {
namespace {

std::string sent(const Response& response, const Framing& framing) {
  std::string text;
  write_head(response, framing, text);
  return text.append(sent_body(response, framing));
}

TEST(ResponseWriter, WritesHeadAndBody) {
  const std::string date = "Tue, 24 Nov 2026 10:00:00 GMT";
  const Response response{201, {{"Content-Type", "application/json"}}, "{}"};
  EXPECT_EQ(sent(response, {date, true, false, false}),
            "HTTP/1.1 201 Created\r\nDate: Tue, 24 Nov 2026 10:00:00 GMT\r\n"
            "Content-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
}

TEST(ResponseWriter, GivesTheLengthButNotTheBodyToHead) {
  const std::string date = "d";
  EXPECT_EQ(sent({200, {}, "body"}, {date, false, true, true}),
            "HTTP/1.1 200 OK\r\nDate: d\r\nContent-Length: 4\r\nConnection: keep-alive\r\n\r\n");
}

TEST(ResponseWriter, GivesNoLengthWhereThereIsNoBody) {
  const std::string date = "d";
  EXPECT_EQ(sent(Response{204, {}, {}}, {date, false, false, false}),
            "HTTP/1.1 204 No Content\r\nDate: d\r\n\r\n");
}

TEST(ResponseWriter, SendsASharedBodyInThePlaceOfItsOwn) {
  Response response{200, {}, "own"};
  response.shared_body = std::make_shared<const std::string>("shared");
  EXPECT_EQ(sent(response, {"d"}), "HTTP/1.1 200 OK\r\nDate: d\r\nContent-Length: 6\r\n\r\nshared");
}

TEST(ResponseWriter, WritesHeadersOfEveryAnswerBeforeItsOwn) {
  const std::string fixed = header_lines({{"A", "1"}, {"B", "2"}});
  EXPECT_EQ(sent({200, {{"C", "3"}}, "x"}, {.date = "d", .fixed = fixed}),
            "HTTP/1.1 200 OK\r\nDate: d\r\nA: 1\r\nB: 2\r\nC: 3\r\nContent-Length: 1\r\n\r\nx");
}

TEST(ResponseWriter, WritesTheDateAsHttpWantsIt) {
  EXPECT_EQ(http_date().size(), 29U);
  EXPECT_TRUE(http_date().ends_with(" GMT"));
}

}  // namespace
}  // namespace till::net::detail
