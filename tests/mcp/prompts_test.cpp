#include "mcp/prompts.h"

#include <gtest/gtest.h>

#include "mcp/mcp_shop.h"

namespace till::mcp {
namespace {

using test::McpShop;
using test::raw_at;
using test::rpc;
using test::text_at;

constexpr const char* kText = "/result/messages/0/content/text";

TEST(Prompts, AreListedWithTheirArguments) {
  const std::string listed = render_prompts();
  EXPECT_EQ(text_at(listed, "/prompts/0/name"), "buy");
  EXPECT_EQ(text_at(listed, "/prompts/0/arguments/0/name"), "product");
  EXPECT_EQ(raw_at(listed, "/prompts/0/arguments/0/required"), "true");
  EXPECT_EQ(text_at(listed, "/prompts/0/arguments/1/name"), "quantity");
  EXPECT_EQ(raw_at(listed, "/prompts/0/arguments/1/required"), "false");
}

TEST(Prompts, NameTheProductTheQuantityAndTheShop) {
  McpShop shop;
  const auto one =
      shop.ask(rpc("1", "prompts/get", R"({"name":"buy","arguments":{"product":"a \"mug\""}})"));
  EXPECT_EQ(text_at(one, "/result/messages/0/role"), "user");
  EXPECT_TRUE(text_at(one, kText).starts_with("Buy this for me at Demo shop: 1 x a \"mug\"."));
  const auto two = shop.ask(
      rpc("1", "prompts/get", R"({"name":"buy","arguments":{"product":"mug","quantity":"2"}})"));
  EXPECT_TRUE(text_at(two, kText).starts_with("Buy this for me at Demo shop: 2 x mug."));
}

TEST(Prompts, NameNoToolThatDoesNotExist) {
  McpShop shop;
  const auto prompt =
      shop.ask(rpc("1", "prompts/get", R"({"name":"buy","arguments":{"product":"mug"}})"));
  const std::string text = text_at(prompt, kText);
  for (const char* tool : {"search_products", "create_checkout_session", "update_checkout_session",
                           "complete_checkout_session", "cancel_checkout_session"}) {
    EXPECT_NE(text.find(tool), std::string::npos) << tool;
    EXPECT_NE(find_tool(tool, {}), nullptr) << tool;
  }
}

TEST(Prompts, AndInstructionsNameNoToolThatIsNotOffered) {
  ToolGroups groups;
  groups.products = false;
  McpShop shop(groups);
  const auto prompt =
      shop.ask(rpc("1", "prompts/get", R"({"name":"buy","arguments":{"product":"mug"}})"));
  EXPECT_EQ(prompt.find("search_products"), std::string::npos);
  EXPECT_NE(prompt.find("create_checkout_session"), std::string::npos);
  const auto begun = shop.ask(test::initialize());
  EXPECT_EQ(begun.find("search_products"), std::string::npos);
  EXPECT_NE(begun.find("create_checkout_session"), std::string::npos);
}

TEST(Prompts, SayWhatIsWrongWithARequestForOne) {
  McpShop shop;
  for (const char* params :
       {"{}", R"({"name":"sell"})", R"({"name":7})", R"({"name":"buy"})",
        R"({"name":"buy","arguments":{}})", R"({"name":"buy","arguments":{"product":1}})",
        R"({"name":"buy","arguments":[]})"}) {
    const auto answer = shop.ask(rpc("1", "prompts/get", params));
    EXPECT_EQ(raw_at(answer, "/error/code"), "-32602") << params;
    EXPECT_FALSE(text_at(answer, "/error/message").empty());
  }
}

}  // namespace
}  // namespace till::mcp
