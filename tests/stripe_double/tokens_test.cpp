// Shared payment tokens: what spends one, what ends one, and how Stripe says so.
#include "stripe_double/fakes.h"

namespace till::stripe_double {
namespace {

TEST(StripeDoubleTokens, ShowWhatTheyAreGoodFor) {
  Seller seller;
  const std::string id =
      seller.token("pm_card_visa", "&usage_limits[expires_at]=" + std::to_string(kNow + 60));
  const Answer shown = seller.get(kGranted + id);
  EXPECT_EQ(at(shown, "/object"), "shared_payment.granted_token");
  EXPECT_EQ(at(shown, "/livemode"), "false");
  EXPECT_EQ(at(shown, "/created"), std::to_string(kNow));
  EXPECT_EQ(at(shown, "/usage_limits/currency"), "usd");
  EXPECT_EQ(at(shown, "/usage_limits/max_amount"), "1000");
  EXPECT_EQ(at(shown, "/usage_limits/expires_at"), std::to_string(kNow + 60));
  EXPECT_EQ(at(shown, "/deactivated_reason"), "null");
  EXPECT_EQ(at(shown, "/deactivated_at"), "null");
  EXPECT_EQ(at(shown, "/risk_details/insights/fraudulent_dispute/recommended_action"), "continue");
  EXPECT_EQ(at(shown, "/seller_details"), "");
}

TEST(StripeDoubleTokens, ThatAreToBeBlockedSaySo) {
  Seller seller;
  const Answer shown = seller.get(kGranted + seller.token("pm_double_block"));
  EXPECT_EQ(at(shown, "/risk_details/insights/fraudulent_dispute/recommended_action"), "block");
}

struct GrantRow {
  const char* name;
  const char* fields;
  int status;
  const char* code;
};

TEST(StripeDoubleTokens, NeedAKnownCardAndALimit) {
  const std::vector<GrantRow> rows{
      {"all of it", "payment_method=pm_card_visa&usage_limits[currency]=usd", 200, ""},
      {"an unknown card", "payment_method=pm_card_none&usage_limits[currency]=usd", 404,
       "resource_missing"},
      {"no card", "usage_limits[currency]=usd", 404, "resource_missing"},
      {"no currency", "payment_method=pm_card_visa", 400, "parameter_missing"},
      {"an end that is no number",
       "payment_method=pm_card_visa&usage_limits[currency]=usd&usage_limits[expires_at]=soon", 400,
       "parameter_invalid_integer"},
  };
  Seller seller;
  for (const GrantRow& row : rows) {
    const Answer answer =
        seller.post(kGrant, std::string(row.fields) + "&usage_limits[max_amount]=1000");
    EXPECT_EQ(answer.status, row.status) << row.name;
    EXPECT_EQ(at(answer, "/error/code"), row.code) << row.name;
  }
  for (const char* most : {"", "&usage_limits[max_amount]=0", "&usage_limits[max_amount]=-5",
                           "&usage_limits[max_amount]=", "&usage_limits[max_amount]=9.99"}) {
    EXPECT_EQ(seller.post(kGrant, std::string(rows[0].fields) + most).status, 400) << most;
  }
}

struct UseRow {
  const char* name;
  const char* method;
  std::int64_t amount;
  int first;  // Status.
};

TEST(StripeDoubleTokens, AreSpentByTheFirstChargeWhateverComesOfIt) {
  const std::vector<UseRow> rows{
      {"all of it", "pm_card_visa", 1000, 200},
      {"below the limit", "pm_card_visa", 100, 200},
      {"declined", "pm_card_chargeDeclined", 1000, 402},
      {"declined below the limit", "pm_card_visa_chargeDeclined", 100, 402},
      {"lack of funds", "pm_card_chargeDeclinedInsufficientFunds", 1000, 402},
      {"3-D Secure", "pm_card_threeDSecure2Required", 1000, 200},
      {"processing", "pm_double_processing", 1000, 200},
  };
  for (const UseRow& row : rows) {
    Seller seller;
    const std::string id = seller.token(row.method);
    EXPECT_EQ(seller.charge(id, "", row.amount).status, row.first) << row.name;
    EXPECT_EQ(seller.reason_of(id), "consumed") << row.name;
    seller.told();
    const Answer again = seller.charge(id, "", 100);
    EXPECT_EQ(again.status, 400) << row.name;
    EXPECT_EQ(at(again, "/error/message"), kDeactivated) << row.name;
    EXPECT_EQ(at(again, "/error/type"), "invalid_request_error") << row.name;
    EXPECT_EQ(at(again, "/error/code"), "") << row.name;
    EXPECT_EQ(seller.told(), Types{}) << row.name;
  }
}

TEST(StripeDoubleTokens, OverTheLimitChargeNothingAndStayGood) {
  Seller seller;
  const std::string id = seller.token();
  const Answer over = seller.charge(id, "", 1001);
  EXPECT_EQ(over.status, 400);
  EXPECT_EQ(at(over, "/error/message"), kOverLimit);
  EXPECT_EQ(at(over, "/error/type"), "invalid_request_error");
  EXPECT_EQ(at(over, "/error/code"), "");
  EXPECT_EQ(at(over, "/error/payment_intent"), "");
  EXPECT_EQ(seller.reason_of(id), "null");
  EXPECT_EQ(seller.charge(id).status, 200);
}

TEST(StripeDoubleTokens, OfAnotherCurrencyChargeNothing) {
  Seller seller;
  const std::string id = seller.token();
  const Answer other = seller.post(
      kIntents,
      "amount=500&currency=eur&confirm=true&payment_method_data[shared_payment_granted_token]=" +
          id);
  EXPECT_EQ(other.status, 400);
  EXPECT_EQ(at(other, "/error/code"), "");
  EXPECT_EQ(seller.reason_of(id), "null");
}

TEST(StripeDoubleTokens, EndInTheSecondTheyExpire) {
  Seller seller;
  const std::string more = "&usage_limits[expires_at]=" + std::to_string(kNow + 60);
  const std::string early = seller.token("pm_card_visa", more);
  const std::string late = seller.token("pm_card_visa", more);
  seller.now = kNow + 59;
  EXPECT_EQ(seller.charge(early).status, 200);
  seller.now = kNow + 60;
  const Answer expired = seller.charge(late);
  EXPECT_EQ(expired.status, 400);
  EXPECT_EQ(at(expired, "/error/message"), kDeactivated);
  EXPECT_EQ(at(expired, "/error/code"), "");
  EXPECT_EQ(seller.reason_of(late), "expired");
  EXPECT_EQ(at(seller.get(kGranted + late), "/deactivated_at"), std::to_string(kNow + 60));
  EXPECT_EQ(seller.reason_of(early), "consumed");
}

std::string ending(std::int64_t when) {
  return "&usage_limits[expires_at]=" + std::to_string(when);
}

TEST(StripeDoubleTokens, ThatExpireAreReportedOnceAtTheNextCall) {
  Seller seller;
  const std::string id = seller.token("pm_card_visa", ending(kNow + 60));
  seller.now = kNow + 59;
  seller.get("/v1/refunds");
  EXPECT_EQ(seller.told(), Types{});
  seller.now = kNow + 65;
  seller.get("/v1/refunds");
  ASSERT_EQ(seller.events.size(), 1u);
  EXPECT_EQ(seller.events[0].type, "shared_payment.granted_token.deactivated");
  EXPECT_EQ(at(seller.events[0].object, "/id"), id);
  EXPECT_EQ(at(seller.events[0].object, "/object"), "shared_payment.granted_token");
  EXPECT_EQ(at(seller.events[0].object, "/deactivated_reason"), "expired");
  EXPECT_EQ(at(seller.events[0].object, "/deactivated_at"), std::to_string(kNow + 60));
  seller.told();
  seller.charge(id);
  seller.stripe.ledger().expire(kNow + 100, seller.events);
  EXPECT_EQ(seller.told(), Types{});
}

TEST(StripeDoubleTokens, ThatEndedBeforeAreNotReportedAsExpired) {
  Seller seller;
  seller.charge(seller.token("pm_card_visa", ending(kNow + 60)));
  const std::string revoked = seller.token("pm_card_visa", ending(kNow + 60));
  seller.post(kGrant + ("/" + revoked + "/revoke"), "");
  seller.told();
  seller.stripe.ledger().expire(kNow + 60, seller.events);
  EXPECT_EQ(seller.told(), Types{});
  EXPECT_EQ(seller.reason_of(revoked), "revoked");
}

TEST(StripeDoubleTokens, ThatExpireAreReportedInTheOrderOfTheirEnds) {
  Seller seller;
  const std::string second = seller.token("pm_card_visa", ending(kNow + 2));
  const std::string first = seller.token("pm_card_visa", ending(kNow + 1));
  seller.token();
  seller.stripe.ledger().expire(kNow + 60, seller.events);
  ASSERT_EQ(seller.events.size(), 2u);
  EXPECT_EQ(at(seller.events[0].object, "/id"), first);
  EXPECT_EQ(at(seller.events[1].object, "/id"), second);
}

TEST(StripeDoubleTokens, ThatAreRevokedTakeNothing) {
  for (const std::string& path :
       {std::string(kGrant) + "/", std::string("/v1/shared_payment/issued_tokens/")}) {
    Seller seller;
    const std::string id = seller.token();
    EXPECT_EQ(seller.post(path + id + "/revoke", "").status, 200) << path;
    EXPECT_EQ(seller.told(), Types{"shared_payment.granted_token.deactivated"}) << path;
    const Answer refused = seller.charge(id);
    EXPECT_EQ(refused.status, 400) << path;
    EXPECT_EQ(at(refused, "/error/message"), kDeactivated) << path;
    EXPECT_EQ(at(refused, "/error/code"), "") << path;
    EXPECT_EQ(seller.reason_of(id), "revoked") << path;
    EXPECT_EQ(seller.post(path + id + "/revoke", "").status, 400) << path;
  }
}

TEST(StripeDoubleTokens, ThatNobodyKnowsAreMissing) {
  Seller seller;
  for (const Answer& answer :
       {seller.charge("spt_other"), seller.charge(""), seller.get(kGranted + std::string("spt_x")),
        seller.post(std::string(kGrant) + "/spt_other/revoke", "")}) {
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(at(answer, "/error/code"), "resource_missing");
  }
}

TEST(StripeDoubleTokens, AsPaymentMethodsAreNone) {
  Seller seller;
  const std::string id = seller.token();
  const Answer refused =
      seller.post(kIntents, "amount=1000&currency=usd&confirm=true&payment_method=" + id);
  EXPECT_EQ(refused.status, 404);
  EXPECT_EQ(at(refused, "/error/message"), "No such PaymentMethod: '" + id + "'");
  EXPECT_EQ(seller.charge(id, "&setup_future_usage=off_session").status, 400);
  EXPECT_EQ(seller.reason_of(id), "null");
}

TEST(StripeDoubleTokens, TheAgentIssuesAreActiveUntilTheyAreUsed) {
  Seller seller;
  const std::string path = "/v1/shared_payment/issued_tokens";
  const Answer issued = seller.post(
      path, "payment_method=pm_card_visa&usage_limits[currency]=usd&usage_limits[max_amount]=1000");
  EXPECT_EQ(issued.status, 200);
  EXPECT_EQ(at(issued, "/object"), "shared_payment.issued_token");
  EXPECT_EQ(at(issued, "/status"), "active");
  const std::string id = at(issued, "/id");
  EXPECT_EQ(seller.charge(id).status, 200);
  EXPECT_EQ(at(seller.get(path + "/" + id), "/status"), "deactivated");
}

TEST(StripeDoubleTokens, SayHowMuchWasCaptured) {
  const auto captured = [](Seller& seller, const std::string& token) {
    return at(seller.get(kGranted + token), "/usage_details/amount_captured/value");
  };
  Seller seller;
  const std::string now = seller.token();
  seller.charge(now, "", 700);
  EXPECT_EQ(captured(seller, now), "700");
  const std::string later = seller.token();
  const std::string intent = at(seller.charge(later, "&capture_method=manual"), "/id");
  EXPECT_EQ(captured(seller, later), "0");
  seller.step(intent, "capture", "amount_to_capture=600");
  EXPECT_EQ(captured(seller, later), "600");
}

}  // namespace
}  // namespace till::stripe_double
