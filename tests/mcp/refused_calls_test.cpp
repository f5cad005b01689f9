// Calls that are refused by their shape.
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

}  // namespace
}  // namespace till::mcp
