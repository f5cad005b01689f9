#include "assembly/providers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assembly/configured.h"
#include "assembly/seller.h"
#include "payments/providers.h"
#include "store/memory/memory_store.h"

namespace till::assembly {
namespace {

using test::Configured;
using test::kStripe;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Opening {
  Result<OpenedProviders, std::string> open(const cli::Config& config) {
    return open_providers(config, {store, clock, random, log});
  }
  store::MemoryStore store;
  SystemClock clock;
  SystemRandom random;
  NoLog log;
};

TEST(Providers, AreTheSandboxUnlessTheConfigNamesAnother) {
  for (const char* const section : {"", "[payments]\nprovider = \"sandbox\"\n"}) {
    const Configured shop(section);
    Opening opening;
    const auto opened = opening.open(shop.config());
    ASSERT_TRUE(opened.has_value()) << opened.error();
    EXPECT_EQ(opened->gateways().first().name(), "sandbox");
    EXPECT_NE(opened->vault, nullptr) << "test cards come from it";
    ASSERT_EQ(opened->handlers.size(), 1U);
    EXPECT_EQ(opened->handlers[0].id, "card_tokenized");
    EXPECT_EQ(opened->handlers[0].psp, "till_sandbox");
    EXPECT_EQ(opened->handlers[0].provider, "sandbox");
  }
}

TEST(Providers, MakeNoTestTokensWhereTheVaultIsClosed) {
  const Configured shop("[sandbox]\nenabled = false\n");
  Opening opening;
  const auto opened = opening.open(shop.config());
  ASSERT_TRUE(opened.has_value()) << opened.error();
  EXPECT_EQ(opened->vault, nullptr);
  EXPECT_EQ(opened->handlers.size(), 1U);
}

TEST(Providers, AreStripeWithItsAccountAndNoVault) {
  const Configured shop(kStripe);
  Opening opening;
  const auto opened = opening.open(shop.config());
  ASSERT_TRUE(opened.has_value()) << opened.error();
  EXPECT_EQ(opened->vault, nullptr);
  ASSERT_EQ(opened->handlers.size(), 1U);
  const checkout::PaymentHandler& handler = opened->handlers[0];
  EXPECT_EQ(handler.id, "card_tokenized");
  EXPECT_EQ(handler.psp, "stripe");
  EXPECT_EQ(handler.account, "profile_1");
  EXPECT_THAT(handler.card_brands, ElementsAre("visa"));
  EXPECT_THAT(handler.card_funding, ElementsAre("credit"));
  ASSERT_NE(opened->all[0]->webhook(), nullptr);
  EXPECT_EQ(opened->all[0]->webhook()->path(), "/webhooks/stripe");
  EXPECT_TRUE(opened->all[0]->webhook()->is_open());
}

TEST(Providers, ThatTheConfigNamesAreAllThere) {
  const Configured shop(
      "[payments]\nproviders = [\"stripe\"]\nformer = [\"sandbox\"]\n"
      "[stripe]\nsecret_key = \"sk_test_1\"\nprofile = \"p\"\n");
  Opening opening;
  const auto opened = opening.open(shop.config());
  ASSERT_TRUE(opened.has_value()) << opened.error();
  const app::Gateways gateways = opened->gateways();
  EXPECT_EQ(gateways.first().name(), "stripe");
  EXPECT_NE(gateways.of("sandbox"), nullptr);
  EXPECT_EQ(gateways.of("paypal"), nullptr);
  EXPECT_EQ(opened->handlers.size(), 1U);
  EXPECT_EQ(opened->vault, nullptr) << "its test cards would pay for goods";
  EXPECT_FALSE(opened->all[0]->webhook()->is_open()) << "it has no secret";
}

TEST(Providers, OfEachRowOfTheTableAreNamedAlike) {
  for (const payments::ProviderRow& row : payments::known_providers()) {
    const Configured shop("[payments]\nprovider = \"" + std::string(row.name) +
                          "\"\n[stripe]\nsecret_key = \"sk_test_1\"\nprofile = \"p\"\n");
    Opening opening;
    const auto opened = opening.open(shop.config());
    ASSERT_TRUE(opened.has_value()) << opened.error();
    EXPECT_EQ(opened->all[0]->name(), row.name);
    ASSERT_FALSE(opened->handlers.empty());
    EXPECT_EQ(opened->handlers[0].psp, shop.config().payments.providers[0].config->facts().psp);
  }
}

TEST(Providers, TakeOverTheSecretsOfAnotherReadingOfTheirSection) {
  Configured shop(kStripe);
  Opening opening;
  auto opened = opening.open(shop.config());
  ASSERT_TRUE(opened.has_value()) << opened.error();
  shop.write("");
  opened->take_over(shop.config());
  EXPECT_TRUE(opened->all[0]->webhook()->is_open()) << "it is named no more, until a restart";
}

TEST(Providers, ThatCannotBeTrustedAreRefused) {
  const Configured shop(kStripe + "ca_file = \"missing.pem\"\n");
  Opening opening;
  EXPECT_THAT(opening.open(shop.config()).error(), HasSubstr(shop.folder.path("missing.pem")));
  EXPECT_THAT(Shop(shop.config()).open().error(), HasSubstr(shop.folder.path("missing.pem")));
}

TEST(Seller, IsWhomConfigAndOfferDescribe) {
  const Configured shop(kStripe + "[mcp]\nenabled = false\n");
  Offer offer;
  offer.currencies = {"eur", "usd"};
  checkout::PaymentHandler handler;
  handler.psp = "stripe";
  const auto profile = seller_profile(shop.config(), offer, {handler});
  EXPECT_EQ(profile.merchant_id, "m");
  EXPECT_EQ(profile.public_url, "https://127.0.0.1:8443") << "where it listens, unless it is told";
  ASSERT_EQ(profile.handlers.size(), 1U);
  EXPECT_EQ(profile.handlers[0].psp, "stripe");
  EXPECT_EQ(profile.most_declines, 3);
  EXPECT_THAT(profile.currencies, ElementsAre("eur", "usd"));
  EXPECT_FALSE(profile.serves_mcp);
  ASSERT_EQ(profile.marketing_options.size(), 1U);
  EXPECT_EQ(profile.marketing_options[0].channel, "email");
}

}  // namespace
}  // namespace till::assembly
