#include "cli/agent_env.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace till::cli {
namespace {

using ::testing::HasSubstr;

TEST(AgentEnv, ReadsWhatItWrites) {
  const AgentEnv env{"https://localhost:1", "/a b/ca.pem",        Secret("token="),
                     Secret("secret"),      "http://127.0.0.1:2", Secret("admin")};
  const auto read = parse_agent_env(format_agent_env(env));
  ASSERT_TRUE(read.has_value()) << read.error();
  EXPECT_EQ(read->url, env.url);
  EXPECT_EQ(read->ca_file, env.ca_file);
  EXPECT_EQ(read->token, env.token);
  EXPECT_EQ(read->webhook_secret, env.webhook_secret);
  EXPECT_EQ(read->admin_url, env.admin_url);
  EXPECT_EQ(read->admin_token, env.admin_token);
}

TEST(AgentEnv, PassesOverCommentsOtherKeysAndTheSlashAtTheEnd) {
  const auto read = parse_agent_env("# mine\r\n\nOTHER=x\nTILL_URL=http://h/\r\nTILL_TOKEN=t");
  ASSERT_TRUE(read.has_value()) << read.error();
  EXPECT_EQ(read->url, "http://h");
  EXPECT_EQ(read->token, Secret("t"));
  EXPECT_TRUE(read->ca_file.empty());
}

TEST(AgentEnv, SaysWhatIsWrong) {
  const std::pair<std::string, const char*> rows[] = {
      {"", "TILL_URL must be set to a URL"},
      {"TILL_URL=shop\nTILL_TOKEN=t\n", "TILL_URL must be set to a URL"},
      {"TILL_URL=https://h\n", "TILL_TOKEN must be set"},
      {"TILL_URL=https://h\nTILL_TOKEN\n", "line 2 must be KEY=value"},
      {"=x\n", "line 1 must be KEY=value"},
      {"TILL_URL=https://h\n\nTILL_TOKEN=a\rb\n", "line 3 must hold no control character"},
      {std::string("TILL_TOKEN=a\0b", 14), "line 1 must hold no control character"},
  };
  for (const auto& [text, sentence] : rows) {
    const auto read = parse_agent_env(text);
    ASSERT_FALSE(read.has_value()) << text;
    EXPECT_THAT(read.error(), HasSubstr(sentence));
  }
}

}  // namespace
}  // namespace till::cli
