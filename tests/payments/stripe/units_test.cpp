#include "payments/stripe/units.h"
#include "base/sync_wait.h"

#include <gtest/gtest.h>

#include <string>

#include "payments/stripe/fakes.h"
#include "payments/stripe/requests.h"

namespace till::payments::stripe {
namespace {

constexpr std::int64_t kNotTaken = -1;  // Stripe takes no such amount.

struct UnitRow {
  const char* currency;
  std::int64_t ours;
  std::int64_t stripes;
};

constexpr UnitRow kUnitRows[] = {
    {"usd", 1450, 1450},       {"usd", 0, 0},         {"eur", 1, 1},
    {"huf", 1045, 1045},       {"twd", 1045, 1045},   {"zzz", 1450, 1450},
    {"jpy", 2200, 2200},       {"krw", 50, 50},       {"isk", 2000, 200000},
    {"ugx", 55000, 5500000},   {"mga", 65000, 650},   {"mga", 65050, kNotTaken},
    {"mga", 65001, kNotTaken}, {"kwd", 4450, 4450},   {"kwd", 4455, kNotTaken},
    {"bhd", 10, 10},           {"jod", 1, kNotTaken}, {"omr", 99990, 99990},
    {"tnd", 5124, kNotTaken},
};

TEST(StripeUnits, AnAmountIsToldAsStripeCountsItAndComesBackTheSame) {
  for (const UnitRow& row : kUnitRows) {
    const std::string what = row.currency + (" " + std::to_string(row.ours));
    EXPECT_EQ(to_stripe({row.ours}, row.currency).value_or(kNotTaken), row.stripes) << what;
    if (row.stripes == kNotTaken) continue;
    EXPECT_EQ(from_stripe(row.stripes, row.currency), Amount{row.ours});
  }
}

TEST(StripeUnits, EveryZeroDecimalCurrencyOfStripesPageIsCountedInWholeUnits) {
  for (const char* currency : {"bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "pyg", "rwf", "vnd",
                               "vuv", "xaf", "xof", "xpf"}) {
    EXPECT_EQ(to_stripe({500}, currency), 500) << currency;
    EXPECT_EQ(charge_limits(currency, kAmountDigits).step, 1) << currency;
  }
}

TEST(StripeUnits, WhatIsNoWholeNumberOfOursIsNoneOfOurs) {
  EXPECT_EQ(from_stripe(200'050, "isk"), Amount{-1});
  EXPECT_EQ(from_stripe(INT64_MAX, "mga"), Amount{kAmountMax});
  EXPECT_EQ(limit_from_stripe(200'050, "isk"), Amount{2000})
      << "a limit is good for what it covers";
  EXPECT_EQ(limit_from_stripe(4455, "kwd"), Amount{4455});
}

TEST(StripeUnits, ATokenIsGrantedForNoLessThanTheTotal) {
  EXPECT_EQ(to_stripe_at_least({4451}, "kwd"), 4460);
  EXPECT_EQ(to_stripe_at_least({4450}, "kwd"), 4450);
  EXPECT_EQ(to_stripe_at_least({65001}, "mga"), 651);
  EXPECT_EQ(to_stripe_at_least({2000}, "isk"), 200000);
  EXPECT_EQ(to_stripe_at_least({1450}, "usd"), 1450);
}

TEST(StripeUnits, TheLimitsOfACurrencyAreInOurUnit) {
  struct Limits {
    const char* currency;
    std::int64_t step;
    std::int64_t least;
    std::int64_t most;
  };
  constexpr Limits kLimits[] = {
      {"usd", 1, 50, 99'999'999},
      {"gbp", 1, 30, 99'999'999},
      {"jpy", 1, 50, 9'999'999'999},
      {"czk", 1, 1500, 99'999'999},
      {"isk", 1, 0, 999'999},
      {"ugx", 1, 0, 999'999},
      {"mga", 100, 0, 9'999'999'900},
      {"kwd", 10, 0, 99'999'990},
      {"idr", 1, 50, 999'999'999'999},
      {"inr", 1, 50, 999'999'999},
      {"huf", 1, 17'500, 9'999'999'999},
  };
  for (const Limits& row : kLimits) {
    const auto limits = charge_limits(row.currency, kAmountDigits);
    EXPECT_EQ(limits.step, row.step) << row.currency;
    EXPECT_EQ(limits.least, Amount{row.least}) << row.currency;
    EXPECT_EQ(limits.most, Amount{row.most}) << row.currency;
  }
  EXPECT_EQ(charge_limits("usd", 12).most, Amount{999'999'999'999}) << "an account that takes more";
}

// Whatever is charged in ISK is told and read in hundredths.
app::ChargeRequest in_kronur(app::ChargeRequest request) {
  request.amount = {2000};
  request.currency = "isk";
  return request;
}

std::string kronur_json(const std::string& amount) {
  return R"({"id":"pi_1","object":"payment_intent","currency":"isk","status":"succeeded",)"
         R"("amount":)" +
         amount + R"(,"amount_received":)" + amount + R"(,"metadata":{"attempt_id":")" +
         an_attempt().text() + "\"}}";
}

constexpr const char* kKronurToken =
    R"({"currency":"isk","max_amount":200000,"expires_at":1795600800})";

TEST(StripeUnits, AChargeAsksAndReadsInStripesUnit) {
  Fixture stripe;
  stripe.expect("GET /v1/shared_payment/granted_tokens/spt_123", 200, token_json("", kKronurToken));
  stripe.expect("POST /v1/payment_intents", 200, kronur_json("200000"));
  EXPECT_EQ(words(stripe.charge(in_kronur(stripe.request()))), "approved pi_1");
  EXPECT_TRUE(
      stripe.client.requests.back().request.body.starts_with("amount=200000&currency=isk&"));
}

TEST(StripeUnits, ATokensLimitIsInStripesUnit) {
  Fixture stripe;
  auto request = in_kronur(stripe.request());
  request.amount = {2001};
  stripe.expect("GET /v1/shared_payment/granted_tokens/spt_123", 200, token_json("", kKronurToken));
  EXPECT_EQ(words(stripe.charge(request)), "refused token_amount_too_small");
}

TEST(StripeUnits, AnAnswerInTheWrongUnitIsAnotherCharge) {
  Fixture stripe;
  stripe.expect("POST /v1/payment_intents", 200, kronur_json("2000"));
  auto request = in_kronur(stripe.request(true));
  stripe.client.replies.push_front(
      {"GET /v1/shared_payment/granted_tokens/spt_123", 200, token_json("", kKronurToken)});
  EXPECT_EQ(words(stripe.charge(request)), "in doubt");
  EXPECT_NE(stripe.log.text.find("another amount"), std::string::npos);
}

TEST(StripeUnits, CaptureAndRefundAskInStripesUnit) {
  app::ChargeStep step{"step-key", "pi_1", {2000}, "isk", a_session(), an_order(), {}};
  EXPECT_EQ(capture_request(test_options(), step).body, "amount_to_capture=200000");
  EXPECT_NE(refund_request(test_options(), step).body.find("&amount=200000&"), std::string::npos);
}

TEST(StripeUnits, StripeIsNeverAskedForAPartThatItDoesNotMove) {
  Fixture stripe;
  auto request = stripe.request();
  request.amount = {4455};
  request.currency = "kwd";
  EXPECT_EQ(words(stripe.charge(request)), "refused provider_refused");
  request.repeated = true;  // It may have been asked for by an older Till.
  stripe.expect("GET /v1/payment_intents/search", 200, R"({"object":"search_result","data":[]})");
  EXPECT_EQ(words(stripe.charge(request)), "in doubt spent");
  auto step = stripe.step();
  step.amount = {4455};
  step.currency = "kwd";
  EXPECT_EQ(words(sync_wait(stripe.gateway.refund(step, stripe.executor))), "refused");
  EXPECT_EQ(words(sync_wait(stripe.gateway.capture(step, stripe.executor))), "refused");
}

}  // namespace
}  // namespace till::payments::stripe
