#include "assembly/mailing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assembly/check.h"
#include "assembly/configured.h"

namespace till::assembly {
namespace {

using test::Configured;
using ::testing::HasSubstr;

const std::string kMailSection =
    "[mail]\nhost = \"127.0.0.1\"\nport = 1\nfrom = \"orders@shop.example\"\n";

struct MailingMade {
  Result<std::unique_ptr<Mailing>, std::string> of(const Configured& shop) {
    return Mailing::make(shop.config(), {clock, random, ids, log, observer});
  }
  const SystemClock clock;
  SystemRandom random;
  RandomIds ids{clock, random};
  NoLog log;
  app::NoObserver observer;
};

TEST(Mailing, IsNoneWhereNoServerIsNamed) {
  const auto made = MailingMade().of(Configured());
  ASSERT_TRUE(made.has_value()) << made.error();
  EXPECT_EQ(*made, nullptr);
}

TEST(Mailing, IsMadeWithoutAskingTheServer) {
  const auto made = MailingMade().of(Configured(kMailSection));
  ASSERT_TRUE(made.has_value()) << made.error();
  EXPECT_NE(*made, nullptr);
}

TEST(Mailing, SaysWhichAuthoritiesCannotBeRead) {
  for (const char* name : {"missing.pem", "."}) {
    const Configured shop(kMailSection + "ca_file = \"" + name + "\"\n");
    const auto made = MailingMade().of(shop);
    ASSERT_FALSE(made.has_value()) << name;
    EXPECT_THAT(made.error(), HasSubstr("[mail]: cannot read "));
    EXPECT_THAT(check_shop(shop.config()).error(), HasSubstr("[mail]: cannot read "))
        << "till check says it, too";
  }
}

TEST(Mailing, ATestMailThatNobodyTakesSaysWhy) {
  const auto sent = send_test_mail(Configured(kMailSection).config(), "ada@example.com");
  ASSERT_FALSE(sent.has_value());
  EXPECT_EQ(sent.error(), "the mail was not sent: nobody listens there at connecting");
}

}  // namespace
}  // namespace till::assembly
