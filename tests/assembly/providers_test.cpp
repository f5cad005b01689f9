#include "assembly/providers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assembly/configured.h"
#include "assembly/seller.h"
#include "assembly/stripe_provider.h"
#include "store/memory/memory_store.h"

namespace till::assembly {
namespace {

using test::Configured;
using test::kStripe;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Opening {
  Result<PaymentProvider, std::string> open(const cli::Config& config) {
    return open_provider(config, {store, clock, random, log});
  }
  store::MemoryStore store;
  SystemClock clock;
  SystemRandom random;
  NoLog log;
};

checkout::SellerProfile described(const cli::Config& config) {
  checkout::SellerProfile profile;
  describe_payment(config, profile);
  return profile;
}

TEST(Providers, AreTheSandboxUnlessTheConfigNamesAnother) {
  for (const char* const section : {"", "[payments]\nprovider = \"sandbox\"\n"}) {
    const Configured shop(section);
    Opening opening;
    const auto provider = opening.open(shop.config());
    ASSERT_TRUE(provider.has_value()) << provider.error();
    EXPECT_NE(provider->gateway, nullptr);
    EXPECT_NE(provider->vault, nullptr) << "test cards come from it";
    EXPECT_EQ(provider->client, nullptr) << "it asks nobody";
    const auto profile = described(shop.config());
    EXPECT_EQ(profile.handlers.at(0).id, "card_tokenized");
    EXPECT_EQ(profile.handlers.at(0).psp, "till_sandbox");
    EXPECT_EQ(profile.most_declines, 5);
    EXPECT_TRUE(shop.config().sandbox);
  }
}

TEST(Providers, AreStripeWithItsAccountAndNoVault) {
  const Configured shop(kStripe);
  Opening opening;
  const auto provider = opening.open(shop.config());
  ASSERT_TRUE(provider.has_value()) << provider.error();
  EXPECT_NE(provider->gateway, nullptr);
  EXPECT_EQ(provider->vault, nullptr);
  EXPECT_NE(provider->client, nullptr);
  const auto profile = described(shop.config());
  EXPECT_EQ(profile.handlers.at(0).id, "card_tokenized");
  EXPECT_EQ(profile.handlers.at(0).psp, "stripe");
  EXPECT_EQ(profile.handlers.at(0).account, "profile_1");
  EXPECT_THAT(profile.handlers.at(0).card_brands, ElementsAre("visa"));
  EXPECT_THAT(profile.handlers.at(0).card_funding, ElementsAre("credit"));
  EXPECT_EQ(profile.most_declines, 3);
  EXPECT_FALSE(shop.config().sandbox);
}

TEST(Providers, OfAnUnknownNameAreRefusedWithThoseThereAre) {
  const Configured shop("[payments]\nprovider = \"paypal\"\n");
  Opening opening;
  const std::string sentence =
      shop.path() + ":8: payments.provider must be \"sandbox\" or \"stripe\"";
  EXPECT_EQ(know_provider(shop.config()).error(), sentence);
  EXPECT_EQ(opening.open(shop.config()).error(), sentence);
  EXPECT_EQ(Shop(shop.config()).open().error(), sentence);
}

TEST(Providers, ThatLackASecretAreToldBeforeAnythingIsOpened) {
  const Configured shop("[payments]\nprovider = \"stripe\"\n[stripe]\nprofile = \"profile_1\"\n");
  const auto config = cli::load_config(shop.path());
  ASSERT_FALSE(config.has_value());
  EXPECT_THAT(config.error(), HasSubstr("stripe.secret_key must be"));
}

TEST(Providers, ThatCannotBeTrustedAreRefused) {
  const Configured shop(kStripe + "ca_file = \"missing.pem\"\n");
  Opening opening;
  EXPECT_THAT(opening.open(shop.config()).error(), HasSubstr(shop.folder.path("missing.pem")));
}

TEST(StripeProvider, TakesItsOptionsFromTheConfig) {
  const Configured shop(kStripe +
                        "api_base = \"http://127.0.0.1:9\"\ntoken_parameter = \"top_level\"\n"
                        "blocked_risk = \"manual_review\"\nsearch_lag_seconds = 7\n"
                        "amount_digits = 12\napi_version = \"2026-04-22.preview\"\n");
  const auto options = stripe_options(*shop.config().payments.stripe);
  EXPECT_EQ(options.secret_key, Secret("sk_test_1"));
  EXPECT_EQ(options.api_base, "http://127.0.0.1:9");
  EXPECT_EQ(options.token_parameter, payments::stripe::TokenParameter::top_level);
  EXPECT_EQ(options.risk_policy, payments::stripe::RiskPolicy::manual_review);
  EXPECT_EQ(options.search_lag, std::chrono::seconds(7));
  EXPECT_EQ(options.amount_digits, 12);
  EXPECT_EQ(options.api_version, "2026-04-22.preview");
}

TEST(Seller, IsWhomConfigAndOfferDescribe) {
  const Configured shop(kStripe + "[mcp]\nenabled = false\n");
  Offer offer;
  offer.currencies = {"eur", "usd"};
  const auto profile = seller_profile(shop.config(), offer);
  EXPECT_EQ(profile.merchant_id, "m");
  EXPECT_EQ(profile.public_url, "https://127.0.0.1:8443") << "where it listens, unless it is told";
  EXPECT_EQ(profile.handlers.at(0).psp, "stripe");
  EXPECT_THAT(profile.currencies, ElementsAre("eur", "usd"));
  EXPECT_FALSE(profile.serves_mcp);
  ASSERT_EQ(profile.marketing_options.size(), 1U);
  EXPECT_EQ(profile.marketing_options[0].channel, "email");
}

}  // namespace
}  // namespace till::assembly
