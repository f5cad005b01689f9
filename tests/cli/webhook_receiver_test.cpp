// Which webhooks are taken for true, and what is said when none comes.
#include "cli/webhook_receiver.h"
#include "base/sync_wait.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "cli/loop_thread.h"
#include "net/http_client.h"
#include "webhooks/event.h"

namespace till::cli {
namespace {

using ::testing::HasSubstr;

constexpr Timestamp kReceived{1'795'514'400'000};
constexpr std::chrono::milliseconds kSoon{10'000};
constexpr std::chrono::milliseconds kAtOnce{0};
const std::string kOrder = R"({"type":"order_create","data":{"id":"ord_1"}})";

class ReceiverClock final : public Clock {
 public:
  Timestamp now() const override { return kReceived; }
};

std::string signature(const std::string& body, Timestamp at = kReceived,
                      const std::string& secret = "whsec_1") {
  return webhooks::sign(secret, at, body);
}

struct Receiving {
  Receiving()
      : receiver(std::move(*WebhookReceiver::start("127.0.0.1:0", Secret("whsec_1"), clock))),
        client(std::move(*net::HttpClient::create({}))) {}

  // The status of the answer.
  int send(const std::string& body, const std::string& signed_with,
           const std::string& method = "POST") {
    net::ClientRequest request;
    request.method = method;
    request.url = "http://127.0.0.1:" + std::to_string(receiver->port()) + "/webhooks";
    if (!signed_with.empty()) request.headers = {{"Merchant-Signature", signed_with}};
    request.body = body;
    const auto response = sync_wait(client->send(std::move(request), loop.executor()));
    return response ? response->status : 0;
  }

  ReceiverClock clock;
  LoopThread loop{kSoon};
  std::unique_ptr<WebhookReceiver> receiver;
  std::unique_ptr<net::HttpClient> client;
};

TEST(WebhookReceiver, TakesAnOrderThatIsRightlySigned) {
  Receiving receiving;
  EXPECT_EQ(receiving.send(kOrder, signature(kOrder)), 204);
  EXPECT_TRUE(receiving.receiver->wait_for_order("ord_1", kAtOnce).has_value());
}

TEST(WebhookReceiver, WaitsForAnOrderThatIsStillToCome) {
  Receiving receiving;
  std::thread sender([&receiving] { EXPECT_EQ(receiving.send(kOrder, signature(kOrder)), 204); });
  EXPECT_TRUE(receiving.receiver->wait_for_order("ord_1", kSoon).has_value());
  sender.join();
}

TEST(WebhookReceiver, RefusesWhatIsNotRightlySigned) {  // WH-07 to WH-09
  const std::pair<const char*, std::string> rows[] = {
      {"no signature", ""},
      {"no format", "v1"},
      {"another secret", signature(kOrder, kReceived, "whsec_2")},
      {"another body", signature(kOrder + " ")},
      {"too old", signature(kOrder, kReceived + Milliseconds(-301'000))},
      {"too new", signature(kOrder, kReceived + Milliseconds(301'000))},
  };
  for (const auto& [why, header] : rows) {
    Receiving receiving;
    EXPECT_EQ(receiving.send(kOrder, header), 401) << why;
    const auto waited = receiving.receiver->wait_for_order("ord_1", kAtOnce);
    ASSERT_FALSE(waited.has_value()) << why;
    EXPECT_THAT(waited.error(), HasSubstr("wrong signature")) << why;
  }
}

TEST(WebhookReceiver, TakesAnythingElseThatIsSignedForNoOrder) {
  const char* const rows[] = {
      R"({"type":"order_update","data":{"id":"ord_1"}})",
      R"({"type":"order_create","data":{"id":"ord_2"}})",
      R"({"type":"order_create"})",
      R"(["ord_1"])",
      "ord_1",
      "",
  };
  Receiving receiving;
  for (const std::string body : rows) {
    EXPECT_EQ(receiving.send(body, signature(body)), 204) << body;
    const auto waited = receiving.receiver->wait_for_order("ord_1", kAtOnce);
    ASSERT_FALSE(waited.has_value()) << body;
    EXPECT_THAT(waited.error(), HasSubstr("no webhook of ord_1 came in time"));
  }
  EXPECT_EQ(receiving.send(kOrder, signature(kOrder)), 204);
  EXPECT_TRUE(receiving.receiver->wait_for_order("ord_1", kAtOnce).has_value());
}

TEST(WebhookReceiver, TakesAPostOnly) {
  Receiving receiving;
  EXPECT_EQ(receiving.send(kOrder, signature(kOrder), "PUT"), 405);
  EXPECT_FALSE(receiving.receiver->wait_for_order("ord_1", kAtOnce).has_value());
}

TEST(WebhookReceiver, TakesTheSameOrderTwice) {  // A sender that missed the answer tries again.
  Receiving receiving;
  for (int i = 0; i < 2; ++i) EXPECT_EQ(receiving.send(kOrder, signature(kOrder)), 204);
  EXPECT_TRUE(receiving.receiver->wait_for_order("ord_1", kAtOnce).has_value());
}

TEST(WebhookReceiver, SaysWhenItCannotListen) {
  const ReceiverClock clock;
  for (const char* const address : {"", "here", "127.0.0.1", "127.0.0.1:99999"}) {
    const auto started = WebhookReceiver::start(address, Secret("s"), clock);
    ASSERT_FALSE(started.has_value()) << address;
    EXPECT_THAT(started.error(), HasSubstr("--webhook-listen must be ADDRESS:PORT"));
  }
  const Receiving receiving;
  const std::string taken = "127.0.0.1:" + std::to_string(receiving.receiver->port());
  const auto started = WebhookReceiver::start(taken, Secret("s"), clock);
  ASSERT_FALSE(started.has_value());
  EXPECT_THAT(started.error(), HasSubstr("cannot receive webhooks"));
}

}  // namespace
}  // namespace till::cli
