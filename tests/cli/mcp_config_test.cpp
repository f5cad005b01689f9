// [mcp] of till.toml.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/config.h"

namespace till::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Result<Config, std::string> config_with(const std::string& mcp) {
  return parse_config(
      "[shop]\nmerchant_id = \"m\"\nmerchant_name = \"M\"\nurl = \"https://shop.example\"\n" + mcp,
      "/nowhere/till.toml");
}

TEST(McpConfig, OffersEverythingToNoPageByDefault) {
  for (const char* text : {"", "[mcp]\n"}) {
    const auto config = config_with(text);
    ASSERT_TRUE(config.has_value()) << config.error();
    const McpConfig& mcp = config->mcp;
    EXPECT_TRUE(mcp.enabled && mcp.carts && mcp.orders && mcp.products && mcp.chatgpt);
    EXPECT_THAT(mcp.allowed_origins, IsEmpty());
    EXPECT_THAT(mcp.authorization_servers, IsEmpty());
  }
}

TEST(McpConfig, TakesEveryKey) {
  const auto config = config_with(
      "[mcp]\nenabled = false\n"
      "allowed_origins = [\"https://chat.example\", \"http://localhost:3000\"]\n"
      "authorization_servers = [\"https://login.example/\"]\n");
  ASSERT_TRUE(config.has_value()) << config.error();
  EXPECT_FALSE(config->mcp.enabled);
  EXPECT_THAT(config->mcp.allowed_origins,
              ElementsAre("https://chat.example", "http://localhost:3000"));
  EXPECT_THAT(config->mcp.authorization_servers, ElementsAre("https://login.example"));
}

TEST(McpConfig, OffersTheGroupsOfToolsThatAreNamedAndNoOthers) {
  const struct {
    const char* tools;
    bool carts, orders, products, chatgpt;
  } rows[] = {
      {"[]", false, false, false, false},
      {"[\"carts\"]", true, false, false, false},
      {"[\"orders\"]", false, true, false, false},
      {"[\"products\"]", false, false, true, false},
      {"[\"chatgpt\", \"carts\"]", true, false, false, true},
      {"[\"carts\", \"orders\", \"products\", \"chatgpt\"]", true, true, true, true},
  };
  for (const auto& row : rows) {
    const auto config = config_with("[mcp]\ntools = " + std::string(row.tools) + "\n");
    ASSERT_TRUE(config.has_value()) << config.error();
    EXPECT_EQ(config->mcp.carts, row.carts) << row.tools;
    EXPECT_EQ(config->mcp.orders, row.orders) << row.tools;
    EXPECT_EQ(config->mcp.products, row.products) << row.tools;
    EXPECT_EQ(config->mcp.chatgpt, row.chatgpt) << row.tools;
  }
}

TEST(McpConfig, SaysWhatIsWrong) {
  const struct {
    const char* line;
    const char* sentence;
  } rows[] = {
      {"enabled = \"yes\"", "mcp.enabled must be true or false"},
      {"tools = \"carts\"", "mcp.tools must be"},
      {"tools = [\"cart\"]", "mcp.tools must be a list of \"carts\", \"orders\", \"products\""},
      {"tools = [7]", "mcp.tools must be"},
      {"allowed_origins = \"https://a\"", "mcp.allowed_origins must be"},
      {"allowed_origins = [\"chat.example\"]", "mcp.allowed_origins must be a list of origins"},
      {"allowed_origins = [\"https://chat.example/\"]", "mcp.allowed_origins must be"},
      {"allowed_origins = [\"https://chat.example/a\"]", "mcp.allowed_origins must be"},
      {"allowed_origins = [\"://a\"]", "mcp.allowed_origins must be"},
      {"allowed_origins = [\"https://\"]", "mcp.allowed_origins must be"},
      {"allowed_origins = [\"*\"]", "mcp.allowed_origins must be"},
      {"authorization_servers = [\"login\"]", "mcp.authorization_servers must be a URL"},
      {"port = 1", "mcp.port is not a key Till knows"},
  };
  for (const auto& row : rows) {
    const auto config = config_with("[mcp]\n" + std::string(row.line) + "\n");
    ASSERT_FALSE(config.has_value()) << row.line;
    EXPECT_THAT(config.error(), HasSubstr(row.sentence)) << row.line;
  }
}

}  // namespace
}  // namespace till::cli
