// Calls that are refused by their shape, and batches by their length.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "mcp/mcp_shop.h"

namespace till::mcp {
namespace {

using test::call;
using test::McpShop;
using test::post;
using test::raw_at;
using test::rpc;
using test::text_at;
using ::testing::HasSubstr;

// ACP's binding has no word for these, MCP has: the model is to see them (SEP-1303).
TEST(RefusedCalls, AreResultsOfTheToolWhenTheirShapeIsWrong) {
  McpShop shop;
  const char* const arguments[] = {"{}", R"({"payload":{}})",
                                   R"({"meta":{"api_version":"2026-04-17"},"payload":{}})"};
  for (const char* given : arguments) {
    const auto answer = shop.send(post(call("1", "create_checkout_session", given))).body;
    EXPECT_EQ(raw_at(answer, "/result/isError"), "true") << answer;
    EXPECT_EQ(raw_at(answer, "/result/structuredContent"), "") << "that is for results";
    const std::string code = text_at(answer, "/result/_meta/till~1error/code");
    EXPECT_FALSE(code.empty());
    EXPECT_THAT(text_at(answer, "/result/content/0/text"), HasSubstr(code));
    const auto bare = shop.send(post(rpc("1", "create_checkout_session", given))).body;
    EXPECT_EQ(raw_at(bare, "/error/code"), "-32602") << "MP-11: ACP's own method";
  }
  const auto none = shop.send(post(call("1", "create_checkout_session", "[]"))).body;
  EXPECT_EQ(raw_at(none, "/error/code"), "-32602") << "that is no call";
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
