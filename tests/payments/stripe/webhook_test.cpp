#include "payments/stripe/webhook.h"

#include <gtest/gtest.h>

#include "app/fakes.h"
#include "base/digest.h"

namespace till::payments::stripe {
namespace {

constexpr Timestamp kNow{1'795'514'400'000};
const std::vector<Secret> kSecrets{Secret("whsec_old"), Secret("whsec_new")};

std::string digest(const std::string& secret, const std::string& body, std::int64_t seconds) {
  return to_hex(hmac_sha256(secret, std::to_string(seconds) + "." + body));
}

std::string signed_by(const std::string& secret, const std::string& body,
                      std::int64_t seconds = kNow.ms / 1000) {
  return "t=" + std::to_string(seconds) + ",v1=" + digest(secret, body, seconds);
}

std::string event_of(const std::string& type, const std::string& object) {
  return R"({"id":"evt_1","object":"event","type":")" + type + R"(","data":{"object":)" + object +
         "}}";
}

std::string refusal(std::optional<std::string> header, const std::string& body) {
  const auto event = read_webhook(header ? std::optional<std::string_view>(*header) : std::nullopt,
                                  body, kSecrets, kNow);
  if (event) return "accepted";
  switch (event.error()) {
    case WebhookRefusal::no_signature: return "no signature";
    case WebhookRefusal::bad_signature: return "bad signature";
    case WebhookRefusal::too_old: return "too old";
    case WebhookRefusal::malformed: return "malformed";
  }
  return "";
}

TEST(StripeWebhook, OnlyARecentSignatureByOneOfOurSecretsIsAccepted) {
  const std::string body = event_of("account.updated", R"({"id":"acct_1"})");
  const std::int64_t now = kNow.ms / 1000;
  const std::string zeros(64, '0');
  const std::string good = digest("whsec_new", body, now);
  struct Row {
    const char* name;
    std::optional<std::string> header;
    std::string outcome;
  };
  const std::string t = "t=" + std::to_string(now);
  const Row rows[] = {
      {"by the new secret", signed_by("whsec_new", body), "accepted"},
      {"by the old secret", signed_by("whsec_old", body), "accepted"},
      {"several v1", t + ",v1=" + zeros + ",v1=" + good, "accepted"},
      {"other schemes", t + ",v0=" + zeros + ",v1=" + good + ",v2=x", "accepted"},
      {"the time last", "v1=" + good + "," + t, "accepted"},
      {"at the tolerance", signed_by("whsec_new", body, now - 300), "accepted"},
      {"ahead, at the tolerance", signed_by("whsec_new", body, now + 300), "accepted"},
      {"none", std::nullopt, "no signature"},
      {"empty", "", "no signature"},
      {"no v1", t + ",v0=" + good, "no signature"},
      {"no time", "v1=" + good, "no signature"},
      {"two times", t + "," + t + ",v1=" + good, "no signature"},
      {"a time that is none", "t=-1,v1=" + good, "no signature"},
      {"a time too large", "t=9999999999999999999,v1=" + good, "no signature"},
      {"a digest cut short", t + ",v1=" + good.substr(1), "no signature"},
      {"another secret", signed_by("whsec_other", body), "bad signature"},
      {"an empty secret", signed_by("", body), "bad signature"},
      {"another body", signed_by("whsec_new", body + " "), "bad signature"},
      {"another time", "t=" + std::to_string(now - 1) + ",v1=" + good, "bad signature"},
      {"old", signed_by("whsec_new", body, now - 301), "too old"},
      {"ahead", signed_by("whsec_new", body, now + 301), "too old"},
      {"old and forged", "t=" + std::to_string(now - 301) + ",v1=" + good, "bad signature"},
  };
  for (const Row& row : rows) EXPECT_EQ(refusal(row.header, body), row.outcome) << row.name;
}

TEST(StripeWebhook, NothingIsAcceptedWithoutASecret) {
  const std::string body = event_of("x", "{}");
  const std::string header = signed_by("", body);
  for (const std::vector<Secret>& secrets :
       {std::vector<Secret>{}, std::vector<Secret>{Secret()}}) {
    EXPECT_EQ(read_webhook(header, body, secrets, kNow).error(), WebhookRefusal::bad_signature);
  }
}

TEST(StripeWebhook, ASignedBodyThatIsNoEventIsMalformed) {
  for (const std::string body : {"", "[]", "{", "\xFF", R"({"id":"evt_1"})", R"({"type":"a"})",
                                 R"({"id":"evt/1","type":"a"})", R"({"id":7,"type":"a"})"}) {
    EXPECT_EQ(refusal(signed_by("whsec_new", body), body), "malformed") << body;
  }
}

std::string text_of(app::ReportedState state) {
  switch (state) {
    case app::ReportedState::pending: return " pending";
    case app::ReportedState::succeeded: return " succeeded";
    case app::ReportedState::failed: break;
  }
  return " failed";
}

std::string money(Amount amount, const std::string& currency) {
  return " " + std::to_string(amount.minor) + " " + currency;
}

std::string text_of(const app::ChargeReported& charge) {
  switch (charge.state) {
    case app::ChargeState::undecided: return "";
    case app::ChargeState::authorized: return " authorized";
    case app::ChargeState::captured: return " captured " + std::to_string(charge.captured.minor);
    case app::ChargeState::canceled: break;
  }
  return " canceled";
}

// An event as words, so that rows stay short.
struct Words {
  std::string operator()(const app::ChargeReported& r) const {
    return "charge " + r.charge + " of " + r.session.value().text() + " by " +
           r.attempt.value().text() + text_of(r);
  }
  std::string operator()(const app::RefundReported& r) const {
    return "refund " + r.refund + " of " + r.charge + money(r.amount, r.currency) +
           text_of(r.state) + (r.adjustment ? " for " + r.adjustment->text() : "");
  }
  std::string operator()(const app::RefundTotalReported& r) const {
    return "refunded " + r.charge + money(r.refunded, r.currency);
  }
  std::string operator()(const app::DisputeReported& r) const {
    return "dispute " + r.dispute + " of " + r.charge + money(r.amount, r.currency) +
           text_of(r.state);
  }
  std::string operator()(const app::ReviewReported& r) const {
    return "review of " + r.charge + (r.opened ? " opened" : " closed") +
           (r.approved ? " approved" : "");
  }
  std::string operator()(const app::FraudReported& r) const { return "fraud " + r.charge; }
  std::string operator()(const app::TokenReported& r) const {
    return "token " + to_hex(r.token_hash);
  }
  std::string operator()(const app::OtherReported&) const { return "other"; }
};

struct EventRow {
  const char* type;
  std::string object;
  std::string what;
};

std::string reported(const EventRow& row) {
  const std::string body = event_of(row.type, row.object);
  const auto event = read_webhook(signed_by("whsec_new", body), body, kSecrets, kNow);
  if (!event) return "refused";
  EXPECT_EQ(event->id, "evt_1");
  return std::visit(Words{}, event->what);
}

TEST(StripeWebhook, ReportsChargesAndTokens) {
  app::SequentialIds ids;
  const SessionId session = ids.make<SessionId>();
  const AttemptId attempt = ids.make<AttemptId>();
  const std::string ours = R"({"id":"pi_1","amount":1450,"amount_received":1400,)" +
                           (R"("metadata":{"checkout_session_id":")" + session.text()) +
                           R"(","attempt_id":")" + attempt.text() + "\"}}";
  const std::string named = "charge pi_1 of " + session.text() + " by " + attempt.text();
  const EventRow rows[] = {
      {"payment_intent.succeeded", ours, named + " captured 1400"},
      {"payment_intent.payment_failed", ours, named},
      {"payment_intent.requires_action", ours, named},
      {"payment_intent.processing", ours, named},
      {"payment_intent.amount_capturable_updated", ours, named + " authorized"},
      {"payment_intent.canceled", ours, named + " canceled"},
      {"payment_intent.created", ours, "other"},
      {"payment_intent.succeeded",
       R"({"id":"pi_1","metadata":{},"amount_received":500,"currency":"usd"})", "other"},
      {"payment_intent.succeeded", R"({"id":"../1"})", "other"},
      {"shared_payment.granted_token.used", R"({"id":"spt_123"})",
       "token " + to_hex(sha256("spt_123"))},
      {"shared_payment.granted_token.deactivated", R"({"id":"spt_123"})",
       "token " + to_hex(sha256("spt_123"))},
      {"shared_payment.granted_token.used", "{}", "other"},
      {"balance.available", R"({"object":"balance"})", "other"},
      {"payment_intent.succeeded", "null", "other"},
      {"of.tomorrow", "[1]", "other"},
  };
  for (const EventRow& row : rows) EXPECT_EQ(reported(row), row.what) << row.type;
}

#define REFUND(status, more)                                                                 \
  R"({"id":"re_1","object":"refund","amount":500,"currency":"usd","payment_intent":"pi_1",)" \
  R"("status":")" status "\"" more "}"
#define CHARGE(amount_captured, amount_refunded)                            \
  R"({"id":"ch_1","payment_intent":"pi_1","amount":1000,"currency":"usd",)" \
  R"("amount_captured":)" #amount_captured R"(,"amount_refunded":)" #amount_refunded "}"
#define DISPUTE(status) \
  R"({"id":"du_1","amount":900,"currency":"usd","payment_intent":"pi_1","status":")" status "\"}"

TEST(StripeWebhook, ReportsRefundsAndDisputes) {
  const std::string ours = AdjustmentId{}.text();
  const EventRow rows[] = {
      {"refund.created", REFUND("pending", ""), "refund re_1 of pi_1 500 usd pending"},
      {"refund.updated", REFUND("requires_action", ""), "refund re_1 of pi_1 500 usd pending"},
      {"refund.updated", REFUND("succeeded", R"(,"metadata":{"adjustment_id":"theirs"})"),
       "refund re_1 of pi_1 500 usd succeeded"},
      {"refund.updated",
       REFUND("succeeded", R"(,"metadata":{"adjustment_id":"adj_00000000000000000000000000"})"),
       "refund re_1 of pi_1 500 usd succeeded for " + ours},
      {"refund.failed", REFUND("failed", ""), "refund re_1 of pi_1 500 usd failed"},
      {"charge.refund.updated", REFUND("canceled", ""), "refund re_1 of pi_1 500 usd failed"},
      {"refund.created", R"({"id":"re_1","object":"refund","amount":5,"payment_intent":null})",
       "other"},
      {"charge.refunded", CHARGE(1000, 700), "refunded pi_1 700 usd"},
      {"charge.refunded", CHARGE(0, 1000), "other"},   // Let go: nothing was charged.
      {"charge.refunded", CHARGE(600, 400), "other"},  // What was never captured.
      {"charge.refunded", CHARGE(600, 550), "refunded pi_1 150 usd"},
      {"charge.refunded", CHARGE(600, 100), "other"},
      {"charge.refunded", CHARGE(1000, 1e9), "other"},
      {"charge.refunded",
       R"({"id":"ch_1","payment_intent":"pi_1","amount_refunded":700,"currency":"usd"})", "other"},
      {"charge.refunded",
       R"({"id":"ch_1","payment_intent":null,"captured":true,"amount_refunded":700})", "other"},
      {"charge.dispute.created", DISPUTE("needs_response"), "dispute du_1 of pi_1 900 usd pending"},
      {"charge.dispute.updated", DISPUTE("under_review"), "dispute du_1 of pi_1 900 usd pending"},
      {"charge.dispute.closed", DISPUTE("won"), "dispute du_1 of pi_1 900 usd failed"},
      {"charge.dispute.closed", DISPUTE("lost"), "dispute du_1 of pi_1 900 usd succeeded"},
      {"charge.dispute.created", DISPUTE("warning_needs_response"), "other"},
      {"charge.dispute.closed", DISPUTE("warning_closed"), "other"},
  };
  for (const EventRow& row : rows) EXPECT_EQ(reported(row), row.what) << row.type << row.object;
}

TEST(StripeWebhook, ReportsReviewsAndWarnings) {
  const EventRow rows[] = {
      {"review.opened", R"({"id":"prv_1","payment_intent":"pi_1","reason":"rule"})",
       "review of pi_1 opened"},
      {"review.closed", R"({"id":"prv_1","payment_intent":"pi_1","reason":"approved"})",
       "review of pi_1 closed approved"},
      {"review.closed",
       R"({"id":"prv_1","payment_intent":"pi_1","reason":"rule","closed_reason":"approved"})",
       "review of pi_1 closed approved"},
      {"review.closed", R"({"id":"prv_1","payment_intent":"pi_1","reason":"refunded_as_fraud"})",
       "review of pi_1 closed"},
      {"review.opened", R"({"id":"prv_1","charge":"ch_1"})", "other"},
      {"radar.early_fraud_warning.created",
       R"({"id":"issfr_1","charge":"ch_1","payment_intent":"pi_1"})", "fraud pi_1"},
      {"radar.early_fraud_warning.created", R"({"id":"issfr_1","charge":"ch_1"})", "other"},
      {"radar.early_fraud_warning.updated",
       R"({"id":"issfr_1","charge":"ch_1","payment_intent":"pi_1"})", "other"},
  };
  for (const EventRow& row : rows) EXPECT_EQ(reported(row), row.what) << row.type << row.object;
}

TEST(StripeWebhook, TheHeaderAloneTellsWhatIsNoEvent) {
  const std::string body = "{}";
  const std::int64_t now = kNow.ms / 1000;
  const auto objection = [](std::optional<std::string_view> header) {
    return objection_to_header(header, kNow);
  };
  EXPECT_EQ(objection(std::nullopt), WebhookRefusal::no_signature);
  EXPECT_EQ(objection("v1=abc"), WebhookRefusal::no_signature);
  EXPECT_EQ(objection(signed_by("whsec_other", body)), std::nullopt) << "the body will tell";
  EXPECT_EQ(objection(signed_by("whsec_new", body, now - 300)), std::nullopt);
  EXPECT_EQ(objection(signed_by("whsec_new", body, now - 301)), WebhookRefusal::too_old);
  EXPECT_EQ(objection(signed_by("whsec_new", body, now + 301)), WebhookRefusal::too_old);
}

}  // namespace
}  // namespace till::payments::stripe
