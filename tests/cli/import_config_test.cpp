// [import] of till.toml.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "cli/config.h"
#include "cli/temporary_folder.h"

namespace till::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct ImportFolder {
  ImportFolder() {
    folder.write("url.secret", "https://ada:hush@feeds.example/a.csv\n");
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

const std::string kOne = "[[import.sources]]\nname = \"a\"\n";
const std::string kUrl = "url = \"https://feeds.example/a\"\n";

TEST(ImportConfig, WithoutSourcesNothingIsImportedByItself) {
  ImportFolder folder;
  const auto config = folder.load("");
  ASSERT_TRUE(config.has_value()) << config.error();
  const ImportConfig& import = config->import;
  EXPECT_TRUE(import.sources.empty());
  EXPECT_EQ(import.max_bad, "1%");
  EXPECT_EQ(import.max_drop, "30%");
  EXPECT_TRUE(import.allow_networks.empty()) << "no private network is open";
}

TEST(ImportConfig, TakesEveryKey) {
  ImportFolder folder;
  const auto config = folder.load(
      "[import]\nevery_seconds = 600\nmax_bad = \"0.5%\"\nmax_drop = \"60 %\"\n"
      "timeout_seconds = 30\nmax_mb = 10\nca_file = \"ca.pem\"\nallow_networks = "
      "[\"10.0.0.0/8\"]\n" +
      kOne + "url_file = \"url.secret\"\nformat = \"google\"\n" +
      "[[import.sources]]\nname = \"b\"\nurl = \"https://feeds.example/b\"\n"
      "token_file = \"t.token\"\nupdate = true\nevery_seconds = 60\nmax_bad = \"2%\"\n"
      "[[import.sources]]\nname = \"c\"\nfile = \"c.csv\"\n");
  ASSERT_TRUE(config.has_value()) << config.error();
  const ImportConfig& import = config->import;
  EXPECT_EQ(import.every, std::chrono::seconds(600));
  EXPECT_EQ(import.max_bad, "0.5%");
  EXPECT_EQ(import.max_drop, "60 %");
  EXPECT_EQ(import.timeout, std::chrono::seconds(30));
  EXPECT_EQ(import.max_bytes, 10U * 1024 * 1024);
  EXPECT_EQ(import.ca_file, folder.folder.path("ca.pem"));
  EXPECT_THAT(import.allow_networks, ElementsAre("10.0.0.0/8"));
  ASSERT_EQ(import.sources.size(), 3U);
  EXPECT_EQ(import.sources[0].url, Secret("https://ada:hush@feeds.example/a.csv"));
  EXPECT_EQ(import.sources[0].format, "google");
  EXPECT_FALSE(import.sources[0].update);
  EXPECT_EQ(import.sources[1].token, Secret("hush-hush"));
  EXPECT_TRUE(import.sources[1].update);
  EXPECT_EQ(import.sources[1].every, std::chrono::seconds(60));
  EXPECT_EQ(import.sources[1].max_bad, "2%");
  EXPECT_TRUE(import.sources[2].url.empty());
  EXPECT_EQ(import.sources[2].file, folder.folder.path("c.csv"));
}

TEST(ImportConfig, AUrlWithAPasswordOrAQueryIsASecretAndAPlainOneIsNot) {
  const struct {
    const char* url;
    bool secret;
  } rows[] = {{"url = \"https://feeds.example/a.csv\"", false},
              {"url = \"https://ada:hush@feeds.example/a.csv\"", true},
              {"url = \"https://feeds.example/a.csv?key=hush\"", true},
              {"url_file = \"url.secret\"", true}};
  for (const auto& row : rows) {
    const auto config = ImportFolder().load(kOne + row.url + "\n");
    ASSERT_TRUE(config.has_value()) << config.error();
    const bool told =
        std::any_of(config->secrets.begin(), config->secrets.end(),
                    [](const SecretPlace& place) { return place.key == "import.sources[0].url"; });
    EXPECT_EQ(told, row.secret) << row.url;
  }
}

TEST(ImportConfig, RefusesWhatWouldNotWork) {
  const struct {
    std::string sections, refusal;
  } rows[] = {
      {"[import]\nevery_seconds = 0\n", "import.every_seconds"},
      {"[import]\nmax_bad = \"1\"\n", "import.max_bad must be a percentage"},
      {"[import]\nmax_bad = \"%\"\n", "import.max_bad must be a percentage"},
      {"[import]\nmax_drop = \"101%\"\n", "import.max_drop must be a percentage"},
      {"[import]\nmax_mb = 0\n", "import.max_mb"},
      {"[import]\ntimeout_seconds = 0\n", "import.timeout_seconds"},
      {"[import]\nallow_networks = [\"here\"]\n", "import.allow_networks must be a list of"},
      {"[import]\nurl = \"https://a.example\"\n", "import.url is not a key"},
      {"[import.sources]\nname = \"a\"\n", "one [[import.sources]] for each"},
      {kOne, "import.sources[0].url must be set, or file"},
      {kOne + kUrl + "file = \"a\"\n", "import.sources[0].url must be set, or file"},
      {kOne + "url = \"http://a.example/\"\n", "import.sources[0].url must be an https URL"},
      {kOne + "url = \"ftp://a.example/\"\n", "import.sources[0].url must be an https URL"},
      {kOne + "url = \"https://a:b@c.example/\"\ntoken = \"t\"\n",
       "import.sources[0].token must be left out"},
      {kOne + "file = \"a\"\ntoken = \"t\"\n", "import.sources[0].token must be left out"},
      {kOne + kUrl + "every_seconds = 60\n", "import.sources[0].every_seconds must be left out"},
      {kOne + kUrl + "max_bad = \"2%\"\n", "import.sources[0].max_bad must be left out"},
      {kOne + kUrl + "update = true\nmax_drop = \"2%\"\n", "import.sources[0].max_drop is not"},
      {"[[import.sources]]\nname = \"a/b\"\n" + kUrl, "import.sources[0].name must be at most 64"},
      {kOne + kUrl + kOne + kUrl, "import.sources[1].name must be unique"},
  };
  for (const auto& row : rows) {
    const auto config = ImportFolder().load(row.sections);
    ASSERT_FALSE(config.has_value()) << row.sections;
    EXPECT_THAT(config.error(), HasSubstr(row.refusal));
  }
}

TEST(ImportConfig, ARefusalShowsNoSecret) {
  const auto config =
      ImportFolder().load(kOne + "url = \"http://ada:hush@feeds.example/hush.csv\"\n");
  ASSERT_FALSE(config.has_value());
  EXPECT_EQ(config.error().find("hush"), std::string::npos) << config.error();
}

}  // namespace
}  // namespace till::cli
