// What a changed till.toml needs a restart for, by its keys.
#include "cli/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/temporary_folder.h"

namespace till::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Settings read(const std::string& text, const std::string& folder = "") {
  const toml::table table = toml::parse(text);
  return settings_of(table, folder);
}

std::vector<std::string> changed(const std::string& before, const std::string& after) {
  return changed_at_restart(read(before), read(after));
}

TEST(ChangedSettings, AreNamedByTheirFullKeys) {
  EXPECT_THAT(changed("[limits]\nburst = 1\n", "[limits]\nburst = 1 # the same\n"), IsEmpty());
  EXPECT_THAT(changed("[limits]\nburst = 1\n", "[limits]\nburst = 2\n"),
              ElementsAre("limits.burst"));
  EXPECT_THAT(changed("[limits]\nburst = 1\n", "[log]\nlevel = \"debug\"\n"),
              ElementsAre("limits.burst", "log.level"));
  EXPECT_THAT(changed("[mcp]\ntools = [\"carts\"]\n", "[mcp]\ntools = [\"carts\", \"orders\"]\n"),
              ElementsAre("mcp.tools"));
}

TEST(ChangedSettings, LeaveOutWhatIsTakenOverAtOnce) {
  EXPECT_THAT(
      changed("[[agents]]\nid = \"a\"\n", "[[agents]]\nid = \"b\"\n[[agents]]\nid = \"c\"\n"),
      IsEmpty());
  EXPECT_THAT(changed("", "[[operators]]\nname = \"ada\"\n"), IsEmpty());
  EXPECT_THAT(changed("[admin]\ntoken_sha256 = \"a\"\n", "[admin]\ntoken_sha256 = \"b\"\n"),
              IsEmpty());
}

TEST(ChangedSettings, LeaveOutTheSecretsOfThePaymentProviderWhichAreTakenOverToo) {
  for (const char* key : {"secret_key", "secret_key_file", "secret_key_env", "webhook_secret",
                          "webhook_secret_file", "webhook_previous_secret_file"}) {
    const std::string line = std::string("[stripe]\n") + key + " = ";
    EXPECT_THAT(changed(line + "\"one\"\n", line + "\"two\"\n"), IsEmpty()) << key;
    EXPECT_THAT(changed("[stripe]\n", line + "\"two\"\n"), IsEmpty()) << key;
  }
  EXPECT_THAT(changed("[stripe]\nprofile = \"p\"\n", "[stripe]\nprofile = \"q\"\n"),
              ElementsAre("stripe.profile"));
}

TEST(ChangedSettings, KnowWhatLiesInAFileByItsContent) {
  const TemporaryFolder folder;
  const std::string text = "[stripe]\nca_file = \"key\"\n";
  folder.write("key", "sk_test_1");
  const Settings before = read(text, folder.path(""));
  EXPECT_THAT(changed_at_restart(before, read(text, folder.path(""))), IsEmpty());
  folder.write("key", "sk_test_2");
  EXPECT_THAT(changed_at_restart(before, read(text, folder.path(""))),
              ElementsAre("stripe.ca_file"));
}

}  // namespace
}  // namespace till::cli
