// What goes out to a receiver of webhooks, and what is made of its answer.
#include "http/webhook_sender.h"
#include "base/sync_wait.h"

#include <gtest/gtest.h>

#include "app/fakes.h"
#include "http/api_shop.h"

namespace till::http {
namespace {

using ClientResult = Result<net::Response, net::ClientFailure>;

class FakeClient final : public net::HttpClient {
 public:
  Task<Done> pause(std::chrono::milliseconds, Executor&) override { co_return Done{}; }
  Task<ClientResult> send(net::ClientRequest request, Executor&) override {
    sent.push_back(std::move(request));
    co_return answer;
  }
  ClientResult answer = net::Response{};
  std::vector<net::ClientRequest> sent;
};

app::WebhookAnswer deliver(FakeClient& client, std::string* asked_for = nullptr) {
  HttpWebhookSender sender([&](const std::string& url) -> net::HttpClient& {
    if (asked_for != nullptr) *asked_for = url;
    return client;
  });
  app::ManualExecutor executor;
  app::WebhookDelivery delivery{"https://agent.example/hook", R"({"type":"order_create"})",
                                "t=1,v1=ab", "evt_7", *parse_rfc3339("2026-11-24T10:00:00Z")};
  return sync_wait(sender.send(std::move(delivery), executor));
}

TEST(WebhookSender, PostsTheBodyWithItsSignature) {  // WH-01, WH-07, WH-15
  FakeClient client;
  std::string asked_for;
  const auto answer = deliver(client, &asked_for);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(asked_for, "https://agent.example/hook");
  ASSERT_EQ(client.sent.size(), 1U);
  const net::ClientRequest& sent = client.sent[0];
  EXPECT_EQ(sent.method, "POST");
  EXPECT_EQ(sent.url, "https://agent.example/hook");
  EXPECT_EQ(sent.body, R"({"type":"order_create"})");
  net::Response headers;
  headers.headers = sent.headers;
  EXPECT_EQ(test::header_of(headers, "Content-Type"), "application/json");
  EXPECT_EQ(test::header_of(headers, "Merchant-Signature"), "t=1,v1=ab");
  EXPECT_EQ(test::header_of(headers, "Request-Id"), "evt_7");
  EXPECT_EQ(test::header_of(headers, "Timestamp"), "2026-11-24T10:00:00Z");
  EXPECT_EQ(test::header_of(headers, "User-Agent"), "till");
}

TEST(WebhookSender, ReadsRetryAfterInSecondsOrAsADate) {  // WH-13
  const struct {
    const char* name;
    const char* value;
    std::optional<std::int64_t> seconds;
  } rows[] = {
      {"Retry-After", "7", 7},
      {"retry-after", "0", 0},
      {"RETRY-AFTER", "86400", 86'400},
      {"Retry-After", "99999999", 86'400},
      {"Retry-After", "-1", std::nullopt},
      {"Retry-After", "1.5", std::nullopt},
      {"Retry-After", "", std::nullopt},
      {"Retry-After", "99999999999999999999", std::nullopt},
      {"Retry-After", "Tue, 24 Nov 2026 10:00:09 GMT", 9},  // The request left at 10:00:00.
      {"Retry-After", "Wed, 09 Dec 2026 10:00:00 GMT", 86'400},
      {"Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT", 0},
      {"Retry-After", "Tue, 24 Nov 2026 10:00:09 CET", std::nullopt},
      {"Retry-After", "Tue, 24 Foo 2026 10:00:09 GMT", std::nullopt},
      {"Retry-After", "Tue, 31 Feb 2026 10:00:09 GMT", std::nullopt},
      {"Retry-Afterwards", "7", std::nullopt},
  };
  for (const auto& row : rows) {
    FakeClient client;
    net::Response response;
    response.status = 503;
    response.headers = {{row.name, row.value}};
    client.answer = response;
    const auto answer = deliver(client);
    EXPECT_EQ(answer.status, 503);
    const auto expected = row.seconds
                              ? std::optional<Milliseconds>(std::chrono::seconds(*row.seconds))
                              : std::nullopt;
    EXPECT_EQ(answer.retry_after, expected) << row.name << ": " << row.value;
  }
}

TEST(WebhookSender, TellsWhyNoAnswerCame) {
  for (const auto kind : {net::ClientFailureKind::bad_url, net::ClientFailureKind::not_sent,
                          net::ClientFailureKind::no_answer}) {
    FakeClient client;
    client.answer = refused(net::ClientFailure{kind, "connection refused"});
    const auto answer = deliver(client);
    EXPECT_EQ(answer.status, std::nullopt);
    EXPECT_EQ(answer.retry_after, std::nullopt);
    EXPECT_EQ(answer.error, "connection refused");
  }
}

}  // namespace
}  // namespace till::http
