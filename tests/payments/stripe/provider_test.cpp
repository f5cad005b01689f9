// Stripe as a provider of a shop: its section, its webhook, and what an operator asks of it.
#include "payments/provider.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "payments/fake_settings.h"
#include "payments/providers.h"
#include "payments/stripe/fakes.h"
#include "payments/stripe/stripe_provider.h"
#include "payments/stripe/trial.h"
#include "payments/stripe/webhook_endpoint.h"
#include "store/memory/memory_store.h"

namespace till::payments::stripe {
namespace {

using ::testing::HasSubstr;
using Values = std::map<std::string, FakeSettings::Value>;

const Values kLeast{{"secret_key", "sk_test_1"}, {"profile", "profile_1"}};

std::string fault_of(const Values& more) {
  Values values = more;
  values.insert(kLeast.begin(), kLeast.end());
  FakeSettings settings(values);
  try {
    read_config(settings);
    return "";
  } catch (const std::invalid_argument& fault) {
    return fault.what();
  }
}

TEST(StripeSection, IsRefusedWhereItCannotWork) {
  const std::pair<Values, const char*> rows[] = {
      {{{"secret_key", "pk_live_1"}}, "secret_key must be a secret or restricted key"},
      {{{"api_version", "2026-04-22"}}, "api_version must be a preview version"},
      {{{"token_parameter", "bottom_level"}}, "token_parameter must be"},
      {{{"blocked_risk", "hope"}}, "blocked_risk must be"},
      {{{"card_brands", std::vector<std::string>{"vista"}}}, "card_brands must be a list of"},
      {{{"card_brands", std::vector<std::string>{}}}, "card_brands must be a list of at least one"},
      {{{"card_funding", std::vector<std::string>{"gold"}}}, "card_funding must be"},
      {{{"amount_digits", std::int64_t{13}}}, "amount_digits must be"},
      {{{"search_lag_seconds", std::int64_t{0}}}, "search_lag_seconds must be"},
  };
  for (const auto& [values, sentence] : rows) EXPECT_THAT(fault_of(values), HasSubstr(sentence));
  EXPECT_EQ(fault_of({}), "");
}

StripeSection section(const std::string& key, const std::string& base = "https://api.stripe.com") {
  StripeConfig config;
  config.options.secret_key = Secret(key);
  config.options.api_base = base;
  config.webhook_secret = Secret("whsec_1");
  return StripeSection(std::move(config));
}

TEST(StripeSection, KnowsFromItsKeyWhetherMoneyMoves) {
  EXPECT_EQ(section("sk_live_1").facts().mode, payments::Mode::live);
  EXPECT_EQ(section("rk_live_1").facts().mode, payments::Mode::live);
  EXPECT_EQ(section("sk_test_1").facts().mode, payments::Mode::test);
  EXPECT_EQ(section("sk_live_1").facts().plain_setting, "");
  EXPECT_EQ(section("sk_live_1", "http://127.0.0.1:1").facts().plain_setting, "stripe.api_base");
}

struct Opened {
  std::unique_ptr<Provider> open(const StripeSection& from) {
    return std::move(*from.open({store, clock, random, log}));
  }
  store::MemoryStore store;
  SystemClock clock;
  SystemRandom random;
  NoLog log;
};

TEST(StripeProvider, HasNoVaultAndReportsWhereItHasASecret) {
  Opened shop;
  const auto provider = shop.open(section("sk_test_1"));
  EXPECT_EQ(provider->name(), "stripe");
  EXPECT_EQ(provider->vault(), nullptr);
  ASSERT_NE(provider->webhook(), nullptr);
  EXPECT_EQ(provider->webhook()->path(), "/webhooks/stripe");
  EXPECT_TRUE(provider->webhook()->is_open());
}

std::string header_by(const std::string& secret, const std::string& body, Timestamp now) {
  const std::string time = std::to_string(now.ms / 1000);
  return "t=" + time + ",v1=" + to_hex(hmac_sha256(secret, time + "." + body));
}

TEST(StripeWebhook, KnowsReportsByTheSecretsOfTheLastReading) {
  const app::FakeClock clock;
  const std::string body = R"({"id":"evt_1","type":"balance.available","data":{"object":{}}})";
  const auto reason = [&](const WebhookEndpoint& endpoint, const std::string& secret,
                          const std::string& sent) -> std::string {
    net::Request post;
    post.headers = {{"Stripe-Signature", header_by(secret, sent, clock.now())}};
    post.body = sent;
    const auto event = endpoint.read(post, clock.now());
    if (event) return event->id;
    return std::string(event.error().reason) + (event.error().authentic ? "!" : "");
  };
  WebhookEndpoint endpoint({Secret("whsec_1")});
  EXPECT_EQ(reason(endpoint, "whsec_1", body), "evt_1");
  EXPECT_EQ(reason(endpoint, "whsec_2", body), "bad_signature");
  EXPECT_EQ(reason(endpoint, "whsec_1", "{"), "malformed!") << "it came from Stripe";
  endpoint.take_over({Secret("whsec_2"), Secret("whsec_1")});
  EXPECT_EQ(reason(endpoint, "whsec_2", body), "evt_1");
  endpoint.take_over({});
  EXPECT_TRUE(endpoint.is_open()) << "the path stays until a restart";
  EXPECT_EQ(endpoint.objection_to_head({}, clock.now())->reason, "no_signature");
  EXPECT_FALSE(WebhookEndpoint({}).is_open());
}

struct Asked {
  explicit Asked(const std::string& key = "sk_test_1") {
    config.options.secret_key = Secret(key);
    config.profile = "profile_1";
  }
  Result<std::vector<CheckRow>, std::string> check(FakeClient::Reply reply) {
    client.replies = {std::move(reply)};
    return sync_wait(Trial(config, client).check(executor));
  }
  Result<std::string, std::string> token(FakeClient::Reply reply) {
    client.replies = {std::move(reply)};
    return sync_wait(Trial(config, client).test_token({Amount{2000}, "jpy", ""}, executor));
  }
  app::FakeClock clock;
  FakeClient client{clock};
  app::ManualExecutor executor;
  StripeConfig config;
};

constexpr const char* kLook = "GET /v1/shared_payment/granted_tokens/";

TEST(StripeTrial, TakesAKeyThatMayLookForATokenThatIsMissing) {
  Asked stripe;
  const auto rows = stripe.check({kLook, 404, kMissing, {}, {}, {}});
  ASSERT_TRUE(rows.has_value()) << rows.error();
  ASSERT_EQ(rows->size(), 3U);
  EXPECT_EQ(rows->at(0).detail, "test mode");
  EXPECT_FALSE(rows->at(2).fine) << "no events are taken";
  EXPECT_THAT(Asked("rk_live_1").check({kLook, 404, kMissing, {}, {}, {}})->at(0).detail,
              HasSubstr("real money"));
}

TEST(StripeTrial, RefusesAKeyThatMayNotAndSaysWhy) {
  const auto refused_key =
      Asked().check({kLook, 401, R"({"error":{"message":"Invalid API Key"}})", {}, {}, {}});
  EXPECT_THAT(refused_key.error(), HasSubstr("does not take the key"));
  EXPECT_THAT(refused_key.error(), HasSubstr("401: Invalid API Key"));
  const auto silent = Asked().check({kLook, 0, "", {}, {}, net::GuardedFailureKind::no_answer});
  EXPECT_THAT(silent.error(), HasSubstr("no answer of https://api.stripe.com"));
}

TEST(StripeTrial, MakesTokensInTestModeAlone) {
  constexpr const char* kGrant = "POST /v1/test_helpers/shared_payment/granted_tokens";
  Asked stripe;
  EXPECT_EQ(stripe.token({kGrant, 200, R"({"id":"spt_1"})", {}, {}, {}}).value(), "spt_1");
  EXPECT_THAT(stripe.client.requests.at(0).request.body, HasSubstr("payment_method=pm_card_visa"));
  EXPECT_THAT(stripe.token({kGrant, 400, R"({"error":{"message":"no"}})", {}, {}, {}}).error(),
              HasSubstr("400: no"));
  Asked live("sk_live_1");
  EXPECT_FALSE(
      sync_wait(Trial(live.config, live.client).test_token({Amount{1}, "usd", ""}, live.executor))
          .has_value());
}

}  // namespace
}  // namespace till::payments::stripe
