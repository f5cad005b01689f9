// `till check` looks at everything a server needs and names what is wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <functional>
#include <sstream>

#include "cli/certificates.h"
#include "cli/commands.h"
#include "cli/init.h"
#include "cli/json.h"
#include "cli/temporary_folder.h"

namespace till::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// A shop as `till init` makes it, to be spoilt.
struct Checking {
  explicit Checking(bool plaintext = false) {
    const SystemClock clock;
    SystemRandom random;
    InitOptions options;
    options.folder = folder.path("shop");
    options.plaintext = plaintext;
    options.webhook_url = "http://127.0.0.1:9/webhooks";
    EXPECT_TRUE(init_shop(options, clock, random).has_value());
  }

  Outcome check(bool production = false, bool json = false) {
    Composition composition;
    composition.check_shop = [this](const Config& read) -> Result<CheckedShop, std::string> {
      ++shops_checked;
      catalog = read.shop.catalog;
      if (!shop_fault.empty()) return refused(shop_fault);
      return CheckedShop{"6 items", served};
    };
    return cli::check({config, production, json}, composition, out);
  }
  void replace(const std::string& text, const std::string& by) {
    std::string content = folder.read("shop/till.toml");
    const std::size_t at = content.find(text);
    ASSERT_NE(at, std::string::npos) << text;
    folder.write("shop/till.toml", content.replace(at, text.size(), by));
  }

  TemporaryFolder folder;
  std::string config = folder.path("shop/till.toml");
  std::string shop_fault;
  bool served = false;
  std::string catalog;
  int shops_checked = 0;
  std::ostringstream out;
};

TEST(Check, IsJsonAlsoWhenItFails) {
  Checking checking;
  checking.shop_fault = "catalog.json:3:1: \"items\" is missing";
  ASSERT_FALSE(checking.check(false, true).has_value());
  const Json printed = Json::parse(checking.out.str());
  const auto rows = printed.at("checks").entries();
  ASSERT_FALSE(rows.empty());
  EXPECT_EQ(rows.back().at("name").text(), "fault");
  EXPECT_EQ(rows.back().at("detail").text(), checking.shop_fault);
  EXPECT_EQ(rows.back().at("ok").json(), "false");
  EXPECT_TRUE(printed.at("findings").given());
  Checking spoilt;
  spoilt.folder.write("shop/till.toml", "[shop");
  ASSERT_FALSE(spoilt.check(true, true).has_value());
  EXPECT_THAT(spoilt.out.str(), HasSubstr("is not TOML"));
  spoilt.out.str("");
  ASSERT_FALSE(spoilt.check(true, false).has_value());
  EXPECT_EQ(spoilt.out.str(), "") << "people read the sentence on standard error";
}

TEST(Check, PassesAShopThatIsServedMeanwhile) {
  Checking checking;
  checking.served = true;
  ASSERT_TRUE(checking.check().has_value());
  EXPECT_THAT(checking.out.str(), HasSubstr("till.db, in use by a running till\n"));
}

TEST(Check, PassesANewShopAndNamesEveryPart) {
  Checking checking;
  const auto outcome = checking.check();
  ASSERT_TRUE(outcome.has_value()) << outcome.error().sentence;
  const std::string shop = checking.folder.path("shop/");
  EXPECT_THAT(checking.out.str(),
              AllOf(HasSubstr("ok  config       " + shop + "till.toml\n"),
                    HasSubstr("1 token(s), webhooks to http://127.0.0.1:9/webhooks, secret ***\n"),
                    HasSubstr("ok  certificate  " + shop + "tls/cert.pem\n"),
                    HasSubstr("ok  catalogue    " + shop + "catalog.json\n"),
                    HasSubstr("ok  store        " + shop + "till.db\n")));
  EXPECT_EQ(checking.catalog, shop + "catalog.json");
}

TEST(Check, ShowsNoSecret) {
  Checking checking;
  const std::string secret = checking.folder.read("shop/webhook.secret");
  ASSERT_FALSE(secret.empty());
  ASSERT_TRUE(checking.check().has_value());
  EXPECT_THAT(checking.out.str(), Not(HasSubstr(secret.substr(0, 20))));
}

TEST(Check, NeedsNoCertificateForPlainHttp) {
  Checking checking(true);
  std::filesystem::remove_all(checking.folder.path("shop/tls"));
  const auto outcome = checking.check();
  ASSERT_TRUE(outcome.has_value()) << outcome.error().sentence;
  EXPECT_THAT(checking.out.str(),
              HasSubstr("ok  certificate  none, plain HTTP on 127.0.0.1:8443\n"));
}

TEST(Check, NamesAStoreInMemory) {
  Checking checking;
  checking.replace("\"sqlite:till.db\"", "\"memory:\"");
  ASSERT_TRUE(checking.check().has_value());
  EXPECT_THAT(checking.out.str(), HasSubstr("ok  store        memory\n"));
}

TEST(Check, WarnsOfWhatIsNotFitToBeOpenAndFailsInProduction) {
  Checking checking;
  ASSERT_TRUE(checking.check().has_value());
  EXPECT_THAT(checking.out.str(), Not(HasSubstr("!!")));
  chmod(checking.folder.path("shop/tls/key.pem").c_str(), 0644);
  ASSERT_TRUE(checking.check().has_value());
  EXPECT_THAT(checking.out.str(), HasSubstr("!!  secret_readable others can read "));
  const auto outcome = checking.check(true);
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().exit_code, kFailed);
  EXPECT_THAT(outcome.error().sentence, HasSubstr("fix the 7 problems above"));
  EXPECT_THAT(checking.out.str(), AllOf(HasSubstr("!!  secret_readable others can read "),
                                        HasSubstr("!!  sandbox_payments payments.provider")));
}

TEST(Check, SaysInJsonWhatItFound) {
  Checking checking;
  ASSERT_TRUE(checking.check(false, true).has_value());
  EXPECT_THAT(checking.out.str(), HasSubstr("],\"findings\":[]}\n"));
  checking.out.str("");
  EXPECT_FALSE(checking.check(true, true).has_value());
  EXPECT_THAT(checking.out.str(), HasSubstr("],\"findings\":[{\"code\":\"not_public\""));
}

struct Fault {
  const char* name;
  std::function<void(Checking&)> spoil;
  const char* sentence;
  bool before_the_shop;  // The catalogue and the store are not looked at any more.
};

const Fault kFaults[] = {
    {"no config", [](Checking& it) { std::filesystem::remove(it.config); }, "till init", true},
    {"no TOML", [](Checking& it) { it.folder.write("shop/till.toml", "[shop"); }, "is not TOML",
     true},
    {"an unknown key", [](Checking& it) { it.replace("[shop]\n", "[shop]\ncolour = 1\n"); },
     "shop.colour is not a key Till knows", true},
    {"no webhook secret",
     [](Checking& it) { std::filesystem::remove(it.folder.path("shop/webhook.secret")); },
     "webhook.secret", true},
    {"no certificate",
     [](Checking& it) { std::filesystem::remove(it.folder.path("shop/tls/cert.pem")); }, "cert.pem",
     true},
    {"no certificate in the file",
     [](Checking& it) { it.folder.write("shop/tls/cert.pem", "nothing"); }, "cert.pem", true},
    {"no key", [](Checking& it) { std::filesystem::remove(it.folder.path("shop/tls/key.pem")); },
     "key.pem", true},
    {"another key",
     [](Checking& it) {
       const auto other = make_local_certificates(SystemClock().now(), {});
       it.folder.write("shop/tls/key.pem", other->key);
     },
     "key.pem", true},
    {"a certificate that is over",
     [](Checking& it) {
       const auto old = make_local_certificates(Timestamp{946'684'800'000}, {});
       it.folder.write("shop/tls/cert.pem", old->certificate);
       it.folder.write("shop/tls/key.pem", old->key);
     },
     "cert.pem", true},
    {"a catalogue that is not sound",
     [](Checking& it) { it.shop_fault = "$.currency must be a text and is missing"; },
     "$.currency must be", false},
};

TEST(Check, FailsWithOneSentenceThatNamesWhatIsWrong) {
  for (const Fault& row : kFaults) {
    SCOPED_TRACE(row.name);
    Checking checking;
    row.spoil(checking);
    const auto outcome = checking.check();
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().exit_code, kFailed);
    EXPECT_THAT(outcome.error().sentence, HasSubstr(row.sentence));
    EXPECT_EQ(checking.shops_checked, row.before_the_shop ? 0 : 1);
    EXPECT_THAT(checking.out.str(), Not(HasSubstr("ok  store")));
  }
}

}  // namespace
}  // namespace till::cli
