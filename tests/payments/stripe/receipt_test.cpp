// Which addresses Stripe is asked to send a receipt to: base/email.h has the rule.
#include <gtest/gtest.h>

#include <string>

#include "payments/stripe/fakes.h"
#include "payments/stripe/requests.h"

namespace till::payments::stripe {
namespace {

struct ReceiptRow {
  const char* address;
  bool asked;
};

TEST(StripeReceipt, IsLeftOutWhereTheAddressIsInDoubt) {
  for (const ReceiptRow& row :
       {ReceiptRow{"ada@example.com", true}, ReceiptRow{"ada@example", false},
        ReceiptRow{" ada@example.com", false}, ReceiptRow{"Ada <ada@example.com>", false},
        ReceiptRow{"ada@example.com, bob@example.com", false}}) {
    Fixture stripe;
    auto request = stripe.request();
    request.receipt_email = row.address;
    stripe.expect("GET /v1/shared_payment/granted_tokens/spt_123", 200, token_json());
    stripe.expect("POST /v1/payment_intents", 200, intent_json("succeeded"));
    EXPECT_EQ(words(stripe.charge(request)), "approved pi_1");
    const std::string& body = stripe.client.requests.back().request.body;
    EXPECT_EQ(body.find("&receipt_email=") != std::string::npos, row.asked) << row.address;
    const std::string told = row.asked ? "receipt_email=asked_for" : "receipt_email=left_out";
    EXPECT_NE(stripe.log.text.find(told), std::string::npos) << stripe.log.text;
    EXPECT_EQ(stripe.log.text.find("ada"), std::string::npos) << "a log names no buyer";
  }
}

}  // namespace
}  // namespace till::payments::stripe
