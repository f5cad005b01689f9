// What waits for its buyer or the bank, and how it ends.
#include "stripe_double/fakes.h"

namespace till::stripe_double {
namespace {

struct EndRow {
  const char* name;
  const char* method;
  const char* more;
  bool succeeded;
  const char* status;
  const char* error_code;
  const char* event;
};

TEST(StripeDoubleAuthentication, EndsBothWays) {
  constexpr const char* k3ds = "pm_card_threeDSecure2Required";
  constexpr const char* kProcessing = "pm_double_processing";
  constexpr const char* kManual = "&capture_method=manual";
  constexpr const char* kFailed = "payment_intent.payment_failed";
  const std::vector<EndRow> rows{
      {"passed", k3ds, "", true, "succeeded", "", "payment_intent.succeeded"},
      {"passed, to be captured", k3ds, kManual, true, "requires_capture", "",
       "payment_intent.amount_capturable_updated"},
      {"failed", k3ds, "", false, "requires_payment_method",
       "payment_intent_authentication_failure", kFailed},
      {"the bank took it", kProcessing, "", true, "succeeded", "", "payment_intent.succeeded"},
      {"the bank declined", kProcessing, "", false, "requires_payment_method", "card_declined",
       kFailed},
  };
  for (const EndRow& row : rows) {
    Seller seller;
    const std::string id = seller.charged(row.method, row.more);
    seller.told();
    ASSERT_TRUE(seller.stripe.ledger().finish(id, row.succeeded, seller.events)) << row.name;
    EXPECT_EQ(seller.seen(id, "/status"), row.status) << row.name;
    EXPECT_EQ(seller.seen(id, "/last_payment_error/code"), row.error_code) << row.name;
    EXPECT_EQ(seller.seen(id, "/amount_received"),
              std::string(row.status) == "succeeded" ? "1000" : "0")
        << row.name;
    EXPECT_EQ(seller.told(), Types{row.event}) << row.name;
    EXPECT_FALSE(seller.stripe.ledger().finish(id, true, seller.events)) << row.name;
    EXPECT_EQ(seller.told(), Types{}) << row.name;
  }
}

TEST(StripeDoubleAuthentication, AsksForANextActionWhileItWaits) {
  Seller seller;
  const std::string id = seller.charged("pm_card_threeDSecure2Required");
  EXPECT_EQ(seller.seen(id, "/next_action/type"), "use_stripe_sdk");
  EXPECT_EQ(seller.seen(id, "/amount_received"), "0");
  seller.stripe.ledger().finish(id, true, seller.events);
  EXPECT_EQ(seller.seen(id, "/next_action"), "null");
}

TEST(StripeDoubleAuthentication, LeavesNoErrorOnceAnotherTokenPaid) {
  Seller seller;
  const std::string id = seller.charged("pm_card_threeDSecure2Required");
  seller.stripe.ledger().finish(id, false, seller.events);
  const Answer paid = seller.step(
      id, "confirm", "payment_method_data[shared_payment_granted_token]=" + seller.token());
  EXPECT_EQ(at(paid, "/status"), "succeeded");
  EXPECT_EQ(at(paid, "/last_payment_error"), "null");
}

TEST(StripeDoubleAuthentication, IsOnlyForWhatWaits) {
  Seller seller;
  Ledger& ledger = seller.stripe.ledger();
  EXPECT_FALSE(ledger.finish("pi_none", true, seller.events));
  EXPECT_FALSE(ledger.finish(seller.charged(), true, seller.events));
  EXPECT_FALSE(ledger.finish(seller.manual(), true, seller.events));
}

TEST(StripeDoubleAuthentication, ListsWhatWaits) {
  Seller seller;
  Ledger& ledger = seller.stripe.ledger();
  const std::string passed = seller.charged("pm_card_threeDSecure2Required");
  const std::string canceled = seller.charged("pm_card_threeDSecure2Required");
  const std::string processing = seller.charged("pm_double_processing");
  seller.charged();
  EXPECT_EQ(ledger.undecided(), (Types{passed, canceled, processing}));
  ledger.finish(passed, true, seller.events);
  EXPECT_EQ(seller.step(canceled, "cancel").status, 200);
  EXPECT_EQ(ledger.undecided(), Types{processing});
  EXPECT_FALSE(ledger.finish(canceled, true, seller.events));
}

}  // namespace
}  // namespace till::stripe_double
