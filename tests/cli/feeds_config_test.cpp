// [feeds] of till.toml, and what `till feed` takes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/command_line.h"
#include "cli/config.h"
#include "cli/temporary_folder.h"

namespace till::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string kFeedSecret(32, 's');

struct FeedsFolder {
  FeedsFolder() {
    folder.write("f.secret", kFeedSecret + "\n");
    folder.write("t.token", "hush-hush\n");
  }
  Result<Config, std::string> load(const std::string& sections) {
    return load_config(folder.write("till.toml",
                                    "[shop]\nmerchant_id = \"m\"\nmerchant_name = \"M\"\n"
                                    "url = \"https://shop.example\"\n" +
                                        sections));
  }
  TemporaryFolder folder;
};

TEST(FeedsConfig, KeepsNoneWhereNoneIsNamed) {
  FeedsFolder folder;
  const auto config = folder.load("[feeds]\nbrand = \"Loom\"\n");
  ASSERT_TRUE(config.has_value()) << config.error();
  EXPECT_FALSE(config->feeds.is_kept());
  EXPECT_EQ(config->feeds.brand, "Loom");
  EXPECT_TRUE(config->feeds.secret.empty()) << "they are served nowhere";
  EXPECT_FALSE(config->feeds.checkout);
}

TEST(FeedsConfig, TakesEveryKey) {
  FeedsFolder folder;
  const auto config = folder.load(
      "[feeds]\nformats = [\"acp\", \"google\"]\nfolder = \"out\"\nevery_seconds = 600\n"
      "secret_file = \"f.secret\"\nbrand = \"Loom\"\ncountry = \"US\"\ncheckout = true\n"
      "honor_prices_seconds = 3600\n"
      "[[feeds.push]]\nname = \"agent\"\nurl = \"https://agent.example/acp/\"\n"
      "token_file = \"t.token\"\nca_file = \"ca.pem\"\n");
  ASSERT_TRUE(config.has_value()) << config.error();
  const FeedsConfig& feeds = config->feeds;
  EXPECT_TRUE(feeds.is_kept());
  EXPECT_THAT(feeds.formats, ElementsAre("acp", "google"));
  EXPECT_EQ(feeds.folder, folder.folder.path("out"));
  EXPECT_EQ(feeds.every, std::chrono::seconds(600));
  EXPECT_EQ(feeds.secret, Secret(kFeedSecret));
  EXPECT_EQ(feeds.country, "US");
  EXPECT_TRUE(feeds.checkout);
  EXPECT_EQ(feeds.honored, std::chrono::seconds(3'600));
  ASSERT_EQ(feeds.pushes.size(), 1U);
  EXPECT_EQ(feeds.pushes[0].url, "https://agent.example/acp");
  EXPECT_EQ(feeds.pushes[0].token, Secret("hush-hush"));
  EXPECT_EQ(feeds.pushes[0].ca_file, folder.folder.path("ca.pem"));
}

TEST(FeedsConfig, RefusesWhatWouldNotWork) {
  const std::string push = "[[feeds.push]]\nname = \"a\"\nurl = \"https://a.example\"\n";
  const struct {
    std::string sections, refusal;
  } rows[] = {
      {"[feeds]\nsecret = \"short\"\n", "feeds.secret must be 32 to 128 letters"},
      {"[feeds]\nsecret = \"" + std::string(31, 's') + "/\"\n", "feeds.secret must be 32 to 128"},
      {"[feeds]\ncountry = \"us\"\n", "feeds.country must be a country of ISO 3166-1"},
      {"[feeds]\ncountry = \"UK\"\n", "feeds.country must be a country of ISO 3166-1"},
      {"[feeds]\nevery_seconds = 59\n", "feeds.every_seconds"},
      {"[feeds]\nformat = \"acp\"\n", "feeds.format"},
      {"[feeds]\nformats = [\"acp\"]\nhonor_prices_seconds = 604801\n",
       "feeds.honor_prices_seconds"},
      {"[feeds]\nhonor_prices_seconds = 1\n", "feeds.honor_prices_seconds must be left out"},
      {push, "feeds.push[0].token_file must be set"},
      {"[[feeds.push]]\nname = \"a\"\nurl = \"http://a.example\"\ntoken = \"t\"\n",
       "feeds.push[0].url must be an https URL"},
      {"[[feeds.push]]\nname = \"../a\"\nurl = \"https://a.example\"\ntoken = \"t\"\n",
       "feeds.push[0].name must be at most 64 letters"},
      {push + "token = \"t\"\n" + push + "token = \"t\"\n", "feeds.push[1].name must be unique"},
  };
  for (const auto& row : rows) {
    const auto config = FeedsFolder().load(row.sections);
    ASSERT_FALSE(config.has_value()) << row.sections;
    EXPECT_THAT(config.error(), HasSubstr(row.refusal));
  }
}

TEST(FeedCommand, NeedsAConfigAndAFormat) {
  EXPECT_FALSE(parse_command_line({"feed", "--config", "t.toml"}, "1"));
  EXPECT_FALSE(parse_command_line({"feed", "--format", "acp"}, "1"));
  const auto given = parse_command_line(
      {"feed", "--config", "t.toml", "--format", "acp", "--out", "a.gz", "--report", "r", "--json"},
      "1");
  ASSERT_TRUE(given);
  const auto& options = std::get<FeedOptions>(*given);
  EXPECT_EQ(options.format, "acp");
  EXPECT_EQ(options.out, "a.gz");
  EXPECT_EQ(options.report, "r");
  EXPECT_TRUE(options.json);
}

}  // namespace
}  // namespace till::cli
