// subscriptions/listen: what is honoured, what is told, and how much a client may have of it.
#include "mcp/listeners.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mcp/listener.h"
#include "mcp/modern.h"

namespace till::mcp {
namespace {

using http::test::set_header;
using test::Listener;
using test::McpShop;
using test::messages_of;
using test::modern;
using test::modern_post;
using test::raw_at;
using test::text_at;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* kAll =
    R"("notifications":{"toolsListChanged":true,"promptsListChanged":true,)"
    R"("resourcesListChanged":true,"resourceSubscriptions":["till://products/mug-blue"]})";
constexpr const char* kSubscriptionId = "/params/_meta/io.modelcontextprotocol~1subscriptionId";

net::Request listening(const std::string& filter = kAll, const std::string& id = "\"l\"") {
  return modern_post(modern(id, "subscriptions/listen", filter), "subscriptions/listen");
}

TEST(Listening, BeginsWithWhatIsHonoured) {  // MC-SU-02, MC-SU-05
  const struct {
    const char* filter;
    const char* honoured;
  } rows[] = {
      {kAll, R"({"resourcesListChanged":true})"},
      {R"("notifications":{"resourcesListChanged":true})", R"({"resourcesListChanged":true})"},
      {R"("notifications":{"resourcesListChanged":false})", "{}"},
      {R"("notifications":{"toolsListChanged":true})", "{}"},
      {R"("notifications":{"unheard":7})", "{}"},
      {R"("notifications":{})", "{}"},
  };
  for (const auto& row : rows) {
    McpShop shop;
    const auto response = shop.send(listening(row.filter));
    ASSERT_NE(response.stream, nullptr) << row.filter << response.body;
    const Listener listener(response.stream, shop.executor());
    const auto messages = messages_of(listener.heard());
    ASSERT_THAT(messages, SizeIs(1));
    EXPECT_EQ(text_at(messages[0], "/method"), "notifications/subscriptions/acknowledged");
    EXPECT_EQ(raw_at(messages[0], "/params/notifications"), row.honoured);
    EXPECT_EQ(raw_at(messages[0], kSubscriptionId), "\"l\"");
    EXPECT_FALSE(listener.ended());
  }
}

TEST(Listening, IsRefusedWithoutAFilterThatIsOne) {
  McpShop shop;
  for (const char* filter : {"", R"("notifications":null)", R"("notifications":[])",
                             R"("notifications":{"resourcesListChanged":1})",
                             R"("notifications":{"resourceSubscriptions":"x"})"}) {
    const auto response = shop.send(listening(filter));
    EXPECT_EQ(response.stream, nullptr) << filter;
    EXPECT_EQ(raw_at(response.body, "/error/code"), "-32602") << filter;
  }
  net::Request no_stream = listening();
  set_header(no_stream, "Accept", "application/json");
  EXPECT_EQ(shop.send(no_stream).status, 406);
}

TEST(Listening, HearsThatProductsChangedOnlyWhenItAskedFor) {  // MC-SU-03, MC-SU-04
  McpShop shop;
  const auto wanted = shop.send(listening(kAll, "0"));
  const auto other = shop.send(listening(R"("notifications":{"toolsListChanged":true})"));
  const Listener hears(wanted.stream, shop.executor());
  const Listener hears_nothing(other.stream, shop.executor());
  shop.endpoint.products_changed();
  shop.executor().run_all();
  const auto messages = messages_of(hears.heard());
  ASSERT_THAT(messages, SizeIs(2));
  EXPECT_EQ(text_at(messages[1], "/method"), "notifications/resources/list_changed");
  EXPECT_EQ(raw_at(messages[1], kSubscriptionId), "0") << "the id as it was sent";
  EXPECT_THAT(messages_of(hears_nothing.heard()), SizeIs(1));
}

TEST(Listening, IsNotHonouredWhereNoProductsAreShown) {  // MC-SU-09
  ToolGroups groups;
  groups.products = false;
  McpShop shop(groups);
  const auto response = shop.send(listening());
  const Listener listener(response.stream, shop.executor());
  EXPECT_EQ(raw_at(messages_of(listener.heard())[0], "/params/notifications"), "{}");
}

TEST(Listening, EndsWithAResultWhenTheServerDoesOrTheTokenIsRevoked) {  // MC-SU-07, MC-X-05
  for (const bool revoked : {false, true}) {
    McpShop shop;
    const auto response = shop.send(listening());
    Listener listener(response.stream, shop.executor());
    revoked ? shop.endpoint.cut_off("agent-a", false) : listener.close();
    shop.executor().run_all();
    EXPECT_TRUE(listener.ended());
    const auto messages = messages_of(listener.heard());
    ASSERT_THAT(messages, SizeIs(2));
    EXPECT_EQ(raw_at(messages[1], "/id"), "\"l\"");
    EXPECT_EQ(text_at(messages[1], "/result/resultType"), "complete");
    EXPECT_EQ(raw_at(messages[1], "/result/_meta/io.modelcontextprotocol~1subscriptionId"),
              "\"l\"");
  }
}

TEST(Listening, OfOneAgentIsNotEndedByTheRevocationOfAnother) {
  McpShop shop;
  net::Request other = listening();
  set_header(other, "Authorization", "Bearer token-b");
  const auto response = shop.send(other);
  const Listener listener(response.stream, shop.executor());
  shop.endpoint.cut_off("agent-a", true);
  shop.executor().run_all();
  EXPECT_FALSE(listener.ended());
}

TEST(Listening, IsBoundedForAnAgentAndFreeAgainWhenAStreamIsGone) {  // MC-SU-06
  McpShop shop;
  std::vector<net::Response> open;
  for (std::size_t i = 0; i < Listeners::kOfAnAgent; ++i) open.push_back(shop.send(listening()));
  const auto refused = shop.send(listening());
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(raw_at(refused.body, "/error/code"), "-32603");
  EXPECT_EQ(raw_at(refused.body, "/id"), "\"l\"");
  net::Request other = listening();
  set_header(other, "Authorization", "Bearer token-b");
  EXPECT_NE(shop.send(other).stream, nullptr) << "another agent has its own";
  open.pop_back();
  EXPECT_NE(shop.send(listening()).stream, nullptr);
}

TEST(Listening, HoldsNoMoreThanEachMessageOnceForWhoDoesNotRead) {  // docs/mcp.md
  const std::string id = "\"" + std::string(Incoming::kIdBytes - 2, 'i') + "\"";
  McpShop shop;
  const auto response = shop.send(listening(kAll, id));
  ASSERT_NE(response.stream, nullptr);
  for (int i = 0; i < 1'000; ++i) shop.endpoint.products_changed();
  const Listener listener(response.stream, shop.executor());
  EXPECT_LE(listener.heard().size(), Listeners::kHeldBytes);
  EXPECT_THAT(messages_of(listener.heard()), SizeIs(2));
}

TEST(Listening, SaysThatItLivesWhenNothingElseIsToBeSaid) {  // MC-TR-08
  McpShop shop;
  const auto response = shop.send(listening());
  Listener listener(response.stream, shop.executor());
  listener.beat();
  EXPECT_THAT(listener.heard(), HasSubstr("\n: still here\n\n"));
}

}  // namespace
}  // namespace till::mcp
