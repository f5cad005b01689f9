#include "cli/init.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "cli/agent_env.h"
#include "cli/config.h"
#include "cli/operator_env.h"
#include "cli/temporary_folder.h"

namespace till::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Result<std::string, Failure> init(InitOptions options) {
  const SystemClock clock;
  SystemRandom random;
  return init_shop(options, clock, random);
}

InitOptions options_of(const TemporaryFolder& folder) {
  InitOptions options;
  options.folder = folder.path("shop");
  return options;
}

TEST(Init, WritesEveryFileAndKeepsSecretsToTheirOwner) {
  const TemporaryFolder folder;
  const auto made = init(options_of(folder));
  ASSERT_TRUE(made.has_value()) << made.error().sentence;
  const std::pair<const char*, mode_t> files[] = {
      {"till.toml", 0644},      {"catalog.json", 0644}, {"tls/ca.pem", 0644},
      {"tls/cert.pem", 0644},   {"tls/key.pem", 0600},  {"agent.env", 0600},
      {"webhook.secret", 0600}, {"operator.env", 0600},
  };
  const mode_t mask = umask(0);
  umask(mask);
  for (const auto& [name, mode] : files) {
    struct stat status {};
    ASSERT_EQ(stat(folder.path(std::string("shop/") + name).c_str(), &status), 0) << name;
    EXPECT_EQ(status.st_mode & 0777, mode & ~mask) << name;
  }
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path("shop"))) {
    count += entry.is_regular_file() ? 1 : 0;
  }
  EXPECT_EQ(count, std::size(files)) << "no file of the writing may stay behind";
}

TEST(Init, WritesAConfigThatFitsTheFilesOfAgentAndOperator) {
  const TemporaryFolder folder;
  InitOptions options = options_of(folder);
  options.listen = "127.0.0.1:18443";
  options.admin_listen = "127.0.0.1:19464";
  options.webhook_url = "https://localhost:1/x";
  ASSERT_TRUE(init(options).has_value());
  const auto config = load_config(folder.path("shop/till.toml"));
  ASSERT_TRUE(config.has_value()) << config.error();
  const auto env = load_agent_env(folder.path("shop/agent.env"));
  ASSERT_TRUE(env.has_value()) << env.error().sentence;
  const auto operators = load_operator_env(folder.path("shop/operator.env"));
  ASSERT_TRUE(operators.has_value()) << operators.error().sentence;
  EXPECT_EQ(env->url, "https://127.0.0.1:18443");
  EXPECT_EQ(operators->url, "http://127.0.0.1:19464");
  EXPECT_EQ(operators->ca_file, env->ca_file);
  EXPECT_EQ(env->ca_file, folder.path("shop/tls/ca.pem"));
  EXPECT_THAT(env->token.reveal(), StartsWith("till_agent_"));
  EXPECT_EQ(env->token.reveal().size(), std::string("till_agent_").size() + 43);
  EXPECT_THAT(operators->token.reveal(), StartsWith("till_admin_"));
  ASSERT_EQ(config->agents.size(), 1U);
  const AgentConfig& agent = config->agents[0];
  EXPECT_THAT(agent.token_digests, ElementsAre(sha256(env->token.reveal())));
  EXPECT_EQ(config->admin_token_digest, sha256(operators->token.reveal()));
  EXPECT_EQ(agent.webhook_secret, env->webhook_secret);
  EXPECT_EQ(agent.webhook_url, options.webhook_url);
  EXPECT_EQ(agent.webhook_ca_file, folder.path("shop/tls/ca.pem"));
  EXPECT_THAT(config->webhooks.allow_networks, ElementsAre("127.0.0.0/8", "::1/128"));
  const std::string text = folder.read("shop/till.toml");
  EXPECT_THAT(text, Not(HasSubstr(env->token.reveal())));
  EXPECT_THAT(text, Not(HasSubstr(env->webhook_secret.reveal())));
}

TEST(Init, LeavesTheAuthorityOfAReceiverElsewhereToTheSystem) {
  const TemporaryFolder folder;
  for (const char* url : {"", "http://127.0.0.1:1/x", "https://agent.example/x"}) {
    InitOptions options = options_of(folder);
    options.webhook_url = url;
    options.force = true;
    ASSERT_TRUE(init(options).has_value());
    const auto config = load_config(folder.path("shop/till.toml"));
    ASSERT_TRUE(config.has_value()) << config.error();
    EXPECT_EQ(config->agents[0].webhook_url, url);
    EXPECT_EQ(config->agents[0].webhook_ca_file, "");
  }
}

TEST(Init, DescribesPlainHttpWhenAskedTo) {
  const TemporaryFolder folder;
  InitOptions options = options_of(folder);
  options.plaintext = true;
  options.store_url = "memory:";
  ASSERT_TRUE(init(options).has_value());
  const auto config = load_config(folder.path("shop/till.toml"));
  ASSERT_TRUE(config.has_value()) << config.error();
  EXPECT_TRUE(config->listen.plaintext);
  EXPECT_TRUE(config->store.memory);
  EXPECT_EQ(load_agent_env(folder.path("shop/agent.env"))->url, "http://127.0.0.1:8443");
}

TEST(Init, RefusesToOverwriteBeforeItWritesAnything) {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder.path("shop"));
  folder.write("shop/till.toml", "mine");
  const auto refusal = init(options_of(folder));
  ASSERT_FALSE(refusal.has_value());
  EXPECT_EQ(refusal.error().exit_code, 2);
  EXPECT_THAT(refusal.error().sentence, HasSubstr("--force"));
  EXPECT_EQ(folder.read("shop/till.toml"), "mine");
  EXPECT_FALSE(std::filesystem::exists(folder.path("shop/tls")));
  InitOptions options = options_of(folder);
  options.force = true;
  EXPECT_TRUE(init(options).has_value());
  EXPECT_NE(folder.read("shop/till.toml"), "mine");
}

struct WrongOptions {
  std::string listen;
  std::string admin_listen;
  std::string webhook_url;
  std::string store_url;
  bool plaintext;
  std::string sentence;
};

TEST(Init, RefusesOptionsThatCannotWork) {
  const std::string listen = "127.0.0.1:1";
  const std::string admin = "127.0.0.1:2";
  const WrongOptions rows[] = {
      {"nowhere", admin, "", "memory:", false, "--listen must be"},
      {"127.0.0.1:70000", admin, "", "memory:", false, "--listen must be"},
      {listen, "0.0.0.0:2", "", "memory:", false, "--admin-listen must be"},
      {listen, listen, "", "memory:", false, "--admin-listen must differ"},
      {"0.0.0.0:1", admin, "", "memory:", true, "--plaintext needs"},
      {listen, admin, "http://agent.example/", "memory:", false, "--webhook-url must be"},
      {listen, admin, "agent", "memory:", false, "--webhook-url must be"},
      {listen, admin, "", "mysql:x", false, "--store must be"},
  };
  const TemporaryFolder folder;
  for (const WrongOptions& row : rows) {
    const auto refusal = init({folder.path("shop"), row.listen, row.admin_listen, row.webhook_url,
                               row.store_url, row.plaintext, false});
    ASSERT_FALSE(refusal.has_value()) << row.sentence;
    EXPECT_EQ(refusal.error().exit_code, 2);
    EXPECT_THAT(refusal.error().sentence, HasSubstr(row.sentence));
    EXPECT_FALSE(std::filesystem::exists(folder.path("shop")));
  }
}

}  // namespace
}  // namespace till::cli
