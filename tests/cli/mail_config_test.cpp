// [mail] of till.toml.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/config.h"
#include "cli/findings.h"
#include "cli/settings.h"
#include "cli/temporary_folder.h"

namespace till::cli {
namespace {

using checkout::BuyerNewsType;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string kLeastMail = "[mail]\nhost = \"mail.example\"\nfrom = \"orders@shop.example\"\n";

struct MailFolder {
  MailFolder() { folder.write("m.secret", "hush-hush\n"); }
  Result<Config, std::string> load(const std::string& sections) {
    return load_config(folder.write("till.toml",
                                    "[shop]\nmerchant_id = \"m\"\nmerchant_name = \"M\"\n"
                                    "url = \"https://shop.example\"\n" +
                                        sections));
  }
  TemporaryFolder folder;
};

TEST(MailConfig, IsNoneWhereNoneIsWritten) {
  const auto config = MailFolder().load("");
  ASSERT_TRUE(config.has_value()) << config.error();
  EXPECT_FALSE(config->mail.is_named());
}

TEST(MailConfig, FillsWhatIsLeftOut) {
  const auto config = MailFolder().load(kLeastMail);
  ASSERT_TRUE(config.has_value()) << config.error();
  const MailConfig& mail = config->mail;
  EXPECT_EQ(mail.port, 587);
  EXPECT_EQ(mail.tls, MailTls::starttls);
  EXPECT_EQ(mail.username, "");
  EXPECT_EQ(mail.send.size(), checkout::kBuyerNews.size());
  EXPECT_EQ(mail.timeout, std::chrono::seconds(30));
}

TEST(MailConfig, TakesEveryKey) {
  MailFolder folder;
  const auto config = folder.load(
      "[mail]\nhost = \"2001:db8::1\"\nport = 2525\ntls = \"tls\"\nusername = \"shop\"\n"
      "password_file = \"m.secret\"\nca_file = \"ca.pem\"\nfrom = \"orders@shop.example\"\n"
      "from_name = \"Müller\"\nreply_to = \"help@shop.example\"\ntimeout_seconds = 5\n"
      "send = [\"shipped\", \"confirmation\"]\n");
  ASSERT_TRUE(config.has_value()) << config.error();
  const MailConfig& mail = config->mail;
  EXPECT_EQ(mail.host, "2001:db8::1");
  EXPECT_EQ(mail.port, 2525);
  EXPECT_EQ(mail.tls, MailTls::tls);
  EXPECT_EQ(mail.password, Secret("hush-hush"));
  EXPECT_THAT(mail.ca_file, testing::EndsWith("/ca.pem"));
  EXPECT_EQ(mail.from_name, "Müller");
  EXPECT_EQ(mail.reply_to, "help@shop.example");
  EXPECT_EQ(mail.timeout, std::chrono::seconds(5));
  EXPECT_THAT(mail.send, ElementsAre(BuyerNewsType::confirmed, BuyerNewsType::shipped));
  ASSERT_EQ(config->secrets.size(), 1U);
  EXPECT_EQ(config->secrets[0].key, "mail.password");
}

TEST(MailConfig, ThePortFollowsFromTls) {
  const auto port = [](const char* host, const char* tls) {
    const auto config = MailFolder().load(std::string("[mail]\nhost = \"") + host + "\"\ntls = \"" +
                                          tls + "\"\nfrom = \"orders@shop.example\"\n");
    return config ? int{config->mail.port} : 0;
  };
  EXPECT_EQ(port("mail.example", "tls"), 465);
  EXPECT_EQ(port("mail.example", "starttls"), 587);
  EXPECT_EQ(port("127.0.0.1", "none"), 25);
  EXPECT_EQ(port("localhost", "none"), 25);
}

TEST(MailConfig, RefusesWhatCannotBeAndNamesTheKey) {
  struct Row {
    std::string section;
    const char* refusal;
  };
  for (const Row& row :
       {Row{"[mail]\nfrom = \"a@b.example\"\n", "mail.host"},
        {"[mail]\nhost = \"mail.example\"\n", "mail.from"},
        {"[mail]\nhost = \"http://mail\"\nfrom = \"a@b.example\"\n", "mail.host must be"},
        {"[mail]\nhost = \"user@mail\"\nfrom = \"a@b.example\"\n", "mail.host must be"},
        {"[mail]\nhost = \"mail\"\nfrom = \"Ann <a@b.example>\"\n", "mail.from must be"},
        {kLeastMail + "tls = \"none\"\n", "mail.tls must be"},
        {kLeastMail + "tls = \"off\"\n", "mail.tls must be"},
        {kLeastMail + "port = 0\n", "mail.port must be"},
        {kLeastMail + "username = \"shop\"\n", "mail.password_file must be"},
        {kLeastMail + "password_file = \"m.secret\"\n", "mail.username must be"},
        {kLeastMail + "reply_to = \"nobody\"\n", "mail.reply_to must be"},
        {kLeastMail + "send = [\"spam\"]\n", "mail.send must be"},
        {kLeastMail + "send = [\"shipped\", \"shipped\"]\n", "mail.send must be"},
        {kLeastMail + "timeout_seconds = 90\n", "mail.timeout_seconds must be"},
        {kLeastMail + "template = \"x\"\n", "mail.template"}}) {
    const auto config = MailFolder().load(row.section);
    ASSERT_FALSE(config.has_value()) << row.section;
    EXPECT_THAT(config.error(), HasSubstr(row.refusal));
  }
}

TEST(MailConfig, NoneOfItIsTakenOverWhileTheShopRuns) {
  const auto running = MailFolder().load(kLeastMail)->settings;
  const auto written = MailFolder().load(kLeastMail + "reply_to = \"help@shop.example\"\n");
  EXPECT_THAT(changed_at_restart(running, written->settings), ElementsAre("mail.reply_to"));
  MailFolder folder;
  const std::string signed_in = kLeastMail + "username = \"shop\"\npassword_file = \"m.secret\"\n";
  const auto before = folder.load(signed_in)->settings;
  folder.folder.write("m.secret", "another\n");
  EXPECT_THAT(changed_at_restart(before, folder.load(signed_in)->settings),
              ElementsAre("mail.password_file"));
}

TEST(MailConfig, InTheClearIsNotFitToBeOpen) {
  const auto config = MailFolder().load(
      "[mail]\nhost = \"127.0.0.1\"\ntls = \"none\"\nfrom = \"orders@shop.example\"\n");
  ASSERT_TRUE(config.has_value()) << config.error();
  const auto codes = [&config](Purpose purpose) {
    std::vector<std::string> all;
    for (const Finding& each : findings_of(*config, {}, purpose)) all.emplace_back(each.code);
    return all;
  };
  EXPECT_THAT(codes(Purpose::production), Contains("mail_plain"));
  EXPECT_THAT(codes(Purpose::as_configured), testing::Not(Contains("mail_plain")));
}

}  // namespace
}  // namespace till::cli
