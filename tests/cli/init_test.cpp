#include "cli/init.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <set>
#include <sstream>

#include "cli/agent_env.h"
#include "cli/config.h"
#include "cli/operator_env.h"
#include "cli/temporary_folder.h"

namespace till::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
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

mode_t mode_of(const std::string& path) {
  struct stat status {};
  EXPECT_EQ(lstat(path.c_str(), &status), 0) << path;
  return status.st_mode & 07777;
}

TEST(Init, ClosesEveryFileAndFolderToOthersWhateverTheUmask) {
  for (const mode_t mask : {0000, 0022, 0777}) {
    const TemporaryFolder folder;
    const mode_t before = umask(mask);
    const auto made = init(options_of(folder));
    umask(before);
    ASSERT_TRUE(made.has_value()) << made.error().sentence;
    std::set<std::string> files;
    const std::filesystem::path shop = folder.path("shop");
    for (const auto& entry : std::filesystem::recursive_directory_iterator(shop)) {
      EXPECT_EQ(mode_of(entry.path()), entry.is_directory() ? 0700 : 0600) << entry.path();
      if (!entry.is_directory()) files.insert(entry.path().lexically_relative(shop));
    }
    EXPECT_EQ(mode_of(shop), 0700);
    EXPECT_THAT(files,
                IsSupersetOf({"till.toml", "catalog.json", "agent.env", "operator.env",
                              "webhook.secret", "tls/ca.pem", "tls/cert.pem", "tls/key.pem"}));
    for (const std::string& file : files) {
      EXPECT_THAT(file, Not(HasSubstr(".new-"))) << "no file of the writing may stay behind";
    }
  }
}

TEST(Init, ClosesAFolderThatIsThereAlready) {
  const TemporaryFolder folder;
  InitOptions options = options_of(folder);
  ASSERT_TRUE(init(options).has_value());
  for (const char* each : {"shop", "shop/tls"}) chmod(folder.path(each).c_str(), 0777);
  for (const char* each : {"shop/till.toml", "shop/tls/key.pem"}) {
    chmod(folder.path(each).c_str(), 0666);
  }
  options.force = true;
  ASSERT_TRUE(init(options).has_value());
  EXPECT_EQ(mode_of(folder.path("shop")), 0700);
  EXPECT_EQ(mode_of(folder.path("shop/tls")), 0700);
  EXPECT_EQ(mode_of(folder.path("shop/till.toml")), 0600);
  EXPECT_EQ(mode_of(folder.path("shop/tls/key.pem")), 0600);
}

TEST(Init, FollowsNoSymbolicLink) {
  for (const std::string link : {"shop", "shop/tls"}) {
    const TemporaryFolder folder;
    std::filesystem::create_directories(folder.path("elsewhere"));
    if (link != "shop") std::filesystem::create_directories(folder.path("shop"));
    std::filesystem::create_directory_symlink(folder.path("elsewhere"), folder.path(link));
    InitOptions options = options_of(folder);
    for (const bool force : {false, true}) {
      options.force = force;
      const auto refusal = init(options);
      ASSERT_FALSE(refusal.has_value()) << link;
      EXPECT_EQ(refusal.error().exit_code, kWrongUse);
      EXPECT_THAT(refusal.error().sentence, HasSubstr("is a symbolic link"));
      EXPECT_TRUE(std::filesystem::is_empty(folder.path("elsewhere")));
    }
  }
}

TEST(Init, ReplacesALinkInThePlaceOfAFile) {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder.path("shop/tls"));
  const std::string mine = folder.write("mine", "mine");
  for (const char* file : {"shop/till.toml", "shop/agent.env", "shop/tls/key.pem"}) {
    std::filesystem::create_symlink(mine, folder.path(file));
  }
  InitOptions options = options_of(folder);
  EXPECT_FALSE(init(options).has_value());
  options.force = true;
  ASSERT_TRUE(init(options).has_value());
  EXPECT_EQ(folder.read("mine"), "mine");
  EXPECT_EQ(mode_of(folder.path("shop/tls/key.pem")), 0600);
}

TEST(Init, TakesNoFolderThatEverybodyShares) {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder.path("shop"));
  ASSERT_EQ(chmod(folder.path("shop").c_str(), 01777), 0);
  const auto refusal = init(options_of(folder));
  ASSERT_FALSE(refusal.has_value());
  EXPECT_THAT(refusal.error().sentence, HasSubstr("is shared with everyone"));
  EXPECT_EQ(mode_of(folder.path("shop")), 01777);
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

// The section of that name, which is a comment, as a file of its own.
std::string uncommented(const std::string& text, const std::string& section) {
  std::istringstream lines(text.substr(text.find("# " + section)));
  std::string out;
  for (std::string line; std::getline(lines, line) && !line.empty();) {
    const bool setting = line == "# " + section || line.find(" = ") != std::string::npos;
    if (setting) out += line.substr(2) + "\n";
  }
  return out;
}

TEST(Init, SectionsThatAreCommentsSayWhatHoldsWithoutThem) {
  const TemporaryFolder folder;
  ASSERT_TRUE(init(options_of(folder)).has_value());
  for (const char* secret : {"backend.secret", "backend.secret.old", "mail.secret"}) {
    folder.write(secret, "hush-hush\n");
  }
  folder.write("feeds.secret", std::string(32, 's'));
  const std::string text = folder.read("shop/till.toml");
  const auto config = load_config(folder.write(
      "till.toml",
      "[shop]\nmerchant_id = \"m\"\nmerchant_name = \"M\"\nurl = \"https://shop.example\"\n" +
          uncommented(text, "[backend]") + uncommented(text, "[mail]") +
          uncommented(text, "[feeds]") + uncommented(text, "[import]")));
  ASSERT_TRUE(config.has_value()) << config.error();
  const BackendConfig& backend = config->backend;
  EXPECT_TRUE(backend.is_named());
  EXPECT_EQ(backend.timeout, BackendConfig().timeout);
  EXPECT_EQ(backend.silence_approves, BackendConfig().silence_approves);
  EXPECT_EQ(backend.refunds_refused, BackendConfig().refunds_refused);
  EXPECT_EQ(backend.max_concurrent, BackendConfig().max_concurrent);
  EXPECT_EQ(backend.products_every, BackendConfig().products_every);
  const MailConfig& mail = config->mail;
  EXPECT_TRUE(mail.is_named());
  EXPECT_EQ(mail.tls, MailConfig().tls);
  EXPECT_EQ(mail.port, MailConfig().port);
  EXPECT_EQ(mail.timeout, MailConfig().timeout);
  EXPECT_EQ(mail.send.size(), checkout::kBuyerNews.size());
  const FeedsConfig& feeds = config->feeds;
  EXPECT_FALSE(feeds.is_kept());
  EXPECT_EQ(feeds.folder, folder.path("feeds"));
  EXPECT_EQ(feeds.every, FeedsConfig().every);
  EXPECT_EQ(feeds.checkout, FeedsConfig().checkout);
  const ImportConfig& import = config->import;
  EXPECT_TRUE(import.sources.empty());
  EXPECT_EQ(import.every, ImportConfig().every);
  EXPECT_EQ(import.max_bad, ImportConfig().max_bad);
  EXPECT_EQ(import.max_drop, ImportConfig().max_drop);
  EXPECT_EQ(import.timeout, ImportConfig().timeout);
  EXPECT_EQ(import.max_bytes, ImportConfig().max_bytes);
  EXPECT_EQ(import.allow_networks, ImportConfig().allow_networks);
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
  EXPECT_TRUE(config->store.is_in_memory());
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
      {listen, "localhost:1", "", "memory:", false, "--admin-listen must differ"},
      {"0.0.0.0:2", admin, "", "memory:", false, "--admin-listen must differ"},
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
