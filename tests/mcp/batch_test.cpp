// Several messages in one body, as the first version of the protocol has them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "mcp/mcp_shop.h"

namespace till::mcp {
namespace {

using test::call;
using test::McpShop;
using test::notification;
using test::post;
using test::raw_at;
using test::rpc;
using test::text_at;
using ::testing::HasSubstr;

const std::string kOnePing = rpc("1", "ping");

TEST(Endpoint, AnswersABatchWhereTheVersionHasThem) {
  McpShop shop;
  const std::string batch = "[" + kOnePing + "," + notification("notifications/initialized") +
                            ",7," + rpc("\"b\"", "no/such") + "]";
  for (const std::string& session : {std::string(), shop.open("2025-03-26")}) {
    const auto response = shop.send(post(batch, session));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(raw_at(response.body, "/0/id"), "1");
    EXPECT_EQ(raw_at(response.body, "/0/result"), "{}");
    EXPECT_EQ(raw_at(response.body, "/1/id"), "");
    EXPECT_EQ(raw_at(response.body, "/1/error/code"), "-32600");
    EXPECT_EQ(raw_at(response.body, "/2/id"), "\"b\"");
    EXPECT_EQ(raw_at(response.body, "/2/error/code"), "-32601");
    EXPECT_EQ(raw_at(response.body, "/3"), "") << "a notification has no answer";
  }
  const auto none = shop.send(post("[" + notification("notifications/initialized") + "]"));
  EXPECT_EQ(none.status, 202);
}

TEST(Endpoint, CountsEveryMessageOfABatchAsARequest) {
  McpShop shop;
  shop.access.messages_left = 1;
  const auto response =
      shop.send(post("[" + kOnePing + "," + rpc("2", "ping") + "," + rpc("3", "ping") + "]"));
  EXPECT_EQ(raw_at(response.body, "/0/result"), "{}") << "counted when the request was let in";
  EXPECT_EQ(raw_at(response.body, "/1/result"), "{}");
  EXPECT_EQ(raw_at(response.body, "/2/error/code"), "-32000");
  EXPECT_EQ(raw_at(response.body, "/2/id"), "3");
}

// A batch of calls that each answer with much must not make the server gather all of it.
TEST(Batches, StopOnceTheirAnswersAreTooLong) {
  McpShop shop;
  std::string lines = R"({"id":"mug-blue"})";
  for (int i = 1; i < 100; ++i) lines += R"(,{"id":"mug-blue"})";
  const std::string order = R"({"currency":"usd","capabilities":{},"line_items":[)" + lines + "]}";
  const auto made =
      shop.send(post(call("1", "create_checkout_session", test::arguments("k", {}, order))));
  const std::string id = text_at(made.body, "/result/structuredContent/id");
  const std::string look = call("2", "get_checkout_session", test::arguments({}, id));
  const std::size_t one = shop.send(post(look)).body.size();
  ASSERT_GT(one * Incoming::kBatch, Incoming::kBatchAnswerBytes) << "the answers are long enough";
  std::string batch = "[" + look;
  for (std::size_t i = 1; i < Incoming::kBatch; ++i) batch += "," + look;
  const auto answer = shop.send(post(batch + "]")).body;
  EXPECT_LT(answer.size(), Incoming::kBatchAnswerBytes + one + Incoming::kBatch * 256);
  EXPECT_EQ(text_at(answer, "/0/result/structuredContent/id"), id);
  EXPECT_THAT(text_at(answer, "/19/error/message"), HasSubstr("again by itself"));
}

}  // namespace
}  // namespace till::mcp
