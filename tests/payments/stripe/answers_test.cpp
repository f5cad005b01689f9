#include "payments/stripe/answers.h"

#include <gtest/gtest.h>

#include "payments/stripe/classify.h"
#include "payments/stripe/fakes.h"
#include "payments/stripe/token_rules.h"

namespace till::payments::stripe {
namespace {

using checkout::PaymentFailure;

std::string card_error(const std::string& more, const std::string& status) {
  return R"({"error":{"type":"card_error","message":"Your card was declined.")" + more +
         R"(,"payment_intent":)" + intent_json(status) + "}}";
}

struct ChargeRow {
  const char* name;
  int status;
  std::string body;
  Finding finding;
  PaymentFailure failure = PaymentFailure::declined;
};

ChargeReading classified(int status, const std::string& body) {
  app::ChargeRequest request;
  request.amount = {1450};
  request.currency = "usd";
  return classify(read_intent({status, body}), request);
}

void check(const std::vector<ChargeRow>& rows) {
  for (const ChargeRow& row : rows) {
    const ChargeReading reading = classified(row.status, row.body);
    EXPECT_EQ(reading.finding, row.finding) << row.name;
    EXPECT_EQ(reading.failure, row.failure) << row.name;
  }
}

TEST(StripeAnswers, EveryStatusOfAChargeHasItsMeaning) {
  check({
      {"succeeded", 200, intent_json("succeeded"), Finding::approved},
      {"set aside", 200, intent_json("requires_capture"), Finding::approved},
      {"3-D Secure", 200, intent_json("requires_action"), Finding::awaiting_buyer},
      {"processing", 200, intent_json("processing"), Finding::processing},
      {"declined without an error", 200, intent_json("requires_payment_method"), Finding::refused},
      {"not authenticated", 200,
       intent_json("requires_payment_method",
                   R"(,"last_payment_error":{"code":"payment_intent_authentication_failure"})"),
       Finding::refused, PaymentFailure::authentication_failed},
      {"canceled by somebody", 200, intent_json("canceled"), Finding::refused,
       PaymentFailure::not_charged},
      {"canceled by us", 200, intent_json("canceled", R"(,"cancellation_reason":"abandoned")"),
       Finding::refused, PaymentFailure::authentication_failed},
      {"a status of tomorrow", 200, intent_json("sleeping"), Finding::in_doubt},
  });
}

TEST(StripeAnswers, EveryRefusalOfAChargeHasItsMeaning) {
  check({
      {"over the limit", 400, kOverLimit, Finding::refused, PaymentFailure::token_amount_too_small},
      {"consumed, expired or revoked", 400, kDeactivated, Finding::deactivated,
       PaymentFailure::token_used},
      {"unknown token", 400, kMissing, Finding::refused, PaymentFailure::token_unknown},
      {"unknown token, 404", 404, kMissing, Finding::refused, PaymentFailure::token_unknown},
      {"404 without a code", 404, R"({"error":{"type":"invalid_request_error"}})", Finding::refused,
       PaymentFailure::token_unknown},
      {"card declined", 402,
       card_error(R"(,"code":"card_declined","decline_code":"generic_decline")",
                  "requires_payment_method"),
       Finding::refused},
      {"lack of funds", 402,
       card_error(R"(,"code":"card_declined","decline_code":"insufficient_funds")",
                  "requires_payment_method"),
       Finding::refused, PaymentFailure::insufficient_funds},
      {"stolen card", 402,
       card_error(R"(,"code":"card_declined","decline_code":"stolen_card")",
                  "requires_payment_method"),
       Finding::refused},
      {"blocked by Radar", 402,
       card_error(R"(,"code":"card_declined","decline_code":"fraudulent")",
                  "requires_payment_method"),
       Finding::refused},
      {"authentication required", 402,
       card_error(R"(,"code":"authentication_required")", "requires_payment_method"),
       Finding::refused, PaymentFailure::authentication_failed},
      {"an error around a charge that lives", 402, card_error("", "succeeded"),
       Finding::ask_intent},
      {"an error around a charge that waits", 400, card_error("", "requires_action"),
       Finding::ask_intent},
      {"amount too small", 400,
       R"({"error":{"type":"invalid_request_error","code":"amount_too_small"}})", Finding::refused,
       PaymentFailure::amount_too_small},
      {"unknown parameter", 400,
       R"({"error":{"type":"invalid_request_error","code":"parameter_unknown"}})",
       Finding::unexplained, PaymentFailure::provider_refused},
      {"amount too large", 400,
       R"({"error":{"type":"invalid_request_error","code":"amount_too_large","param":"amount"}})",
       Finding::refused, PaymentFailure::amount_too_large},
      {"no e-mail address", 400,
       R"({"error":{"type":"invalid_request_error","code":"email_invalid"}})", Finding::extras,
       PaymentFailure::provider_refused},
      {"no receipt's address", 400,
       R"({"error":{"type":"invalid_request_error","param":"receipt_email"}})", Finding::extras,
       PaymentFailure::provider_refused},
      {"no parcel's address", 400,
       R"({"error":{"type":"invalid_request_error","param":"shipping[address][country]"}})",
       Finding::extras, PaymentFailure::provider_refused},
      {"no such currency", 400, R"({"error":{"type":"invalid_request_error","param":"currency"}})",
       Finding::unexplained, PaymentFailure::currency_refused},
      {"no such proof", 400,
       R"({"error":{"type":"invalid_request_error",)"
       R"("param":"payment_method_options[card][three_d_secure][cryptogram]"}})",
       Finding::refused, PaymentFailure::proof_refused},
      {"key with other parameters", 400, R"({"error":{"type":"idempotency_error"}})",
       Finding::misused_key},
  });
}

TEST(StripeAnswers, AnErrorThatCarriesAChargeWhichIsOverIsARefusalAtOnce) {
  const std::string declined = R"(,"code":"card_declined","decline_code":"generic_decline")";
  check({
      {"canceled", 402, card_error(declined, "canceled"), Finding::refused},
      {"declined", 402, card_error(declined, "requires_payment_method"), Finding::refused},
      {"under way", 402, card_error(declined, "processing"), Finding::ask_intent},
      {"of tomorrow", 402, card_error(declined, "sleeping"), Finding::ask_intent},
  });
}

TEST(StripeAnswers, WhatIsNoReliableAnswerIsDoubt) {
  check({
      {"key in use", 409,
       R"({"error":{"type":"invalid_request_error","code":"idempotency_key_in_use"}})",
       Finding::in_doubt},
      {"locked", 429, R"({"error":{"type":"invalid_request_error","code":"lock_timeout"}})",
       Finding::in_doubt},
      {"too many", 429, R"({"error":{"type":"invalid_request_error","code":"rate_limit"}})",
       Finding::in_doubt},
      {"wrong key", 401, R"({"error":{"type":"invalid_request_error"}})", Finding::not_allowed,
       PaymentFailure::provider_refused},
      {"key without the right", 403, R"({"error":{"type":"invalid_request_error"}})",
       Finding::not_allowed, PaymentFailure::provider_refused},
      {"fault", 500, kServerError, Finding::in_doubt},
      {"unavailable", 503, "", Finding::in_doubt},
      {"no answer", 0, "", Finding::in_doubt},
      {"a proxy's refusal", 404, "<html>", Finding::in_doubt},
      {"a redirection", 302, "", Finding::in_doubt},
      {"cut short", 200, intent_json("succeeded").substr(0, 60), Finding::in_doubt},
      {"another object", 200, token_json(), Finding::in_doubt},
      {"a name that is none", 200,
       R"({"id":"pi/1","object":"payment_intent","status":"succeeded"})", Finding::in_doubt},
  });
}

TEST(StripeAnswers, AnotherAmountOrCurrencyIsDoubtWhateverTheStatus) {
  for (const char* status : {"succeeded", "requires_capture", "requires_payment_method"}) {
    std::string dearer = intent_json(status);
    dearer.replace(dearer.find("1450"), 4, "1451");
    std::string foreign = intent_json(status);
    foreign.replace(foreign.find("usd"), 3, "eur");
    EXPECT_EQ(classified(200, dearer).finding, Finding::other_charge) << status;
    EXPECT_EQ(classified(200, foreign).finding, Finding::other_charge) << status;
  }
  EXPECT_EQ(
      classified(200, R"({"id":"pi_1","object":"payment_intent","status":"succeeded"})").finding,
      Finding::other_charge);
}

TEST(StripeAnswers, AReviewIsSeenOpenOrWanted) {
  struct Row {
    const char* more;
    bool review;
  };
  const Row rows[] = {
      {R"(,"review":"prv_1")", true},
      {R"(,"review":null,"latest_charge":{"outcome":{"type":"manual_review"}})", true},
      {R"(,"review":null,"latest_charge":{"outcome":{"type":"authorized"}})", false},
      {R"(,"latest_charge":"ch_1")", false},
      {"", false},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(classified(200, intent_json("succeeded", row.more)).review, row.review) << row.more;
  }
}

TEST(StripeAnswers, MetadataOfOthersAreNone) {
  const auto reading =
      read_intent({200, R"({"id":"pi_1","object":"payment_intent","amount":1,"currency":"usd",)"
                        R"("status":"succeeded","metadata":{"checkout_session_id":"their own"}})"});
  EXPECT_FALSE(std::get<PaymentIntent>(reading).session);
  EXPECT_FALSE(std::get<PaymentIntent>(reading).attempt);
}

struct TokenRow {
  const char* name;
  std::string body;
  std::optional<PaymentFailure> failure;
};

constexpr const char* kRisk =
    R"(,"risk_details":{"insights":{"fraudulent_dispute":{"score":3,"recommended_action":)"
    R"("continue"},"stolen_card":{"score":90,"recommended_action":"block"}}})";

TEST(StripeAnswers, ATokenTellsWhatItAllows) {
  const TokenRow rows[] = {
      {"good", token_json(), std::nullopt},
      {"without limits", token_json(R"(,"x":1)", "null"), std::nullopt},
      {"without end", token_json("", R"({"currency":"usd","max_amount":1450,"expires_at":null})"),
       std::nullopt},
      {"consumed", deactivated_json("consumed"), PaymentFailure::token_used},
      {"expired", deactivated_json("expired"), PaymentFailure::token_expired},
      {"revoked", deactivated_json("revoked"), PaymentFailure::token_revoked},
      {"resolved", deactivated_json("resolved"), PaymentFailure::token_used},
      {"past its end",
       token_json("", R"({"currency":"usd","max_amount":2000,"expires_at":1795514400})"),
       PaymentFailure::token_expired},
      {"currency", token_json("", R"({"currency":"eur","max_amount":2000,"expires_at":null})"),
       PaymentFailure::token_other_currency},
      {"limit", token_json("", R"({"currency":"usd","max_amount":1449,"expires_at":null})"),
       PaymentFailure::token_amount_too_small},
      {"used in part",
       token_json(R"(,"usage_details":{"amount_captured":{"value":600,"currency":"usd"}})"),
       PaymentFailure::token_amount_too_small},
  };
  const Timestamp now{1'795'514'400'000};
  for (const TokenRow& row : rows) {
    const auto reading = read_token({200, row.body});
    ASSERT_TRUE(std::holds_alternative<GrantedToken>(reading)) << row.name;
    const auto& token = std::get<GrantedToken>(reading);
    EXPECT_EQ(misuse(token, Mode::test, {1450}, "usd", now), row.failure) << row.name;
    EXPECT_EQ(misuse(token, Mode::live, {1450}, "usd", now), PaymentFailure::token_unknown);
    EXPECT_FALSE(token.block);
  }
  EXPECT_TRUE(std::get<GrantedToken>(read_token({200, token_json(kRisk)})).block);
}

TEST(StripeAnswers, TheModeIsTheKeysOwn) {
  EXPECT_EQ(mode_of(Secret("sk_live_1")), Mode::live);
  EXPECT_EQ(mode_of(Secret("rk_live_1")), Mode::live);
  EXPECT_EQ(mode_of(Secret("sk_test_1")), Mode::test);
  EXPECT_EQ(mode_of(Secret("rk_test_1")), Mode::test);
  EXPECT_EQ(mode_of(Secret("sk_org_1")), std::nullopt);
}

TEST(StripeAnswers, AListOfRefundsThatGoesOnIsNoAnswer) {
  const std::string refund =
      R"({"id":"re_1","object":"refund","amount":5,"currency":"usd","status":"pending"})";
  const std::string list = R"({"object":"list","data":[)" + refund + R"(,{"object":"other"}])";
  const auto whole = read_refund_list({200, list + "}"});
  EXPECT_EQ(std::get<std::vector<Refund>>(whole).size(), 1U);
  const auto part = read_refund_list({200, list + R"(,"has_more":true})"});
  EXPECT_TRUE(std::holds_alternative<Unreliable>(part));
}

struct JudgeRow {
  int status;
  std::vector<net::Header> headers;
  net::AnswerKind kind;
};

TEST(StripeAnswers, StripesAdviceOnRetriesWinsOverTheStatus) {
  using enum net::AnswerKind;
  const JudgeRow rows[] = {
      {200, {}, final},
      {200, {{"Stripe-Should-Retry", "true"}}, final},
      {400, {}, final},
      {400, {{"stripe-should-retry", "true"}}, transient},
      {402, {}, final},
      {409, {}, transient},
      {409, {{"Stripe-Should-Retry", "false"}}, final},
      {429, {}, transient},
      {500, {}, outage},
      {500, {{"Stripe-Should-Retry", "false"}}, final},
      {500, {{"Idempotent-Replayed", "true"}}, final},
      {503, {{"Stripe-Should-Retry", "true"}}, outage},
  };
  for (const JudgeRow& row : rows) {
    net::Response response;
    response.status = row.status;
    response.headers = row.headers;
    EXPECT_EQ(judge(response), row.kind)
        << row.status << (row.headers.empty() ? "" : " " + row.headers.front().value);
  }
}

}  // namespace
}  // namespace till::payments::stripe
