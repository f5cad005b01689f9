// `till buy` from the agent's file to the verified webhook.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <sstream>

#include "base/sync_wait.h"
#include "cli/commands.h"
#include "cli/fake_shop.h"
#include "cli/loop_thread.h"
#include "cli/temporary_folder.h"
#include "cli/webhook_receiver.h"
#include "net/http_client.h"
#include "webhooks/event.h"

namespace till::cli {
namespace {

using ::testing::Contains;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

struct Buying {
  Buying() {
    options.env = folder.write("agent.env", format_agent_env(shop.env()));
    options.items = {{"mug-blue", 2}};
  }
  // Why it failed; empty when it did not.
  std::string failure() {
    const auto outcome = buy(options, out);
    if (outcome) return "";
    EXPECT_EQ(outcome.error().exit_code, kFailed);
    return outcome.error().sentence;
  }

  TemporaryFolder folder;
  FakeShop shop;
  BuyOptions options;
  std::ostringstream out;
};

// A port of this machine that is free now.
std::string free_address() {
  const SystemClock clock;
  const auto probe = WebhookReceiver::start("127.0.0.1:0", Secret("s"), clock);
  return "127.0.0.1:" + std::to_string((*probe)->port());
}

TEST(Buy, EndsWithTheOrderWhenNoWebhookIsWaitedFor) {
  Buying buying;
  EXPECT_EQ(buying.failure(), "");
  EXPECT_THAT(buying.out.str(), EndsWith("order     ord_1  $46.89\n"));
}

TEST(Buy, EndsWithTheVerifiedWebhookOfItsOrder) {
  Buying buying;
  buying.options.webhook_listen = free_address();
  LoopThread loop(std::chrono::seconds(10));
  const auto client = net::HttpClient::create({});
  const std::string body = R"({"type":"order_create","data":{"id":"ord_1"}})";
  buying.shop.before(kComplete, [&] {
    net::ClientRequest webhook;
    webhook.method = "POST";
    webhook.url = "http://" + buying.options.webhook_listen + "/";
    webhook.headers = {
        {"Merchant-Signature", webhooks::sign("whsec_1", SystemClock().now(), body)}};
    webhook.body = body;
    const auto answer = sync_wait((*client)->send(std::move(webhook), loop.executor()));
    EXPECT_TRUE(answer && answer->status == 204);
  });
  EXPECT_EQ(buying.failure(), "");
  EXPECT_THAT(buying.out.str(), EndsWith("webhook verified: order_create of ord_1\n"));
}

TEST(Buy, PaysWithTheCardItIsGiven) {
  Buying buying;
  buying.options.card = "4000000000000002";
  EXPECT_EQ(buying.failure(), "");
  EXPECT_THAT(buying.shop.requests().at(3).body, HasSubstr(R"("number":"4000000000000002")"));
}

TEST(Buy, CancelsTheSessionOfAPurchaseThatFails) {
  Buying buying;
  buying.shop.instead(kVault, {{422, R"({"code":"invalid_card","message":"No such card."})"}});
  EXPECT_EQ(buying.failure(), "cannot vault the card: No such card. (422 invalid_card)");
  EXPECT_THAT(buying.shop.calls(), Contains(kCancel));
}

TEST(Buy, AsksNothingOfTheShopWhenItCannotBegin) {
  struct Row {
    const char* name;
    std::function<void(Buying&)> spoil;
    const char* sentence;
  };
  const Row rows[] = {
      {"no file", [](Buying& it) { it.options.env = it.folder.path("other.env"); }, "other.env"},
      {"no token", [](Buying& it) { it.folder.write("agent.env", "TILL_URL=http://h\n"); },
       "TILL_TOKEN"},
      {"no address", [](Buying& it) { it.options.webhook_listen = "here"; },
       "--webhook-listen must be ADDRESS:PORT"},
      {"no authority",
       [](Buying& it) {
         AgentEnv env = it.shop.env();
         env.ca_file = it.folder.path("no-ca.pem");
         it.folder.write("agent.env", format_agent_env(env));
       },
       "no-ca.pem"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    Buying buying;
    row.spoil(buying);
    EXPECT_THAT(buying.failure(), HasSubstr(row.sentence));
    EXPECT_THAT(buying.shop.calls(), IsEmpty());
  }
}

TEST(Buy, SaysThatNoServerIsThere) {
  Buying buying;
  AgentEnv env = buying.shop.env();
  env.url = "http://" + free_address();
  buying.folder.write("agent.env", format_agent_env(env));
  EXPECT_THAT(buying.failure(), HasSubstr("is the server running?"));
  EXPECT_THAT(buying.out.str(), Not(HasSubstr("token_1")));
}

}  // namespace
}  // namespace till::cli
