// What an idempotency key keeps, and what it does not.
#include "stripe_double/fakes.h"

namespace till::stripe_double {
namespace {

TEST(StripeDoubleIdempotency, AKeyGivesItsFirstAnswerAgainAndDoesNothing) {
  for (const char* method :
       {"pm_card_visa", "pm_card_chargeDeclined", "pm_card_threeDSecure2Required"}) {
    Seller seller;
    const std::string fields = Seller::charge_fields(seller.token(method));
    const Answer first = seller.post(kIntents, fields, "key");
    seller.told();
    const Answer again = seller.post(kIntents, fields, "key");
    EXPECT_FALSE(first.replayed) << method;
    EXPECT_TRUE(again.replayed) << method;
    EXPECT_EQ(again.status, first.status) << method;
    EXPECT_EQ(again.body, first.body) << method;
    EXPECT_EQ(seller.told(), Types{}) << method;
  }
}

TEST(StripeDoubleIdempotency, ARefusalOfTheTokenIsKept) {
  Seller seller;
  const std::string id = seller.token();
  const std::string fields = Seller::charge_fields(id, "", 1001);
  seller.post(kIntents, fields, "key");
  const Answer again = seller.post(kIntents, fields, "key");
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(at(again, "/error/message"), kOverLimit);
}

TEST(StripeDoubleIdempotency, AReplayShowsWhatWasThenNotWhatIs) {
  Seller seller;
  const std::string fields = Seller::charge_fields(seller.token("pm_card_threeDSecure2Required"));
  const std::string id = at(seller.post(kIntents, fields, "key"), "/id");
  seller.stripe.ledger().finish(id, true, seller.events);
  EXPECT_EQ(at(seller.post(kIntents, fields, "key"), "/status"), "requires_action");
  EXPECT_EQ(seller.seen(id, "/status"), "succeeded");
}

TEST(StripeDoubleIdempotency, AKeyIsForOneRequestAlone) {
  Seller seller;
  const std::string id = seller.manual();
  EXPECT_EQ(
      seller.post("/v1/payment_intents/" + id + "/capture", "amount_to_capture=400", "key").status,
      200);
  seller.told();
  for (const auto& [path, fields] :
       {std::pair{"/v1/payment_intents/" + id + "/capture", "amount_to_capture=500"},
        std::pair{"/v1/payment_intents/" + id + "/capture", ""},
        std::pair{"/v1/payment_intents/" + id + "/cancel", ""}}) {
    const Answer other = seller.post(path, fields, "key");
    EXPECT_EQ(other.status, 400) << path << fields;
    EXPECT_EQ(at(other, "/error/type"), "idempotency_error") << path << fields;
    EXPECT_FALSE(other.replayed) << path << fields;
  }
  EXPECT_EQ(seller.told(), Types{});
  EXPECT_TRUE(seller.post("/v1/payment_intents/" + id + "/capture", "amount_to_capture=400", "key")
                  .replayed);
}

TEST(StripeDoubleIdempotency, WithoutAKeyEveryRequestIsANewOne) {
  Seller seller;
  const std::string id = seller.charged();
  const auto refund = [&](const std::string& key) {
    return at(seller.post("/v1/refunds", "payment_intent=" + id + "&amount=100", key), "/id");
  };
  EXPECT_NE(refund(""), refund(""));
  EXPECT_NE(refund("one"), refund("two"));
  EXPECT_EQ(refund("three"), refund("three"));
  EXPECT_EQ(seller.seen(id, "/latest_charge/amount_refunded"), "500");
}

TEST(StripeDoubleIdempotency, AFaultIsKeptWithItsEffectOrWithout) {
  for (const bool effect : {false, true}) {
    Seller seller;
    const std::string token = seller.token();
    const Call call = seller.call("POST", kIntents, Seller::charge_fields(token), "key");
    const Answer broken = seller.stripe.break_down(call, effect, kNow, seller.events);
    EXPECT_EQ(broken.status, 500) << effect;
    EXPECT_EQ(at(broken, "/error/type"), "api_error") << effect;
    EXPECT_FALSE(broken.replayed) << effect;
    EXPECT_EQ(seller.reason_of(token), effect ? "consumed" : "null");
    EXPECT_EQ(seller.told().size(), effect ? 2u : 0u);
    const Answer again = seller.ask(call);
    EXPECT_EQ(again.status, 500) << effect;
    EXPECT_TRUE(again.replayed) << effect;
    EXPECT_EQ(again.body, broken.body) << effect;
    EXPECT_EQ(seller.told(), Types{}) << effect;
    Call other = call;
    other.idempotency_key = "other";
    EXPECT_EQ(seller.ask(other).status, effect ? 400 : 200) << effect;
  }
}

TEST(StripeDoubleIdempotency, AFaultDoesNotTakeAnAnswerBack) {
  Seller seller;
  const Call call = seller.call("POST", kIntents, Seller::charge_fields(seller.token()), "key");
  const Answer first = seller.ask(call);
  seller.told();
  const Answer again = seller.stripe.break_down(call, true, kNow, seller.events);
  EXPECT_EQ(again.body, first.body);
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(seller.told(), Types{});
}

TEST(StripeDoubleIdempotency, AFaultWithoutAKeyIsOver) {
  Seller seller;
  const Call call = seller.call("POST", kIntents, Seller::charge_fields(seller.token()));
  EXPECT_EQ(seller.stripe.break_down(call, false, kNow, seller.events).status, 500);
  EXPECT_EQ(seller.ask(call).status, 200);
}

struct UnkeptRow {
  const char* name;
  const char* path;
  std::string fields;
  int status;
};

TEST(StripeDoubleIdempotency, WhatWasNotBegunIsNotKept) {
  const std::vector<UnkeptRow> rows{
      {"an unknown parameter", kIntents, "amount=1000&amont=1", 400},
      {"too small", kIntents, "amount=1&currency=usd", 400},
      {"a broken number", kIntents, "amount=x&currency=usd", 400},
      {"no currency", kIntents, "amount=1000", 400},
      {"an unknown token", kIntents, Seller::charge_fields("spt_none"), 404},
      {"an unknown intent", "/v1/refunds", "payment_intent=pi_none", 404},
      {"an unknown path", "/v1/charges", "amount=1000", 404},
      {"no form", kIntents, "amount=%", 400},
  };
  for (const UnkeptRow& row : rows) {
    Seller seller;
    const std::string id = seller.charged();
    EXPECT_EQ(seller.post(row.path, row.fields, "key").status, row.status) << row.name;
    EXPECT_FALSE(seller.post(row.path, row.fields, "key").replayed) << row.name;
    EXPECT_EQ(seller.post("/v1/refunds", "payment_intent=" + id, "key").status, 200) << row.name;
  }
}

TEST(StripeDoubleIdempotency, AWrongKeyOfTheSellerSeesNoReplay) {
  Seller seller;
  Call call = seller.call("POST", kIntents, Seller::charge_fields(seller.token()), "key");
  EXPECT_EQ(seller.ask(call).status, 200);
  call.authorization = "Bearer sk_test_other";
  EXPECT_EQ(seller.ask(call).status, 401);
}

TEST(StripeDoubleIdempotency, AKeyIsANewOneAfterADay) {
  Seller seller;
  const std::string fields = "payment_intent=" + seller.charged() + "&amount=100";
  seller.post("/v1/refunds", fields, "key");
  seller.now = kNow + 24 * 3600 - 1;
  EXPECT_TRUE(seller.post("/v1/refunds", fields, "key").replayed);
  seller.now = kNow + 24 * 3600;
  EXPECT_FALSE(seller.post("/v1/refunds", fields, "key").replayed);
  EXPECT_TRUE(seller.post("/v1/refunds", fields, "key").replayed);
}

TEST(StripeDoubleIdempotency, AKeyHasAtMost255Characters) {
  Seller seller;
  const std::string id = seller.charged();
  const std::string fields = "payment_intent=" + id + "&amount=100";
  EXPECT_EQ(seller.post("/v1/refunds", fields, std::string(256, 'k')).status, 400);
  EXPECT_EQ(seller.post("/v1/refunds", fields, std::string(255, 'k')).status, 200);
  EXPECT_EQ(seller.seen(id, "/latest_charge/amount_refunded"), "100");
}

}  // namespace
}  // namespace till::stripe_double
