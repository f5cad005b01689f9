#include <gtest/gtest.h>

#include "payments/stripe/fakes.h"
#include "payments/stripe/stripe_gateway.h"

namespace till::payments::stripe {
namespace {

constexpr const char* kGetToken = "GET /v1/shared_payment/granted_tokens/spt_123";
constexpr const char* kPost = "POST /v1/payment_intents";
constexpr const char* kGetIntent = "GET /v1/payment_intents/pi_1?";
constexpr const char* kCancel = "POST /v1/payment_intents/pi_1/cancel";
constexpr const char* kBlock =
    R"(,"risk_details":{"insights":{"fraudulent_dispute":{"recommended_action":"block"}}})";
const std::vector<net::Header> kReplayed{{"Idempotent-Replayed", "true"}};
const std::vector<net::Header> kRequestId{{"Request-Id", "req_9"}};

TEST(StripeCharge, AFirstChargeLooksAtTheTokenAndThenTakesIt) {
  Fixture stripe;
  stripe.expect(kGetToken, 200, token_json());
  stripe.expect(kPost, 200, intent_json("succeeded"));
  EXPECT_EQ(words(stripe.charge(stripe.request())), "approved pi_1");
  EXPECT_EQ(stripe.log.text, "");
}

struct Row {
  const char* name;
  std::string token;
  int token_status;
  const char* outcome;
};

TEST(StripeCharge, AMisusedTokenIsRefusedBeforeAnythingIsCharged) {
  const Row rows[] = {
      {"unknown", kMissing, 404, "refused token_unknown"},
      {"consumed", deactivated_json("consumed"), 200, "refused token_used"},
      {"expired", deactivated_json("expired"), 200, "refused token_expired"},
      {"revoked", deactivated_json("revoked"), 200, "refused token_revoked"},
      {"live", token_json(R"(,"a":1)").replace(token_json().find("false"), 5, "true"), 200,
       "refused token_unknown"},
      {"advice to block", token_json(kBlock), 200, "refused declined"},
      {"no answer", "", 503, "in doubt"},
  };
  for (const Row& row : rows) {
    Fixture stripe;
    stripe.expect(kGetToken, row.token_status, row.token);
    EXPECT_EQ(words(stripe.charge(stripe.request())), row.outcome) << row.name;
  }
}

TEST(StripeCharge, WhatIsNoTokenNeverReachesStripe) {
  for (const char* text : {"", "a/../b", "spt_1?x=y"}) {
    Fixture stripe;
    auto request = stripe.request();
    request.token = Secret(text);
    EXPECT_EQ(words(stripe.charge(request)), "refused token_unknown");
    request.repeated = true;
    EXPECT_EQ(words(stripe.charge(request)), "refused token_unknown");
  }
}

TEST(StripeCharge, AKeyWithoutTheRightToLookChargesAllTheSame) {
  Fixture stripe;
  stripe.expect(kGetToken, 403, R"({"error":{"type":"invalid_request_error"}})", kRequestId);
  stripe.expect(kPost, 200, intent_json("succeeded"));
  EXPECT_EQ(words(stripe.charge(stripe.request())), "approved pi_1");
  EXPECT_NE(stripe.log.text.find("stripe_token_not_shown"), std::string::npos);
  EXPECT_NE(stripe.log.text.find("request_id=req_9"), std::string::npos);
}

struct PolicyRow {
  RiskPolicy policy;
  bool repeated;
  const char* outcome;
};

TEST(StripeCharge, AdviceToBlockIsFollowedByPolicy) {
  const PolicyRow rows[] = {
      {RiskPolicy::manual_review, false, "approved pi_1 review"},
      {RiskPolicy::ignore, false, "approved pi_1"},
      {RiskPolicy::decline, true, "approved pi_1 review"},  // Charged when the advice was lost.
      {RiskPolicy::manual_review, true, "approved pi_1 review"},
      {RiskPolicy::ignore, true, "approved pi_1"},
  };
  std::string consumed = deactivated_json("consumed");
  consumed.insert(consumed.size() - 1, kBlock);
  for (const PolicyRow& row : rows) {
    auto options = test_options();
    options.risk_policy = row.policy;
    Fixture stripe(options);
    const bool looks = !row.repeated || row.policy == RiskPolicy::decline;
    if (looks) stripe.expect(kGetToken, 200, row.repeated ? consumed : token_json(kBlock));
    stripe.expect(kPost, 200, intent_json("succeeded"));
    if (row.repeated && row.policy == RiskPolicy::manual_review) {
      stripe.expect(kGetToken, 200, consumed);
    }
    EXPECT_EQ(words(stripe.charge(stripe.request(row.repeated))), row.outcome);
  }
}

struct AnswerRow {
  const char* name;
  int status;
  std::string body;
  const char* looked;  // What the token says afterwards; nothing when it is not asked.
  const char* outcome;
};

TEST(StripeCharge, EveryAnswerBecomesAnOutcome) {  // Table 2.6 of what Stripe answers.
  const std::string declined = R"({"error":{"type":"card_error","code":"card_declined",)"
                               R"("decline_code":"stolen_card","payment_intent":)" +
                               intent_json("requires_payment_method") + "}}";
  const AnswerRow rows[] = {
      {"set aside", 200, intent_json("requires_capture"), nullptr, "approved pi_1 uncaptured"},
      {"review", 200, intent_json("succeeded", R"(,"review":"prv_1")"), nullptr,
       "approved pi_1 review"},
      {"3-D Secure", 200, intent_json("requires_action"), nullptr, "pending pi_1"},
      {"processing", 200, intent_json("processing"), nullptr, "pending pi_1"},
      {"declined", 402, declined, nullptr, "refused declined"},
      {"over the limit", 400, kOverLimit, nullptr, "refused token_amount_too_small"},
      {"consumed meanwhile", 400, kDeactivated, "consumed", "refused token_used"},
      {"expired meanwhile", 400, kDeactivated, "expired", "refused token_expired"},
      {"revoked meanwhile", 400, kDeactivated, "revoked", "refused token_revoked"},
      {"deactivated, not said why", 400, kDeactivated, "", "refused token_used"},
      {"unknown", 404, kMissing, nullptr, "refused token_unknown"},
      {"too small", 400, R"({"error":{"type":"invalid_request_error","code":"amount_too_small"}})",
       nullptr, "refused amount_too_small"},
      {"key in use", 409, R"({"error":{"code":"idempotency_key_in_use"}})", nullptr, "in doubt"},
      {"rate", 429, R"({"error":{"code":"rate_limit"}})", nullptr, "in doubt"},
      {"fault", 500, kServerError, nullptr, "in doubt"},
      {"wrong key", 401, R"({"error":{"type":"invalid_request_error"}})", nullptr,
       "refused provider_refused"},
  };
  for (const AnswerRow& row : rows) {
    Fixture stripe;
    stripe.expect(kGetToken, 200, token_json());
    stripe.expect(kPost, row.status, row.body);
    if (row.looked != nullptr && *row.looked != '\0') {
      stripe.expect(kGetToken, 200, deactivated_json(row.looked));
    } else if (row.looked != nullptr) {
      stripe.expect_silence(kGetToken);
    }
    EXPECT_EQ(words(stripe.charge(stripe.request())), row.outcome) << row.name;
  }
}

TEST(StripeCharge, ARefusalWithoutAReasonIsExplainedByTheTokenOrReported) {
  const char* unknown =
      R"({"error":{"type":"invalid_request_error","message":"Currencies differ"}})";
  {
    Fixture stripe;
    stripe.expect(kGetToken, 403, R"({"error":{}})");
    stripe.expect(kPost, 400, unknown);
    stripe.expect(kGetToken, 200, token_json("", R"({"currency":"eur","max_amount":2000})"));
    EXPECT_EQ(words(stripe.charge(stripe.request())), "refused token_other_currency");
  }
  Fixture stripe;
  stripe.expect(kGetToken, 200, token_json());
  stripe.expect(kPost, 400, unknown);
  stripe.expect(kGetToken, 200, token_json());
  EXPECT_EQ(words(stripe.charge(stripe.request())), "refused provider_refused");
  EXPECT_NE(stripe.log.text.find("error stripe_refused"), std::string::npos);
}

constexpr const char* kNoEmail =
    R"({"error":{"type":"invalid_request_error","code":"email_invalid","param":"receipt_email"}})";

TEST(StripeCharge, OneThatIsRefusedForItsReceiptIsWantedWithoutIt) {
  Fixture stripe;
  stripe.expect(kGetToken, 200, token_json());
  stripe.expect(kPost, 400, kNoEmail);
  EXPECT_EQ(words(stripe.charge(stripe.request())), "plain");
  EXPECT_NE(stripe.log.text.find("code=email_invalid param=receipt_email"), std::string::npos)
      << stripe.log.text;
}

TEST(StripeCharge, WhatIsNoPlainNameIsNotLogged) {
  Fixture stripe;
  stripe.expect(kGetToken, 200, token_json());
  stripe.expect(kPost, 400, R"({"error":{"code":"spt_1 2","param":"card\nforged=1"}})");
  stripe.expect(kGetToken, 200, token_json());
  EXPECT_EQ(words(stripe.charge(stripe.request())), "refused provider_refused");
  EXPECT_NE(stripe.log.text.find("code= param=\n"), std::string::npos) << stripe.log.text;
}

TEST(StripeCharge, AnErrorAroundALivingChargeIsNoRefusal) {
  Fixture stripe;
  stripe.expect(kGetToken, 200, token_json());
  stripe.expect(kPost, 400,
                R"({"error":{"type":"invalid_request_error","payment_intent":)" +
                    intent_json("succeeded") + "}}");
  stripe.expect(kGetIntent, 200, intent_json("succeeded"));
  EXPECT_EQ(words(stripe.charge(stripe.request())), "approved pi_1");
}

TEST(StripeCharge, AnotherAmountIsDoubtAndAnErrorOfTheLog) {
  Fixture stripe;
  stripe.expect(kGetToken, 200, token_json());
  auto request = stripe.request();
  request.amount = {1449};
  stripe.expect(kPost, 200, intent_json("succeeded"));
  EXPECT_EQ(words(stripe.charge(request)), "in doubt");
  EXPECT_NE(stripe.log.text.find("error stripe_charge_in_doubt"), std::string::npos);
}

TEST(StripeCharge, AllRequestsShareOnePatience) {
  {
    Fixture stripe;
    stripe.client.replies.push_back({kGetToken, 200, token_json(), {}, Milliseconds(1'000)});
    stripe.expect_silence(kPost, Milliseconds(2'500));
    EXPECT_EQ(words(stripe.charge(stripe.request())), "in doubt");
    EXPECT_EQ(stripe.client.requests[0].patience, Milliseconds(3'500));
    EXPECT_EQ(stripe.client.requests[1].patience, Milliseconds(2'500));
  }
  Fixture stripe;  // Nothing is begun that has no time to end.
  stripe.client.replies.push_back({kGetToken, 200, token_json(), {}, Milliseconds(3'400)});
  EXPECT_EQ(words(stripe.charge(stripe.request())), "in doubt");
}

TEST(StripeCharge, ARepeatAsksByTheKeyAndNeverTakesAConsumedTokenForARefusal) {
  Fixture stripe;
  stripe.expect(kGetToken, 200, deactivated_json("consumed"));  // For the advice on risk.
  stripe.expect(kPost, 200, intent_json("succeeded"), kReplayed);
  EXPECT_EQ(words(stripe.charge(stripe.request(true))), "approved pi_1");
  EXPECT_TRUE(stripe.client.requests.back().repeatable);
}

struct RepeatRow {
  const char* first;
  const char* now;
  const char* outcome;
};

TEST(StripeCharge, ARepeatedAnswerIsBroughtUpToDate) {
  const RepeatRow rows[] = {
      {"requires_action", "succeeded", "approved pi_1"},
      {"requires_action", "requires_payment_method", "refused declined"},
      {"requires_action", "requires_action", "pending pi_1"},
      {"processing", "canceled", "refused not_charged"},
      {"requires_capture", "requires_capture", "approved pi_1 uncaptured"},
      {"requires_capture", "canceled", "refused not_charged"},
  };
  for (const RepeatRow& row : rows) {
    auto options = test_options();
    options.risk_policy = RiskPolicy::ignore;
    Fixture stripe(options);
    stripe.expect(kPost, 200, intent_json(row.first), kReplayed);
    stripe.expect(kGetIntent, 200, intent_json(row.now));
    EXPECT_EQ(words(stripe.charge(stripe.request(true))), row.outcome) << row.first;
  }
  auto options = test_options();
  options.risk_policy = RiskPolicy::ignore;
  Fixture stripe(options);
  stripe.expect(kPost, 200, intent_json("requires_action"), kReplayed);
  stripe.expect_silence(kGetIntent);
  EXPECT_EQ(words(stripe.charge(stripe.request(true))), "pending pi_1");
}

TEST(StripeCharge, AKnownChargeIsLookedAt) {
  auto options = test_options();
  options.risk_policy = RiskPolicy::ignore;
  for (const RepeatRow& row :
       {RepeatRow{"", "succeeded", "approved pi_1"}, RepeatRow{"", "processing", "pending pi_1"},
        RepeatRow{"", "requires_payment_method", "refused declined"}}) {
    Fixture stripe(options);
    stripe.expect(kGetIntent, 200, intent_json(row.now));
    EXPECT_EQ(words(stripe.charge(stripe.request(true, "pi_1"))), row.outcome);
  }
  Fixture stripe(options);
  stripe.expect_silence(kGetIntent);
  EXPECT_EQ(words(stripe.charge(stripe.request(true, "pi_1"))), "in doubt");
}

TEST(StripeCharge, AnotherAttemptsChargeDecidesNothing) {
  Fixture stripe;
  auto request = stripe.request(true, "pi_1");
  request.attempt.bytes[0] = 1;
  std::string ours = intent_json("succeeded");
  ours.replace(ours.find("pi_1"), 4, "pi_2");
  ours.replace(ours.find(an_attempt().text()), an_attempt().text().size(), request.attempt.text());
  stripe.expect(kGetIntent, 200, intent_json("canceled"));
  stripe.expect(kGetToken, 200, deactivated_json("consumed"));
  stripe.expect(kPost, 200, ours, kReplayed);
  EXPECT_EQ(words(stripe.charge(request)), "approved pi_2");
}

TEST(StripeCharge, ABuyerWhoDoesNotComeBackIsGivenUp) {
  struct AbandonRow {
    int status;
    std::string answer;
    const char* now;  // Asked when the cancellation was refused.
    const char* outcome;
  };
  const std::string late = R"({"error":{"code":"payment_intent_unexpected_state"}})";
  const AbandonRow rows[] = {
      {200, intent_json("canceled", R"(,"cancellation_reason":"abandoned")"), nullptr,
       "refused authentication_failed"},
      {400, late, "succeeded", "approved pi_1"},
      {400, late, "requires_action", "pending pi_1"},
      {500, "", nullptr, "pending pi_1"},
  };
  for (const AbandonRow& row : rows) {
    auto options = test_options();
    options.risk_policy = RiskPolicy::ignore;
    Fixture stripe(options);
    const auto request = stripe.request(true, "pi_1");
    stripe.clock.advance(std::chrono::hours(1) + Milliseconds(1));
    stripe.expect(kGetIntent, 200, intent_json("requires_action"));
    stripe.expect(kCancel, row.status, row.answer);
    if (row.now != nullptr) stripe.expect(kGetIntent, 200, intent_json(row.now));
    EXPECT_EQ(words(stripe.charge(request)), row.outcome) << row.outcome;
  }
}

TEST(StripeCharge, AWrongKeyLeavesARepeatInDoubt) {
  Fixture stripe;
  stripe.expect(kGetToken, 401, R"({"error":{"type":"invalid_request_error"}})");
  stripe.expect(kPost, 401, R"({"error":{"type":"invalid_request_error"}})");
  EXPECT_EQ(words(stripe.charge(stripe.request(true))), "in doubt");
  EXPECT_NE(stripe.log.text.find("error "), std::string::npos);
}

TEST(StripeCharge, AnOpenCircuitIsDoubtAndShownBeforehand) {
  Fixture stripe;
  stripe.client.closed = Milliseconds(4'000);
  stripe.client.replies.push_back(
      {kGetToken, 0, "", {}, Milliseconds(0), net::GuardedFailureKind::open_circuit});
  EXPECT_EQ(words(stripe.charge(stripe.request())), "in doubt");
  EXPECT_EQ(stripe.gateway.closed_for(), Milliseconds(4'000));
}

}  // namespace
}  // namespace till::payments::stripe
