// Amounts: Stripe's units, its least and its greatest.
#include "stripe_double/fakes.h"

namespace till::stripe_double {
namespace {

struct ValueRow {
  const char* currency;
  std::int64_t amount;
  const char* code;  // Of the refusal; "" for one without, "taken" for none.
};

TEST(StripeDoubleAmounts, AreTakenAsStripeTakesThem) {
  constexpr ValueRow kValueRows[] = {
      {"usd", 50, "taken"},
      {"usd", 49, "amount_too_small"},
      {"usd", 99'999'999, "taken"},
      {"usd", 100'000'000, "amount_too_large"},
      {"gbp", 30, "taken"},
      {"gbp", 29, "amount_too_small"},
      {"czk", 1499, "amount_too_small"},
      {"hkd", 399, "amount_too_small"},
      {"jpy", 50, "taken"},
      {"jpy", 9'999'999'999, "taken"},
      {"jpy", 10'000'000'000, "amount_too_large"},
      {"idr", 999'999'999'999, "taken"},
      {"isk", 200'000, "taken"},
      {"isk", 200'050, ""},
      {"ugx", 100, "taken"},
      {"ugx", 55'000'01, ""},
      {"kwd", 4450, "taken"},
      {"kwd", 4455, ""},
      {"bhd", 1, ""},
      {"jod", 11, ""},
      {"omr", 12, ""},
      {"tnd", 13, ""},
      {"mga", 650, "taken"},
  };
  for (const ValueRow& row : kValueRows) {
    Seller seller;
    const Answer made = seller.post(kIntents, "currency=" + std::string(row.currency) +
                                                  "&amount=" + std::to_string(row.amount));
    const std::string what = row.currency + (" " + std::to_string(row.amount));
    const bool taken = std::string(row.code) == "taken";
    EXPECT_EQ(made.status, taken ? 200 : 400) << what;
    if (taken) continue;
    EXPECT_EQ(at(made, "/error/code"), row.code) << what;
    EXPECT_EQ(at(made, "/error/param"), "amount") << what;
    EXPECT_FALSE(made.keep) << what;
  }
}

TEST(StripeDoubleAmounts, HoldForACaptureAndARefundToo) {
  Seller seller;
  const std::string token = at(seller.post(kGrant,
                                           "payment_method=pm_card_visa&usage_limits[currency]=kwd"
                                           "&usage_limits[max_amount]=5000"),
                               "/id");
  const std::string fields =
      "amount=5000&currency=kwd&confirm=true&capture_method=manual"
      "&payment_method_data[shared_payment_granted_token]=" +
      token;
  const std::string intent = at(seller.post(kIntents, fields), "/id");
  EXPECT_EQ(at(seller.step(intent, "capture", "amount_to_capture=4455"), "/error/param"),
            "amount_to_capture");
  EXPECT_EQ(seller.step(intent, "capture", "amount_to_capture=4450").status, 200);
  const auto refund = [&](const std::string& amount) {
    return seller.post("/v1/refunds", "payment_intent=" + intent + "&amount=" + amount);
  };
  EXPECT_EQ(at(refund("1001"), "/error/param"), "amount");
  EXPECT_EQ(refund("1000").status, 200);
}

TEST(StripeDoubleReceipts, GoToAnAddressOrRefuseTheCharge) {
  for (const char* address :
       {"ada%40example", "ada", "a%40b%40example.com", "Ada%20%3Cada%40example.com%3E",
        "ada%40example.com%2C", "%C3%A4da%40example.com", "%20ada%40example.com"}) {
    Seller seller;
    const std::string token = seller.token();
    const Answer refused = seller.charge(token, "&receipt_email=" + std::string(address));
    EXPECT_EQ(at(refused, "/error/code"), "email_invalid") << address;
    EXPECT_EQ(at(refused, "/error/param"), "receipt_email") << address;
    EXPECT_EQ(seller.charge(token, "&receipt_email=ada%40example.com").status, 200) << address;
  }
}

}  // namespace
}  // namespace till::stripe_double
