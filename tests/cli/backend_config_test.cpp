// [backend] of till.toml.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/config.h"
#include "cli/settings.h"
#include "cli/temporary_folder.h"

namespace till::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const std::string kShop =
    "[shop]\nmerchant_id = \"m\"\nmerchant_name = \"M\"\nurl = \"https://shop.example\"\n";
const std::string kLeast =
    "[backend]\nurl = \"https://shop.example/till\"\nsecret_file = \"b.secret\"\n";

struct Folder {
  Folder() {
    folder.write("b.secret", "hush-hush\n");
    folder.write("b.old", "old-hush\n");
    folder.write("empty", "\n");
  }
  Result<Config, std::string> load(const std::string& sections) {
    return load_config(folder.write("till.toml", kShop + sections));
  }
  TemporaryFolder folder;
};

TEST(BackendConfig, IsNoneWhereNoneIsWritten) {
  Folder folder;
  const auto config = folder.load("");
  ASSERT_TRUE(config.has_value()) << config.error();
  EXPECT_FALSE(config->backend.is_named());
}

TEST(BackendConfig, FillsWhatIsLeftOut) {
  Folder folder;
  const auto config = folder.load(kLeast);
  ASSERT_TRUE(config.has_value()) << config.error();
  const BackendConfig& backend = config->backend;
  EXPECT_EQ(backend.url, "https://shop.example/till");
  EXPECT_EQ(backend.secret, Secret("hush-hush"));
  EXPECT_TRUE(backend.previous_secret.empty());
  EXPECT_EQ(backend.ca_file, "");
  EXPECT_EQ(backend.timeout, std::chrono::milliseconds(1500));
  EXPECT_FALSE(backend.silence_approves);
  EXPECT_FALSE(backend.refunds_refused);
  EXPECT_EQ(backend.max_concurrent, 64);
  EXPECT_EQ(backend.products_every, std::chrono::minutes(5));
  ASSERT_EQ(config->secrets.size(), 1U);
  EXPECT_EQ(config->secrets[0].key, "backend.secret");
}

TEST(BackendConfig, TakesEveryKey) {
  Folder folder;
  const auto config = folder.load(
      "[backend]\nurl = \"http://127.0.0.1:8000/\"\nsecret_file = \"b.secret\"\n"
      "previous_secret_file = \"b.old\"\nca_file = \"ca.pem\"\ntimeout_ms = 900\n"
      "on_silence = \"approve\"\non_refused = \"refund\"\nmax_concurrent = 8\n"
      "products_seconds = 60\n");
  ASSERT_TRUE(config.has_value()) << config.error();
  const BackendConfig& backend = config->backend;
  EXPECT_EQ(backend.url, "http://127.0.0.1:8000");
  EXPECT_EQ(backend.previous_secret, Secret("old-hush"));
  EXPECT_EQ(backend.ca_file, folder.folder.path("ca.pem"));
  EXPECT_EQ(backend.timeout, std::chrono::milliseconds(900));
  EXPECT_TRUE(backend.silence_approves);
  EXPECT_TRUE(backend.refunds_refused);
  EXPECT_EQ(backend.max_concurrent, 8);
  EXPECT_EQ(backend.products_every, std::chrono::minutes(1));
}

TEST(BackendConfig, RefusesWhatItCannotMean) {
  const struct {
    std::string text;
    const char* key;
  } rows[] = {
      {"[backend]\n", "backend.url"},
      {"[backend]\nsecret_file = \"b.secret\"\n", "backend.url"},
      {"[backend]\nurl = \"http://shop.example\"\nsecret_file = \"b.secret\"\n", "backend.url"},
      {"[backend]\nurl = \"ftp://shop.example\"\nsecret_file = \"b.secret\"\n", "backend.url"},
      {"[backend]\nurl = \"https://u:p@shop.example\"\nsecret_file = \"b.secret\"\n",
       "backend.url"},
      {"[backend]\nurl = \"https://shop.example?x=1\"\nsecret_file = \"b.secret\"\n",
       "backend.url"},
      {"[backend]\nurl = \"https://shop.example\"\n", "backend.secret_file"},
      {"[backend]\nurl = \"https://shop.example\"\nsecret_file = \"gone\"\n",
       "backend.secret_file"},
      {"[backend]\nurl = \"https://shop.example\"\nsecret_file = \"empty\"\n",
       "backend.secret_file"},
      {kLeast + "on_silence = \"sleep\"\n", "backend.on_silence"},
      {kLeast + "on_refused = \"approve\"\n", "backend.on_refused"},
      {kLeast + "timeout_ms = 0\n", "backend.timeout_ms"},
      {kLeast + "timeout_ms = \"1500\"\n", "backend.timeout_ms"},
      {kLeast + "max_concurrent = 0\n", "backend.max_concurrent"},
      {kLeast + "products_seconds = 0\n", "backend.products_seconds"},
      {kLeast + "products_seconds = 86401\n", "backend.products_seconds"},
      {kLeast + "previous_secret_file = \"gone\"\n", "backend.previous_secret_file"},
      {kLeast + "timeout = 3\n", "backend.timeout"},
  };
  for (const auto& row : rows) {
    Folder folder;
    const auto config = folder.load(row.text);
    ASSERT_FALSE(config.has_value()) << row.text;
    EXPECT_THAT(config.error(), HasSubstr(row.key)) << row.text;
    EXPECT_THAT(config.error(), Not(HasSubstr("hush"))) << "secrets stay where they are";
  }
}

TEST(BackendConfig, TakesItsSecretsOverAtOnceAndTheRestAtARestart) {
  const auto changed = [](const std::string& before, const std::string& after) {
    return changed_at_restart(settings_of(toml::parse(before), ""),
                              settings_of(toml::parse(after), ""));
  };
  for (const char* key : {"secret_file", "previous_secret_file"}) {
    const std::string line = std::string("[backend]\n") + key + " = ";
    EXPECT_THAT(changed(line + "\"one\"\n", line + "\"two\"\n"), IsEmpty()) << key;
  }
  EXPECT_THAT(changed("[backend]\nurl = \"a\"\n", "[backend]\nurl = \"b\"\n"),
              ElementsAre("backend.url"));
}

}  // namespace
}  // namespace till::cli
