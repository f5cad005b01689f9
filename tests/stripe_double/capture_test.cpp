// Money that is set aside: captured, let go, lapsed.
#include "stripe_double/fakes.h"

namespace till::stripe_double {
namespace {

struct CaptureRow {
  const char* name;
  const char* fields;
  int status;
  const char* received;
  const char* code;
};

TEST(StripeDoubleCapture, TakesAllOrAPartOnce) {
  const std::vector<CaptureRow> rows{
      {"all of it", "", 200, "1000", ""},
      {"all of it by number", "amount_to_capture=1000", 200, "1000", ""},
      {"a part", "amount_to_capture=400", 200, "400", ""},
      {"too much", "amount_to_capture=1001", 400, "0", "amount_too_large"},
      {"nothing", "amount_to_capture=0", 400, "0", "amount_too_large"},
      {"less than nothing", "amount_to_capture=-1", 400, "0", "amount_too_large"},
      {"a broken number", "amount_to_capture=4.00", 400, "0", "parameter_invalid_integer"},
  };
  for (const CaptureRow& row : rows) {
    Seller seller;
    const std::string id = seller.manual();
    seller.told();
    const Answer answer = seller.step(id, "capture", row.fields);
    EXPECT_EQ(answer.status, row.status) << row.name;
    EXPECT_EQ(at(answer, "/error/code"), row.code) << row.name;
    EXPECT_EQ(seller.seen(id, "/amount_received"), row.received) << row.name;
    const bool taken = row.status == 200;
    EXPECT_EQ(seller.seen(id, "/status"), taken ? "succeeded" : "requires_capture") << row.name;
    EXPECT_EQ(seller.seen(id, "/amount_capturable"), taken ? "0" : "1000") << row.name;
    EXPECT_EQ(seller.told(), taken ? Types{"payment_intent.succeeded"} : Types{}) << row.name;
    EXPECT_EQ(seller.step(id, "capture", "amount_to_capture=100").status, taken ? 400 : 200)
        << row.name;
  }
}

TEST(StripeDoubleCapture, PartlyLeavesTheRestToNobody) {
  Seller seller;
  const std::string id = seller.manual();
  seller.step(id, "capture", "amount_to_capture=400");
  EXPECT_EQ(at(seller.post("/v1/refunds", "payment_intent=" + id), "/amount"), "400");
}

struct StateRow {
  const char* name;
  const char* method;
  bool manual;
  const char* before;  // A step that comes first; empty when there is none.
  int capture;
  int cancel;
};

TEST(StripeDoubleCapture, AndCancelDependOnTheStatus) {
  constexpr const char* k3ds = "pm_card_threeDSecure2Required";
  const std::vector<StateRow> rows{
      {"set aside", "pm_card_visa", true, "", 200, 200},
      {"succeeded at once", "pm_card_visa", false, "", 400, 400},
      {"captured", "pm_card_visa", true, "capture", 400, 400},
      {"canceled", "pm_card_visa", true, "cancel", 400, 400},
      {"waiting for the buyer", k3ds, false, "", 400, 200},
      {"processing", "pm_double_processing", false, "", 400, 400},
  };
  for (const StateRow& row : rows) {
    for (const auto& [deed, status] :
         {std::pair{"capture", row.capture}, std::pair{"cancel", row.cancel}}) {
      Seller seller;
      const std::string id = seller.charged(row.method, row.manual ? "&capture_method=manual" : "");
      if (*row.before != '\0') seller.step(id, row.before);
      seller.told();
      const std::string before = seller.seen(id, "/status");
      const Answer answer = seller.step(id, deed);
      EXPECT_EQ(answer.status, status) << row.name << ": " << deed;
      if (status == 200) continue;
      EXPECT_EQ(at(answer, "/error/code"), "payment_intent_unexpected_state") << row.name;
      EXPECT_EQ(at(answer, "/error/payment_intent/status"), before) << row.name;
      EXPECT_EQ(seller.told(), Types{}) << row.name;
    }
  }
}

TEST(StripeDoubleCapture, OfADeclinedChargeIsNone) {
  Seller seller;
  const std::string id =
      at(seller.charge(seller.token("pm_card_chargeDeclined")), "/error/payment_intent/id");
  EXPECT_EQ(seller.step(id, "capture").status, 400);
  EXPECT_EQ(seller.step(id, "cancel").status, 200);
}

TEST(StripeDoubleCapture, IsOverOnceItWasCanceled) {
  Seller seller;
  const std::string id = seller.manual();
  seller.told();
  const Answer canceled = seller.step(id, "cancel", "cancellation_reason=requested_by_customer");
  EXPECT_EQ(at(canceled, "/status"), "canceled");
  EXPECT_EQ(at(canceled, "/amount_capturable"), "0");
  EXPECT_EQ(at(canceled, "/cancellation_reason"), "requested_by_customer");
  EXPECT_EQ(seller.told(), (Types{"payment_intent.canceled", "charge.refunded"}));
  EXPECT_EQ(seller.post("/v1/refunds", "payment_intent=" + id).status, 400);
}

TEST(StripeDoubleCapture, ThatWillNotComeIsShownAsARefundOfWhatWasNotCaptured) {
  Seller seller;
  const auto charge = [&seller](const std::string& id, const char* path) {
    return seller.seen(id, std::string("/latest_charge") + path);
  };
  const std::string gone = seller.manual();
  EXPECT_EQ(charge(gone, "/captured"), "false");
  EXPECT_EQ(charge(gone, "/amount_refunded"), "0");
  seller.step(gone, "cancel");
  EXPECT_EQ(at(seller.events.back().object, "/captured"), "false");
  EXPECT_EQ(at(seller.events.back().object, "/amount_refunded"), "1000");
  const std::string part = seller.manual();
  seller.step(part, "capture", "amount_to_capture=400");
  EXPECT_EQ(charge(part, "/captured"), "true");
  EXPECT_EQ(charge(part, "/amount_refunded"), "600");
  seller.post("/v1/refunds", "payment_intent=" + part + "&amount=100");
  EXPECT_EQ(charge(part, "/amount_refunded"), "700");
}

TEST(StripeDoubleCapture, OfWhatNeverReachedTheBankIsCanceledWithoutACharge) {
  Seller seller;
  const std::string id = seller.manual("pm_card_threeDSecure2Required");
  seller.told();
  seller.step(id, "cancel");
  EXPECT_EQ(seller.told(), Types{"payment_intent.canceled"});
}

TEST(StripeDoubleCapture, IsOverOnceTheAuthorizationLapsed) {
  Seller seller;
  Ledger& ledger = seller.stripe.ledger();
  const std::string id = seller.manual();
  seller.told();
  EXPECT_TRUE(ledger.lapse(id, seller.events));
  EXPECT_EQ(seller.told(), Types{"payment_intent.canceled"});
  EXPECT_EQ(seller.seen(id, "/cancellation_reason"), "automatic");
  EXPECT_EQ(seller.step(id, "capture").status, 400);
  EXPECT_FALSE(ledger.lapse(id, seller.events));
  EXPECT_FALSE(ledger.lapse(seller.charged(), seller.events));
  EXPECT_FALSE(ledger.lapse("pi_none", seller.events));
}

TEST(StripeDoubleCapture, OfWhatThereIsNotIsMissing) {
  Seller seller;
  EXPECT_EQ(seller.step("pi_none", "capture").status, 404);
  EXPECT_EQ(seller.step("pi_none", "cancel").status, 404);
}

}  // namespace
}  // namespace till::stripe_double
