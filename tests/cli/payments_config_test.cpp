// [payments]: which providers a shop has, and what is written for each.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/config.h"
#include "cli/temporary_folder.h"
#include "payments/stripe/stripe_provider.h"

namespace till::cli {
namespace {

using ::testing::HasSubstr;

const std::string kShop =
    "[shop]\nmerchant_id = \"m\"\nmerchant_name = \"Mugs\"\nurl = \"https://shop.example\"\n";
const std::string kStripeSection = "[stripe]\nsecret_key = \"sk_test_1\"\nprofile = \"p\"\n";
const std::string kPaidByStripe = "[payments]\nprovider = \"stripe\"\n" + kStripeSection;

payments::stripe::StripeConfig stripe_of(const Config& config) {
  const ChosenProvider* const chosen = config.payments.named("stripe");
  const auto* section =
      chosen ? dynamic_cast<const payments::stripe::StripeSection*>(chosen->config.get()) : nullptr;
  return section ? section->config() : payments::stripe::StripeConfig{};
}

// "stripe, sandbox (former), ": the providers of a config, and whether they take purchases.
std::string providers_of(const PaymentsConfig& payments) {
  std::string text;
  for (const ChosenProvider& each : payments.providers) {
    text += std::string(each.config->name()) +
            (payments.takes_purchases(each) ? ""
             : each.former                  ? " (former)"
                                            : " (waits)") +
            ", ";
  }
  return text;
}

struct Several {
  std::string sections;
  const char* providers;
};

TEST(PaymentsConfig, NamesOneProviderOrSeveralTheDefaultFirst) {
  const Several rows[] = {
      {"", "sandbox, "},
      {"[payments]\n", "sandbox, "},
      {"[payments]\nprovider = \"sandbox\"\n", "sandbox, "},
      {kPaidByStripe, "stripe, "},
      {"[payments]\nproviders = [\"stripe\"]\n" + kStripeSection, "stripe, "},
      {"[payments]\nproviders = [\"stripe\", \"sandbox\"]\n" + kStripeSection,
       "stripe, sandbox (waits), "},
      {"[payments]\nproviders = [\"sandbox\", \"stripe\"]\n" + kStripeSection,
       "sandbox (waits), stripe, "},
      {"[payments]\nprovider = \"stripe\"\nformer = [\"sandbox\"]\n" + kStripeSection,
       "stripe, sandbox (former), "},
      {"[payments]\nformer = [\"stripe\"]\n" + kStripeSection, "sandbox, stripe (former), "},
  };
  for (const Several& row : rows) {
    const auto config = parse_config(kShop + row.sections, "/nowhere/till.toml");
    ASSERT_TRUE(config.has_value()) << config.error();
    EXPECT_EQ(providers_of(config->payments), row.providers) << row.sections;
  }
}

struct Wrong {
  const char* payments;
  const char* sentence;
};

TEST(PaymentsConfig, RefusesWhatNamesNoProvider) {
  const Wrong rows[] = {
      {"provider = \"paypal\"", "payments.provider must be \"sandbox\" or \"stripe\""},
      {"providers = [\"stripe\", \"paypal\"]",
       "payments.providers must be a list with each of its names once, out of \"sandbox\" or "
       "\"stripe\""},
      {"providers = []", "payments.providers must be a list of at least one, the default first"},
      {"providers = \"stripe\"", "payments.providers must be a list"},
      {"providers = [\"stripe\", \"stripe\"]",
       "payments.providers must be without \"stripe\" a second time"},
      {"provider = \"stripe\"\nproviders = [\"stripe\"]",
       "payments.providers must be left out where there is a provider"},
      {"provider = \"stripe\"\nformer = [\"stripe\"]",
       "payments.former must be without \"stripe\" a second time"},
      {"former = [\"paypal\"]", "payments.former must be a list"},
      {"former = [\"sandbox\"]", "payments.former must be without \"sandbox\" a second time"},
  };
  for (const Wrong& row : rows) {
    const auto config = parse_config(kShop + kStripeSection + "[payments]\n" + row.payments + "\n",
                                     "/nowhere/till.toml");
    ASSERT_FALSE(config.has_value()) << row.payments;
    EXPECT_THAT(config.error(), HasSubstr(row.sentence));
    EXPECT_THAT(config.error(), HasSubstr("/nowhere/till.toml:"));
  }
}

TEST(PaymentsConfig, ReadsTheSectionsOfThoseThatAreNamed) {
  const auto read = [](const std::string& sections) {
    return parse_config(kShop + sections, "/nowhere/till.toml");
  };
  EXPECT_TRUE(read("[stripe]\nmood = 1\n").has_value()) << "it is left alone";
  EXPECT_TRUE(read(kPaidByStripe + "[sandbox]\nmood = 1\n").has_value());
  for (const char* const list :
       {"providers = [\"sandbox\", \"stripe\"]", "former = [\"stripe\"]"}) {
    const auto config = read("[payments]\n" + std::string(list) + "\n[stripe]\nmood = 1\n");
    ASSERT_FALSE(config.has_value()) << list;
    EXPECT_THAT(config.error(), HasSubstr("stripe."));
  }
  EXPECT_THAT(read("[sandbox]\nenabled = 1\n").error(), HasSubstr("sandbox.enabled"));
  EXPECT_FALSE(read("[paypal]\n").has_value()) << "no provider's section";
}

TEST(PaymentsConfig, TakesStripeWithItsSecrets) {
  const TemporaryFolder folder;
  folder.write("stripe.key", "sk_test_1\n");
  const auto config = load_config(folder.write(
      "till.toml",
      kShop + "[payments]\nprovider = \"stripe\"\ncapture = \"on_shipment\"\nmost_declines = 3\n" +
          "[stripe]\nsecret_key_file = \"stripe.key\"\nprofile = \"profile_1\"\n"
          "webhook_secret = \"whsec_1\"\nblocked_risk = \"manual_review\"\n"
          "card_brands = [\"visa\"]\ncard_funding = [\"credit\"]\n"
          "amount_digits = 12\n"));
  ASSERT_TRUE(config.has_value()) << config.error();
  EXPECT_TRUE(config->payments.capture_on_shipment);
  EXPECT_EQ(config->payments.most_declines, 3);
  const payments::stripe::StripeConfig stripe = stripe_of(*config);
  EXPECT_EQ(stripe.options.secret_key, Secret("sk_test_1"));
  EXPECT_EQ(stripe.profile, "profile_1");
  EXPECT_EQ(stripe.options.api_base, "https://api.stripe.com");
  EXPECT_EQ(stripe.options.risk_policy, payments::stripe::RiskPolicy::manual_review);
  EXPECT_EQ(stripe.options.amount_digits, 12);
  EXPECT_EQ(stripe.options.token_parameter, payments::stripe::TokenParameter::payment_method_data);
  EXPECT_EQ(stripe.options.api_version, payments::stripe::kApiVersion);
  EXPECT_EQ(stripe.card_brands, std::vector<std::string>{"visa"});
  EXPECT_EQ(stripe.card_funding, std::vector<std::string>{"credit"});
}

TEST(PaymentsConfig, TakesWhatElseStripeHas) {
  const TemporaryFolder folder;
  const auto config = load_config(folder.write(
      "till.toml", kShop + kPaidByStripe +
                       "api_base = \"http://127.0.0.1:9/\"\ntoken_parameter = \"top_level\"\n"
                       "search_lag_seconds = 7\napi_version = \"2027-01-01.preview\"\n"
                       "ca_file = \"ca.pem\"\nwebhook_previous_secret = \"whsec_0\"\n"));
  ASSERT_TRUE(config.has_value()) << config.error();
  const payments::stripe::StripeConfig stripe = stripe_of(*config);
  EXPECT_EQ(stripe.options.api_base, "http://127.0.0.1:9");
  EXPECT_EQ(stripe.options.token_parameter, payments::stripe::TokenParameter::top_level);
  EXPECT_EQ(stripe.options.search_lag, std::chrono::seconds(7));
  EXPECT_EQ(stripe.options.api_version, "2027-01-01.preview");
  EXPECT_EQ(stripe.ca_file, folder.path("ca.pem"));
  EXPECT_EQ(stripe.webhook_previous_secret, Secret("whsec_0"));
  const auto facts = config->payments.providers[0].config->facts();
  EXPECT_EQ(facts.mode, payments::Mode::test);
  EXPECT_EQ(facts.plain_setting, "stripe.api_base");
}

TEST(PaymentsConfig, RefusesAStripeThatCannotWork) {
  struct Row {
    const char* stripe;
    const char* fault;
  };
  const Row rows[] = {
      {"profile = \"p\"\n", "stripe.secret_key must be"},
      {"secret_key = \"pk_live_1\"\nprofile = \"p\"\n", "stripe.secret_key must be"},
      {"secret_key = \"sk_live_1\"\n", "stripe.profile"},
      {"secret_key = \"rk_live_1\"\nprofile = \"p\"\napi_version = \"2026-04-22\"\n",
       "stripe.api_version must be"},
      {"secret_key = \"sk_live_1\"\nprofile = \"p\"\nblocked_risk = \"hope\"\n",
       "stripe.blocked_risk must be"},
      {"secret_key = \"sk_live_1\"\nprofile = \"p\"\ncard_brands = [\"vista\"]\n",
       "stripe.card_brands must be"},
      {"secret_key = \"sk_live_1\"\nprofile = \"p\"\nmood = 1\n", "stripe.mood"},
  };
  for (const Row& row : rows) {
    const TemporaryFolder folder;
    const auto config = load_config(folder.write(
        "till.toml", kShop + "[payments]\nprovider = \"stripe\"\n[stripe]\n" + row.stripe));
    ASSERT_FALSE(config.has_value()) << row.stripe;
    EXPECT_THAT(config.error(), HasSubstr(row.fault));
  }
}

}  // namespace
}  // namespace till::cli
