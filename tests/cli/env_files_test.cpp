#include "cli/agent_env.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "cli/env_file.h"
#include "cli/operator_env.h"
#include "cli/temporary_folder.h"

namespace till::cli {
namespace {

using ::testing::HasSubstr;

TEST(AgentEnv, ReadsWhatItWrites) {
  const AgentEnv env{"https://localhost:1", "/a b/ca.pem", Secret("token="), Secret("secret")};
  const auto read = parse_agent_env(format_agent_env(env));
  ASSERT_TRUE(read.has_value()) << read.error();
  EXPECT_EQ(read->url, env.url);
  EXPECT_EQ(read->ca_file, env.ca_file);
  EXPECT_EQ(read->token, env.token);
  EXPECT_EQ(read->webhook_secret, env.webhook_secret);
}

TEST(EnvFiles, CanBeSourcedByAShellWhereverTheShopLies) {
  const TemporaryFolder folder;
  for (const char* path : {"/srv/shop/ca.pem", "/a b/ca.pem", "/it's/ca.pem", "/a$HOME`id`\"\\/ca",
                           "/Käse/ca.pem", "/~#&;|<>*?[](){}!/ca.pem"}) {
    const AgentEnv env{"https://localhost:1", path, Secret("t"), Secret("s")};
    const std::string text = format_agent_env(env);
    const auto read = parse_agent_env(text);
    ASSERT_TRUE(read.has_value()) << read.error();
    EXPECT_EQ(read->ca_file, path);
    const std::string file = folder.write("agent.env", text);
    const std::string out = folder.path("out");
    const std::string command = ". " + file + " && printf %s \"$TILL_CA\" >" + out;
    ASSERT_EQ(std::system(command.c_str()), 0) << text;
    EXPECT_EQ(folder.read("out"), path);
  }
}

TEST(EnvFiles, ReadValuesInQuotes) {
  const std::pair<const char*, const char*> rows[] = {
      {"'a b'", "a b"}, {"\"a b\"", "a b"}, {"'a'\\''b'", "a'b"}, {"\"a\\\"b\"", "a\"b"},
      {"'a", "'a"},     {"a'b'", "a'b'"},   {"''", ""},           {"'", "'"},
  };
  for (const auto& [written, value] : rows) {
    const auto file = EnvFile::parse("KEY=" + std::string(written) + "\n");
    ASSERT_TRUE(file.has_value()) << written;
    EXPECT_EQ(file->text("KEY"), value) << written;
  }
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

TEST(OperatorEnv, ReadsWhatItWrites) {
  const OperatorEnv env{"http://127.0.0.1:2", "/a b/ca.pem", Secret("admin=")};
  const auto read = parse_operator_env(format_operator_env(env));
  ASSERT_TRUE(read.has_value()) << read.error();
  EXPECT_EQ(read->url, env.url);
  EXPECT_EQ(read->ca_file, env.ca_file);
  EXPECT_EQ(read->token, env.token);
}

TEST(OperatorEnv, SaysWhatIsWrong) {
  const std::pair<std::string, const char*> rows[] = {
      {"", "TILL_ADMIN_URL must be set to a URL"},
      {"TILL_ADMIN_URL=\nTILL_ADMIN_TOKEN=t\n", "TILL_ADMIN_URL must be set to a URL"},
      {"TILL_ADMIN_URL=http://h\n", "TILL_ADMIN_TOKEN must be set"},
      {"TILL_ADMIN_URL=http://h\nTILL_ADMIN_TOKEN=\n", "TILL_ADMIN_TOKEN must be set"},
      {"TILL_ADMIN_URL\n", "line 1 must be KEY=value"},
  };
  for (const auto& [text, sentence] : rows) {
    const auto read = parse_operator_env(text);
    ASSERT_FALSE(read.has_value()) << text;
    EXPECT_THAT(read.error(), HasSubstr(sentence));
  }
}

TEST(EnvFiles, AreToldApartByWhatTheyHold) {
  const TemporaryFolder folder;
  const std::string agent = folder.write("a", "TILL_URL=http://h\nTILL_TOKEN=t\n");
  const std::string admin = folder.write("o", "TILL_ADMIN_URL=http://h\nTILL_ADMIN_TOKEN=t\n");
  const std::string both = folder.write("b",
                                        "TILL_URL=http://h\nTILL_TOKEN=t\nTILL_ADMIN_URL=http://h\n"
                                        "TILL_ADMIN_TOKEN=t\n");
  const auto as_operator = load_operator_env(agent);
  ASSERT_FALSE(as_operator.has_value());
  EXPECT_EQ(as_operator.error().exit_code, 2);
  EXPECT_THAT(as_operator.error().sentence, HasSubstr("--env operator.env"));
  const auto as_agent = load_agent_env(admin);
  ASSERT_FALSE(as_agent.has_value());
  EXPECT_EQ(as_agent.error().exit_code, 2);
  EXPECT_THAT(as_agent.error().sentence, HasSubstr("agent.env"));
  // As shops of before have it.
  EXPECT_TRUE(load_operator_env(both).has_value());
  EXPECT_TRUE(load_agent_env(both).has_value());
  EXPECT_EQ(load_operator_env(folder.write("n", "X=y\n")).error().exit_code, 1);
}

}  // namespace
}  // namespace till::cli
