// What makes a shop unfit to be open to the world.
#include "cli/findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <functional>

#include "cli/init.h"
#include "cli/json.h"
#include "cli/temporary_folder.h"
#include "payments/provider.h"

namespace till::cli {
namespace {

using payments::Mode;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr Timestamp kToday{1'795'514'400'000};

Timestamp in_days(std::int64_t days) { return kToday + Milliseconds(days * 24 * 3600 * 1000); }

// A provider of which these facts are known.
class Known final : public payments::ProviderConfig {
 public:
  explicit Known(payments::ProviderFacts facts) : facts_(std::move(facts)) {}
  std::string_view name() const override { return "acme"; }
  payments::ProviderFacts facts() const override { return facts_; }
  Result<std::unique_ptr<payments::Provider>, std::string> open(
      const payments::ProviderNeeds&) const override {
    return refused(std::string("nothing to open"));
  }

 private:
  payments::ProviderFacts facts_;
};

ChosenProvider chosen(payments::Mode mode, bool former = false) {
  return {std::make_shared<Known>(payments::ProviderFacts{mode, "Acme", "acme", "acme.key", ""}),
          former};
}

// A shop that may be open, to be spoilt.
struct Fit {
  Fit() {
    config.listen.api = {"0.0.0.0", 443};
    config.listen.public_url = "https://shop.example";
    config.shop = {"merchant_1", "Mugs", "https://mugs.example"};
    config.store.path = "/srv/till.db";
    pay_through({payments::Mode::live, "Stripe", "stripe", "stripe.secret_key", ""});
    config.agents = {{"a", {sha256("a")}}};
    config.tls = {"/srv/cert.pem", "/srv/key.pem"};
    facts.now = kToday;
    facts.config_path = "/srv/till.toml";
    facts.certificate = CertificateFacts{in_days(-30), in_days(60), true, false};
  }
  void pay_through(payments::ProviderFacts facts_of) {
    config.payments.providers = {{std::make_shared<Known>(std::move(facts_of))}};
  }
  std::vector<std::string> codes(Purpose purpose = Purpose::production) const {
    std::vector<std::string> all;
    for (const Finding& each : findings_of(config, facts, purpose)) {
      EXPECT_FALSE(each.sentence.empty() || each.advice.empty()) << each.code;
      all.emplace_back(each.code);
    }
    return all;
  }
  Config config;
  ShopFacts facts;
};

struct Unfit {
  const char* code;
  std::function<void(Fit&)> spoil;
};

const Unfit kUnfit[] = {
    {"sandbox_payments", [](Fit& it) { it.config.payments.providers = {chosen(Mode::pretend)}; }},
    {"test_key", [](Fit& it) { it.config.payments.providers = {chosen(Mode::test)}; }},
    {"demo_shop", [](Fit& it) { it.config.shop.merchant_id = "merchant_demo"; }},
    {"demo_shop", [](Fit& it) { it.config.shop.merchant_name = "Till demo shop"; }},
    {"demo_url", [](Fit& it) { it.config.shop.url = "https://shop.example.com"; }},
    {"demo_catalog", [](Fit& it) { it.facts.demo_catalog = true; }},
    {"store_in_memory",
     [](Fit& it) {
       it.config.store = {"memory", ""};
     }},
    {"public_url_local", [](Fit& it) { it.config.listen.public_url = ""; }},
    {"public_url_local", [](Fit& it) { it.config.listen.public_url = "https://127.0.0.1"; }},
    {"public_url_local", [](Fit& it) { it.config.listen.public_url = "https://0.0.0.0:8443"; }},
    {"public_url_local", [](Fit& it) { it.config.listen.public_url = "https://[::]:8443"; }},
    {"public_url_local", [](Fit& it) { it.config.listen.public_url = "https://LOCALHOST"; }},
    {"public_url_local", [](Fit& it) { it.config.listen.public_url = "https://a.localhost"; }},
    {"anyone_is_proxy", [](Fit& it) { it.config.listen.trusted_proxies = {"0.0.0.0/0"}; }},
    {"anyone_is_proxy",
     [](Fit& it) {
       it.config.listen.trusted_proxies = {"10.0.0.0/8", "::/0"};
     }},
    {"secret_readable", [](Fit& it) { it.facts.readable = {"/srv/key.pem"}; }},
    {"secret_inline",
     [](Fit& it) {
       it.config.secrets = {{"stripe.secret_key", ""}, {"agents[0].webhook_secret", "/srv/s"}};
       it.facts.config_readable = true;
     }},
    {"no_agents", [](Fit& it) { it.config.agents.clear(); }},
    {"no_agents", [](Fit& it) { it.config.agents[0].token_digests.clear(); }},
    {"certificate_host", [](Fit& it) { it.facts.certificate->for_host = false; }},
    {"certificate_local", [](Fit& it) { it.facts.certificate->local_authority = true; }},
    {"certificate_ended", [](Fit& it) { it.facts.certificate->ends = kToday; }},
    {"certificate_ends", [](Fit& it) { it.facts.certificate->ends = in_days(13); }},
    {"certificate_ends",
     [](Fit& it) {
       it.facts.certificate = {in_days(-5), in_days(1), true, false};
     }},
    {"live_key_without_tls",
     [](Fit& it) {
       it.pay_through({Mode::live, "Acme", "acme", "acme.key", "acme.api_base"});
     }},
};

TEST(Findings, AreNoneForAShopThatMayBeOpen) {
  Fit shop;
  EXPECT_THAT(shop.codes(), IsEmpty());
  shop.facts.certificate->ends = in_days(14);
  EXPECT_THAT(shop.codes(), IsEmpty());
  shop.facts.certificate = {in_days(-3), in_days(4), true, false};
  EXPECT_THAT(shop.codes(), IsEmpty()) << "a short life is renewed late";
  shop.config.secrets = {{"stripe.secret_key", ""}};
  EXPECT_THAT(shop.codes(), IsEmpty()) << "nobody else reads the config";
  shop.facts.config_readable = true;
  shop.config.secrets = {{"stripe.secret_key", "/srv/stripe.key"}};
  EXPECT_THAT(shop.codes(), IsEmpty()) << "the config holds no secret";
}

TEST(Findings, NameEachThingThatIsNotFit) {
  for (const Unfit& row : kUnfit) {
    Fit shop;
    row.spoil(shop);
    EXPECT_THAT(shop.codes(), ElementsAre(row.code));
    EXPECT_THAT(shop.codes(Purpose::as_configured), ElementsAre(row.code)) << "it is open already";
  }
}

TEST(Findings, LookAtEveryProviderThatTakesPurchases) {
  Fit shop;
  shop.config.payments.providers = {chosen(Mode::live), chosen(Mode::test), chosen(Mode::test)};
  EXPECT_THAT(shop.codes(), ElementsAre("test_key", "test_key"));
  shop.config.payments.providers = {chosen(Mode::live), chosen(Mode::pretend),
                                    chosen(Mode::test, true)};
  EXPECT_THAT(shop.codes(), IsEmpty()) << "these take no new ones";
}

TEST(Findings, TakePlainHttpBehindAProxyThatServesTls) {
  Fit shop;
  shop.config.listen.api = {"127.0.0.1", 8080};
  shop.config.listen.plaintext = true;
  shop.facts.certificate.reset();
  EXPECT_THAT(shop.codes(), IsEmpty());
  shop.config.listen.public_url = "http://shop.example";
  EXPECT_THAT(shop.codes(), ElementsAre("public_url_plain", "live_key_without_tls"));
}

// A shop as `till init` makes it.
struct Made {
  Made() {
    SystemRandom random;
    InitOptions options;
    options.folder = folder.path("shop");
    options.webhook_url = "https://agent.example/hooks";
    EXPECT_TRUE(init_shop(options, clock, random).has_value());
  }
  ShopFacts facts() const {
    const auto config = load_config(path);
    EXPECT_TRUE(config.has_value()) << config.error();
    return look_at_shop(*config, path, clock.now());
  }
  std::vector<std::string> codes(Purpose purpose) const {
    std::vector<std::string> all;
    for (const Finding& each : findings_of(*load_config(path), facts(), purpose)) {
      all.emplace_back(each.code);
    }
    return all;
  }
  SystemClock clock;
  TemporaryFolder folder;
  std::string path = folder.path("shop/till.toml");
};

TEST(Findings, LetADemoOnItsOwnMachineBeADemo) {
  const Made shop;
  EXPECT_THAT(shop.codes(Purpose::as_configured), IsEmpty());
  EXPECT_THAT(shop.codes(Purpose::production),
              ElementsAre("not_public", "sandbox_payments", "demo_shop", "demo_url", "demo_catalog",
                          "certificate_local"));
  chmod(shop.folder.path("shop/tls/key.pem").c_str(), 0604);
  EXPECT_THAT(shop.codes(Purpose::as_configured), ElementsAre("secret_readable"));
}

TEST(ShopFacts, NameTheFilesThatOthersCanRead) {
  const Made shop;
  for (const char* name : {"shop/till.db", "shop/till.db-wal"}) {
    shop.folder.write(name, "");
    chmod(shop.folder.path(name).c_str(), 0600);
  }
  EXPECT_THAT(shop.facts().readable, IsEmpty());
  for (const char* name :
       {"tls/key.pem", "webhook.secret", "agent.env", "operator.env", "till.db", "till.db-wal"}) {
    const std::string file = shop.folder.path(std::string("shop/") + name);
    for (const mode_t mode : {0604, 0602, 0620}) {
      chmod(file.c_str(), mode);
      EXPECT_THAT(shop.facts().readable, ElementsAre(file)) << mode;
    }
    chmod(file.c_str(), 0400);
    EXPECT_THAT(shop.facts().readable, IsEmpty());
  }
  EXPECT_FALSE(shop.facts().config_readable);
  chmod(shop.path.c_str(), 0644);
  EXPECT_TRUE(shop.facts().config_readable);
}

TEST(ShopFacts, SayWhoseCertificateItIsAndUntilWhen) {
  const TemporaryFolder folder;
  const auto made = make_local_certificates(kToday, {"shop.example", "192.0.2.7"});
  ASSERT_TRUE(made.has_value());
  const std::string file = folder.write("cert.pem", made->certificate);
  for (const char* host : {"shop.example", "SHOP.example", "192.0.2.7", "localhost", "::1"}) {
    EXPECT_TRUE(look_at_certificate(file, host)->for_host) << host;
  }
  for (const char* host : {"other.example", "a.shop.example", "192.0.2.8", "", "example"}) {
    EXPECT_FALSE(look_at_certificate(file, host)->for_host) << host;
  }
  const auto facts = look_at_certificate(file, "shop.example");
  EXPECT_TRUE(facts->local_authority);
  EXPECT_LT(facts->begins, kToday);
  EXPECT_GT(facts->ends, in_days(824));
  EXPECT_LE(facts->ends, in_days(825));
  EXPECT_FALSE(look_at_certificate(folder.write("none", "none"), "a").has_value());
  EXPECT_FALSE(look_at_certificate(folder.path("nothing"), "a").has_value());
}

TEST(Findings, AreJsonWithCodeReasonAndAdvice) {
  Fit shop;
  shop.facts.readable = {"/srv/\"key\".pem"};
  const auto found = findings_of(shop.config, shop.facts, Purpose::production);
  const auto entries = Json::parse(json_of(found)).entries();
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].at("code").text(), "secret_readable");
  EXPECT_THAT(entries[0].at("what").text(), HasSubstr("/srv/\"key\".pem"));
  EXPECT_THAT(entries[0].at("do").text(), HasSubstr("chmod 600"));
  EXPECT_EQ(json_of(std::vector<Finding>{}), "[]");
}

}  // namespace
}  // namespace till::cli
