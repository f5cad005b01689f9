// [holds] and [approvals] of till.toml, and what a shop keeps to without them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/config.h"
#include "cli/shop_files.h"

namespace till::cli {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;

Result<Config, std::string> policy_with(const std::string& sections) {
  return parse_config(
      "[shop]\nmerchant_id = \"m\"\nmerchant_name = \"M\"\nurl = \"https://shop.example\"\n" +
          sections,
      "/nowhere/till.toml");
}

TEST(PolicyConfig, IsThatOfAnOpenShopByDefault) {
  for (const char* text : {"", "[holds]\n[approvals]\n[limits]\n"}) {
    const auto config = policy_with(text);
    ASSERT_TRUE(config.has_value()) << config.error();
    EXPECT_EQ(config->policy.holds.without_buyer, minutes(15));
    EXPECT_EQ(config->policy.holds.agent_share_percent, 50);
    EXPECT_EQ(config->policy.holds.open_sessions, 10'000);
    EXPECT_FALSE(config->policy.approvals.on_account || config->policy.approvals.on_request);
    EXPECT_EQ(config->policy.approvals.patience, hours(7 * 24));
    EXPECT_EQ(config->limits.requests_per_second, 50);
    EXPECT_EQ(config->limits.burst, 200);
  }
}

TEST(PolicyConfig, TakesEveryKey) {
  const auto config = policy_with(
      "[holds]\nwithout_buyer_seconds = 60\nagent_share_percent = 10\nagent_open_sessions = 7\n"
      "[approvals]\nwait_for = [\"on_request\", \"on_account\"]\npatience_hours = 2\n");
  ASSERT_TRUE(config.has_value()) << config.error();
  EXPECT_EQ(config->policy.holds.without_buyer, seconds(60));
  EXPECT_EQ(config->policy.holds.agent_share_percent, 10);
  EXPECT_EQ(config->policy.holds.open_sessions, 7);
  EXPECT_TRUE(config->policy.approvals.on_account && config->policy.approvals.on_request);
  EXPECT_EQ(config->policy.approvals.patience, hours(2));
}

TEST(PolicyConfig, SaysWhatIsWrong) {
  const std::pair<const char*, const char*> rows[] = {
      {"[holds]\nwithout_buyer_seconds = 0\n", "holds.without_buyer_seconds must be"},
      {"[holds]\nagent_share_percent = 0\n", "holds.agent_share_percent must be"},
      {"[holds]\nagent_share_percent = 101\n", "holds.agent_share_percent must be"},
      {"[holds]\nagent_open_sessions = -1\n", "holds.agent_open_sessions must be"},
      {"[approvals]\nwait_for = [\"\"]\n", "approvals.wait_for must be a list of"},
      {"[approvals]\nwait_for = [\"all\"]\n", "approvals.wait_for must be a list of"},
      {"[approvals]\npatience_hours = 0\n", "approvals.patience_hours must be"}};
  for (const auto& [text, sentence] : rows) {
    const auto config = policy_with(text);
    ASSERT_FALSE(config.has_value()) << text;
    EXPECT_THAT(config.error(), HasSubstr(sentence));
  }
}

TEST(PolicyConfig, OfTheDemoShopIsGenerousAndTrustsItsAgent) {
  NewShop shop;
  shop.listen = {"127.0.0.1", 8443};
  shop.admin_listen = {"127.0.0.1", 9464};
  shop.store_url = "memory:";
  shop.plaintext = true;
  shop.agent_token = sha256("agent");
  shop.admin_token = sha256("admin");
  std::string text = config_text(shop);
  const std::string secret = "webhook_secret_file = \"webhook.secret\"";
  text.replace(text.find(secret), secret.size(), "webhook_secret = \"s\"");
  const auto config = parse_config(text, "/nowhere/till.toml");
  ASSERT_TRUE(config.has_value()) << config.error();
  EXPECT_EQ(config->limits.requests_per_second, 50'000);
  EXPECT_EQ(config->policy.holds.agent_share_percent, 100);
  EXPECT_EQ(config->policy.holds.open_sessions, 0);
  EXPECT_TRUE(config->policy.approvals.on_account && config->policy.approvals.on_request);
  EXPECT_TRUE(config->agents.at(0).trusts_log_ins);
}

}  // namespace
}  // namespace till::cli
