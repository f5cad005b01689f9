#include <gtest/gtest.h>

#include "base/sync_wait.h"
#include "payments/stripe/fakes.h"
#include "payments/stripe/requests.h"
#include "payments/stripe/stripe_gateway.h"

namespace till::payments::stripe {
namespace {

constexpr const char* kCapture = "POST /v1/payment_intents/pi_1/capture";
constexpr const char* kCancel = "POST /v1/payment_intents/pi_1/cancel";
constexpr const char* kGetIntent = "GET /v1/payment_intents/pi_1?";
constexpr const char* kRefund = "POST /v1/refunds";
constexpr const char* kGetRefund = "GET /v1/refunds/re_1";
constexpr const char* kListRefunds = "GET /v1/refunds?payment_intent=pi_1&limit=100";
constexpr const char* kNotNow =
    R"({"error":{"type":"invalid_request_error","code":"payment_intent_unexpected_state"}})";
constexpr const char* kMisused = R"({"error":{"type":"idempotency_error"}})";
constexpr const char* kForbidden = R"({"error":{"type":"invalid_request_error"}})";
const std::vector<net::Header> kReplayed{{"Idempotent-Replayed", "true"}};

std::string captured_json(int amount = 1450) {
  return intent_json("succeeded", R"(,"amount_received":)" + std::to_string(amount));
}

std::string refund_json(const std::string& status, const app::ChargeStep& step) {
  return R"({"id":"re_1","object":"refund","amount":1450,"currency":"usd","status":")" + status +
         R"(","metadata":{"adjustment_id":")" + step.adjustment.text() + "\"}}";
}

struct Row {
  const char* name;
  int status;
  std::string answer;
  std::string now;  // What the charge says of itself afterwards; empty when it is not asked.
  const char* outcome;
};

TEST(StripeCapture, TakesWhatWasSetAsideOnce) {
  const Row rows[] = {
      {"taken", 200, captured_json(), "", "done pi_1"},
      {"taken before", 400, kNotNow, captured_json(), "done pi_1"},
      {"another amount taken before", 400, kNotNow, captured_json(700), "done pi_1"},
      {"lapsed", 400, kNotNow, intent_json("canceled"), "refused"},
      {"more than was set aside", 400, kNotNow, intent_json("requires_capture"), "refused"},
      {"under way", 400, kNotNow, intent_json("processing"), "in doubt"},
      {"not known", 404, kMissing, "", "in doubt"},
      {"not known any more", 400, kNotNow, "404", "in doubt"},
      {"not shown", 400, kNotNow, "403", "in doubt"},
      {"a wrong API version", 400, kNotNow, "400", "in doubt"},
      {"key in use", 409, kNotNow, "", "in doubt"},
      {"fault", 500, kServerError, "", "in doubt"},
      {"misused key", 400, kMisused, "", "in doubt"},
      {"no right", 403, kForbidden, "", "in doubt"},
      {"cut short", 200, "{", "", "in doubt"},
  };
  for (const Row& row : rows) {
    Fixture stripe;
    stripe.expect(kCapture, row.status, row.answer);
    if (row.now == "404") stripe.expect(kGetIntent, 404, kMissing);
    if (row.now == "403") stripe.expect(kGetIntent, 403, kForbidden);
    if (row.now == "400") stripe.expect(kGetIntent, 400, kForbidden);
    if (row.now.size() > 3) stripe.expect(kGetIntent, 200, row.now);
    EXPECT_EQ(words(sync_wait(stripe.gateway.capture(stripe.step(), stripe.executor))), row.outcome)
        << row.name;
  }
}

TEST(StripeCancel, LetsGoOnceAndNeverAfterACapture) {
  const Row rows[] = {
      {"let go", 200, intent_json("canceled"), "", "done pi_1"},
      {"let go before", 400, kNotNow, intent_json("canceled"), "done pi_1"},
      {"captured", 400, kNotNow, captured_json(), "refused"},
      {"under way", 400, kNotNow, intent_json("processing"), "in doubt"},
      {"no answer", 0, "", "", "in doubt"},
      {"misused key", 400, kMisused, "", "in doubt"},
  };
  for (const Row& row : rows) {
    Fixture stripe;
    stripe.expect(kCancel, row.status, row.answer);
    if (!row.now.empty()) stripe.expect(kGetIntent, 200, row.now);
    EXPECT_EQ(words(sync_wait(stripe.gateway.cancel(stripe.step(), stripe.executor))), row.outcome)
        << row.name;
  }
}

TEST(StripeSteps, WhatSomeoneCapturedByHandRaisesAnAlarm) {
  Fixture stripe;
  stripe.expect(kCancel, 400, kNotNow);
  stripe.expect(kGetIntent, 200, captured_json());
  sync_wait(stripe.gateway.cancel(stripe.step(), stripe.executor));
  EXPECT_NE(stripe.log.text.find("captured by someone"), std::string::npos) << stripe.log.text;
  stripe.expect(kCapture, 400, kNotNow);
  stripe.expect(kGetIntent, 200, captured_json(700));
  sync_wait(stripe.gateway.capture(stripe.step(), stripe.executor));
  EXPECT_NE(stripe.log.text.find("another amount"), std::string::npos) << stripe.log.text;
}

std::string key_of(const net::GuardedRequest& sent) {
  for (const net::Header& header : sent.request.headers) {
    if (header.name == "Idempotency-Key") return header.value;
  }
  return "";
}

TEST(StripeSteps, AFaultThatStripeKeepsForAKeyIsPassedUnderAnotherWhereNothingHappened) {
  Fixture stripe;
  stripe.expect(kCapture, 500, kServerError, kReplayed);
  stripe.expect(kGetIntent, 200, intent_json("requires_capture"));
  stripe.expect(kCapture, 200, captured_json());
  EXPECT_EQ(words(sync_wait(stripe.gateway.capture(stripe.step(), stripe.executor))), "done pi_1");
  EXPECT_EQ(key_of(stripe.client.requests[0]), "charge-key");
  EXPECT_EQ(key_of(stripe.client.requests[2]), renewed_key("charge-key"));
  stripe.expect(kCancel, 500, kServerError, kReplayed);
  stripe.expect(kGetIntent, 200, intent_json("canceled"));
  EXPECT_EQ(words(sync_wait(stripe.gateway.cancel(stripe.step(), stripe.executor))), "done pi_1");
  const auto step = stripe.step();
  stripe.expect(kRefund, 500, kServerError, kReplayed);
  stripe.expect(kListRefunds, 200, R"({"object":"list","data":[],"has_more":false})");
  stripe.expect(kRefund, 500, kServerError, kReplayed);
  stripe.expect(kListRefunds, 200,
                R"({"object":"list","data":[)" + refund_json("succeeded", step) + "]}");
  EXPECT_EQ(words(sync_wait(stripe.gateway.refund(step, stripe.executor))), "done re_1");
  EXPECT_EQ(key_of(stripe.client.requests[7]), renewed_key("charge-key"));
}

TEST(StripeRefund, GivesBackOnce) {
  Fixture names;
  const auto step = names.step();
  std::string dearer = refund_json("succeeded", step);
  dearer.replace(dearer.find("1450"), 4, "1451");
  const Row rows[] = {
      {"given back", 200, refund_json("succeeded", step), "", "done re_1"},
      {"failed", 200, refund_json("failed", step), "", "refused re_1"},
      {"pending still", 200, refund_json("pending", step), refund_json("pending", step),
       "in doubt"},
      {"pending at first", 200, refund_json("pending", step), refund_json("succeeded", step),
       "done re_1"},
      {"pending, then failed", 200, refund_json("pending", step), refund_json("canceled", step),
       "refused re_1"},
      {"another amount", 200, dearer, "", "in doubt"},
      {"not known", 404, kMissing, "", "in doubt"},
      {"no right", 403, kForbidden, "", "in doubt"},
      {"misused key", 400, kMisused, "", "in doubt"},
      {"rate", 429, kNotNow, "", "in doubt"},
      {"fault", 500, kServerError, "", "in doubt"},
  };
  for (const Row& row : rows) {
    Fixture stripe;
    stripe.expect(kRefund, row.status, row.answer);
    if (!row.now.empty()) stripe.expect(kGetRefund, 200, row.now);
    EXPECT_EQ(words(sync_wait(stripe.gateway.refund(step, stripe.executor))), row.outcome)
        << row.name;
  }
}

TEST(StripeRefund, IsRefusedOnlyWhenNoEarlierCallGaveTheMoneyBack) {
  const char* answers[] = {R"({"error":{"code":"charge_already_refunded"}})",
                           R"({"error":{"code":"charge_disputed"}})"};
  for (const char* answer : answers) {
    Fixture stripe;
    const auto step = stripe.step();
    const auto listed = [&](const std::string& refunds) {
      stripe.expect(kRefund, 400, answer);
      stripe.expect(kListRefunds, 200, R"({"object":"list","data":[)" + refunds + "]}");
      return words(sync_wait(stripe.gateway.refund(step, stripe.executor)));
    };
    EXPECT_EQ(listed(""), "refused");
    EXPECT_EQ(listed(refund_json("succeeded", step)), "done re_1");
    stripe.expect(kRefund, 400, answer);
    stripe.expect(kListRefunds, 400, kForbidden);
    EXPECT_EQ(words(sync_wait(stripe.gateway.refund(step, stripe.executor))), "in doubt");
  }
}

TEST(StripeRefund, AnOldOneIsLookedForBeforeItsKeyIsSentAgain) {
  Fixture stripe;
  const auto step = stripe.step();
  auto other = step;
  other.adjustment.bytes[15] = 9;
  stripe.clock.advance(std::chrono::hours(24));
  const std::string strange = refund_json("succeeded", other);
  stripe.expect(
      kListRefunds, 200,
      R"({"object":"list","data":[)" + strange + "," + refund_json("pending", step) + "]}");
  EXPECT_EQ(words(sync_wait(stripe.gateway.refund(step, stripe.executor))), "in doubt");
  stripe.expect(kListRefunds, 200, R"({"object":"list","data":[)" + strange + "]}");
  stripe.expect(kRefund, 200, refund_json("succeeded", step));
  EXPECT_EQ(words(sync_wait(stripe.gateway.refund(step, stripe.executor))), "done re_1");
  stripe.expect_silence(kListRefunds);
  EXPECT_EQ(words(sync_wait(stripe.gateway.refund(step, stripe.executor))), "in doubt");
}

std::string words(const app::ChargeSearch& search) {
  if (const auto* origin = std::get_if<app::ChargeOrigin>(&search)) return origin->session.text();
  return std::holds_alternative<app::ChargeUnknown>(search) ? "unknown" : "in doubt";
}

TEST(StripeFind, TellsWhichPurchaseAChargeBelongsTo) {
  struct FindRow {
    int status;
    std::string body;
    std::string outcome;
  };
  const FindRow rows[] = {
      {200, intent_json("succeeded"), a_session().text()},
      {200, R"({"id":"pi_1","object":"payment_intent","metadata":{"order":"7"}})", "unknown"},
      {404, kMissing, "unknown"},
      {500, "", "in doubt"},
      {403, kForbidden, "in doubt"},
  };
  for (const FindRow& row : rows) {
    Fixture stripe;
    stripe.expect(kGetIntent, row.status, row.body);
    EXPECT_EQ(words(sync_wait(stripe.gateway.find("pi_1", stripe.executor))), row.outcome);
  }
  Fixture stripe;
  EXPECT_EQ(words(sync_wait(stripe.gateway.find("sandbox/1", stripe.executor))), "unknown");
  EXPECT_EQ(stripe::words(sync_wait(stripe.gateway.capture({"k", ""}, stripe.executor))),
            "refused");
}

}  // namespace
}  // namespace till::payments::stripe
