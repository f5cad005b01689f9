// Feeds at their secret URL.
#include "http/feed_pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/fakes.h"
#include "base/sync_wait.h"
#include "cli/temporary_folder.h"

namespace till::http {
namespace {

using ::testing::IsEmpty;

const std::string kRightSecret(32, 's');

class FeedUrl : public ::testing::Test {
 protected:
  FeedUrl() {
    folder_.write("acp.jsonl", "{\"id\":1}\n");
    folder_.write("acp.jsonl.gz", "packed");
  }
  static net::Request request(std::string path, std::vector<net::Header> headers = {}) {
    net::Request made;
    made.method = "GET";
    made.path = std::move(path);
    made.headers = std::move(headers);
    return made;
  }
  net::Response get(const std::string& name, std::vector<net::Header> headers = {}) {
    const auto asked = request("/feeds/" + kRightSecret + "/" + name, std::move(headers));
    EXPECT_TRUE(pages_.serves(asked.path));
    return sync_wait(pages_.handle(asked));
  }
  static std::string body_of(const net::Response& response) {
    app::ManualExecutor executor;
    std::string body;
    while (response.stream) {
      const std::string piece = sync_wait(response.stream->next(executor));
      if (piece.empty()) break;
      body += piece;
    }
    EXPECT_EQ(response.stream_bytes.value_or(0), body.size());
    return body;
  }

  const cli::TemporaryFolder folder_;
  FeedPages pages_{Secret(kRightSecret),
                   {{"acp.jsonl", folder_.path("acp.jsonl"), "application/x-ndjson"},
                    {"late.tsv", folder_.path("late.tsv"), "text/plain"}}};
};

TEST_F(FeedUrl, LeadsToTheFileThatWasWrittenLast) {
  const auto plain = get("acp.jsonl");
  EXPECT_EQ(plain.status, 200);
  EXPECT_EQ(plain.header("Content-Type"), "application/x-ndjson");
  EXPECT_EQ(plain.header("Content-Encoding"), std::nullopt);
  EXPECT_EQ(body_of(plain), "{\"id\":1}\n");
  folder_.write("acp.jsonl", "other\n");
  EXPECT_EQ(body_of(get("acp.jsonl")), "other\n");
}

TEST_F(FeedUrl, GivesItCompressedToWhoTakesIt) {
  const auto packed = get("acp.jsonl", {{"Accept-Encoding", "br, gzip;q=0.5"}});
  EXPECT_EQ(packed.header("Content-Encoding"), "gzip");
  EXPECT_EQ(packed.header("Content-Type"), "application/x-ndjson");
  EXPECT_EQ(packed.header("Vary"), "Accept-Encoding");
  EXPECT_EQ(body_of(packed), "packed");
  const auto file = get("acp.jsonl.gz", {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(file.header("Content-Encoding"), std::nullopt);
  EXPECT_EQ(file.header("Content-Type"), "application/gzip");
  EXPECT_EQ(body_of(file), "packed");
}

TEST_F(FeedUrl, SaysWhenNothingChanged) {
  const std::string etag(*get("acp.jsonl").header("ETag"));
  const std::string packed(*get("acp.jsonl", {{"Accept-Encoding", "gzip"}}).header("ETag"));
  EXPECT_NE(etag, packed);
  const auto same = get("acp.jsonl", {{"If-None-Match", "\"x\", W/" + etag}});
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.header("ETag"), etag);
  EXPECT_FALSE(same.stream);
  EXPECT_EQ(get("acp.jsonl", {{"If-None-Match", packed}}).status, 200);
  folder_.write("acp.jsonl", "longer than before\n");
  EXPECT_EQ(get("acp.jsonl", {{"If-None-Match", etag}}).status, 200);
}

TEST_F(FeedUrl, LeadsNowhereWithoutTheSecretOrTheName) {
  const std::string right = "/feeds/" + kRightSecret;
  const std::string nowhere = get("late.tsv").body;
  for (const std::string& path :
       {std::string("/feeds/"), std::string("/feeds//acp.jsonl"), right, right + "/",
        right + "/acp.json", right + "/../acp.jsonl", right + "/acp.jsonl/",
        "/feeds/" + kRightSecret + "s/acp.jsonl", "/feeds/" + kRightSecret.substr(1) + "/acp.jsonl",
        right + "/.gz"}) {
    EXPECT_TRUE(pages_.serves(path)) << path;
    const auto answer = sync_wait(pages_.handle(request(path)));
    EXPECT_EQ(answer.status, 404) << path;
    EXPECT_EQ(answer.body, nowhere) << path << ": as of a feed that was never written";
  }
  auto post = request(right + "/acp.jsonl");
  post.method = "POST";
  EXPECT_EQ(sync_wait(pages_.handle(post)).status, 404);
}

TEST_F(FeedUrl, IsAPathLikeAnyOtherWhereNoneIsServed) {
  const FeedPages none(Secret(), {{"acp.jsonl", folder_.path("acp.jsonl"), ""}});
  EXPECT_FALSE(none.serves("/feeds//acp.jsonl")) << "no secret is none that fits";
  EXPECT_FALSE(pages_.serves("/feeds"));
}

TEST_F(FeedUrl, IsBusyWhileTooManyAreSent) {
  std::vector<net::Response> sent;
  for (int i = 0; i < 32; ++i) sent.push_back(get("acp.jsonl"));
  const auto busy = get("acp.jsonl");
  EXPECT_EQ(busy.status, 503);
  EXPECT_EQ(busy.header("Retry-After"), "60");
  sent.pop_back();
  EXPECT_EQ(get("acp.jsonl").status, 200);
}

TEST_F(FeedUrl, AStreamThatIsClosedEndsBeforeItsTime) {
  app::ManualExecutor executor;
  const auto response = get("acp.jsonl");
  response.stream->close();
  EXPECT_THAT(sync_wait(response.stream->next(executor)), IsEmpty());
}

TEST(FeedHeaders, TakeGzipWhereItIsNotRefused) {
  for (const char* yes : {"gzip", "GZIP", "br , gzip", "*", "gzip;q=0.001", "gzip; q=1"}) {
    EXPECT_TRUE(takes_gzip(yes)) << yes;
  }
  for (const char* no : {"", "identity", "gzip;q=0", "gzip; q=0.000", "xgzip", "br,"}) {
    EXPECT_FALSE(takes_gzip(no)) << no;
  }
}

}  // namespace
}  // namespace till::http
