// `till mail test`: its words and its exit codes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "cli/commands.h"
#include "cli/temporary_folder.h"

namespace till::cli {
namespace {

using ::testing::HasSubstr;

struct TestMail {
  TestMail() {
    options.config = folder.write("till.toml",
                                  "[shop]\nmerchant_id = \"m\"\nmerchant_name = \"M\"\n"
                                  "url = \"https://shop.example\"\n[mail]\nhost = \"mail\"\n"
                                  "from = \"orders@shop.example\"\n");
    options.address = "ada@example.com";
    composition.send_test_mail = [this](const Config&, const std::string& address) {
      sent_to.push_back(address);
      return answer;
    };
  }
  Outcome run() { return test_mail(options, composition, out); }

  TemporaryFolder folder;
  TestMailOptions options;
  Composition composition;
  Result<void, std::string> answer;
  std::vector<std::string> sent_to;
  std::ostringstream out;
};

TEST(MailTest, SaysToWhomItSentAMail) {
  TestMail test;
  EXPECT_TRUE(test.run().has_value());
  EXPECT_EQ(test.out.str(), "sent a mail to ada@example.com\n");
  test.out.str("");
  test.options.json = true;
  EXPECT_TRUE(test.run().has_value());
  EXPECT_EQ(test.out.str(), "{\"sent_to\":\"ada@example.com\"}\n");
}

TEST(MailTest, FailsWithWhatTheServerSaid) {
  TestMail test;
  test.answer = refused(std::string("the mail was not sent: SMTP 535 at AUTH"));
  const auto outcome = test.run();
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().exit_code, kFailed);
  EXPECT_EQ(outcome.error().sentence, test.answer.error());
}

TEST(MailTest, IsWrongUseForWhatIsNoAddressAndWithoutAServer) {
  TestMail test;
  test.options.address = "ada@example.com, eve@example.com";
  EXPECT_EQ(test.run().error().exit_code, kWrongUse);
  test.options.address = "ada@example.com";
  test.options.config = test.folder.write(
      "none.toml",
      "[shop]\nmerchant_id = \"m\"\nmerchant_name = \"M\"\nurl = \"https://shop.example\"\n");
  const auto outcome = test.run();
  EXPECT_EQ(outcome.error().exit_code, kWrongUse);
  EXPECT_THAT(outcome.error().sentence, HasSubstr("names no mail server; add [mail]"));
  EXPECT_TRUE(test.sent_to.empty());
}

}  // namespace
}  // namespace till::cli
