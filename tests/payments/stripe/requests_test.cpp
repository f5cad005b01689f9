#include "payments/stripe/requests.h"

#include <gtest/gtest.h>

#include "payments/stripe/fakes.h"
#include "payments/stripe/form.h"

namespace till::payments::stripe {
namespace {

app::ChargeRequest request_of() {
  app::ChargeRequest request;
  request.gateway_key = "charge-key";
  request.token = Secret(kToken);
  request.amount = {1450};
  request.currency = "usd";
  request.session = a_session();
  request.order = an_order();
  request.attempt = an_attempt();
  return request;
}

std::string header_of(const net::ClientRequest& request, std::string_view name) {
  for (const auto& header : request.headers) {
    if (header.name == name) return header.value;
  }
  return "(none)";
}

constexpr const char* kEnd =
    "&metadata[checkout_session_id]=cs_00000000000000000000000001"
    "&metadata[order_id]=ord_00000000000000000000000002"
    "&metadata[attempt_id]=pa_00000000000000000000000003&expand[]=latest_charge";

constexpr const char* kBegin =
    "amount=1450&currency=usd&confirm=true"
    "&payment_method_data[shared_payment_granted_token]=spt_123&capture_method=automatic"
    "&automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never";

TEST(StripeRequests, AChargeCreatesAndConfirmsAPaymentIntent) {
  const auto charge = charge_request(test_options(), request_of());
  EXPECT_EQ(charge.method, "POST");
  EXPECT_EQ(charge.url, "https://api.stripe.com/v1/payment_intents");
  EXPECT_EQ(header_of(charge, "Authorization"), "Bearer sk_test_key");
  EXPECT_EQ(header_of(charge, "Stripe-Version"), "2026-04-22.preview");
  EXPECT_EQ(header_of(charge, "Idempotency-Key"), "charge-key");
  EXPECT_EQ(header_of(charge, "Content-Type"), "application/x-www-form-urlencoded");
  EXPECT_EQ(header_of(charge, "User-Agent"), "Till");
  EXPECT_EQ(charge.body, std::string(kBegin) + kEnd);
}

TEST(StripeRequests, ShippingAndReceiptAreToldWhereTheyAreKnown) {
  auto request = request_of();
  request.shipping = {"Ann & Bob",
                      {"Ann", "5 Elm St #2", std::nullopt, "Z\xC3\xBCrich", "", "CH", "8001"}};
  request.receipt_email = "ann+till@example.com";
  EXPECT_EQ(charge_request(test_options(), request).body,
            std::string(kBegin) +
                "&shipping[name]=Ann%20%26%20Bob&shipping[address][line1]=5%20Elm%20St%20%232"
                "&shipping[address][city]=Z%C3%BCrich&shipping[address][postal_code]=8001"
                "&shipping[address][country]=CH&receipt_email=ann%2Btill%40example.com" +
                kEnd);
  request.shipping->name = request.shipping->address.name = "";
  request.receipt_email.reset();
  EXPECT_EQ(charge_request(test_options(), request).body, std::string(kBegin) + kEnd)
      << "no shipping without a name";
}

TEST(StripeRequests, WhatIsAskedUnderAKeyDoesNotDependOnTheCall) {
  auto request = request_of();
  const auto first = charge_request(test_options(), request);
  request.repeated = true;
  request.reference = "pi_1";
  request.begun_at = {1};
  const auto again = charge_request(test_options(), request);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.url, first.url);
}

TEST(StripeRequests, TheTokenStandsWhereTheOptionSays) {
  auto options = test_options();
  options.token_parameter = TokenParameter::top_level;
  const auto charge = charge_request(options, request_of());
  EXPECT_NE(charge.body.find("&shared_payment_granted_token=spt_123&"), std::string::npos);
  EXPECT_EQ(charge.body.find("payment_method_data"), std::string::npos);
}

TEST(StripeRequests, AChargeForLaterIsOnlySetAside) {
  auto request = request_of();
  request.capture_later = true;
  EXPECT_NE(charge_request(test_options(), request).body.find("&capture_method=manual&"),
            std::string::npos);
}

TEST(StripeRequests, AnAuthenticationIsAskedForOrProven) {
  constexpr const char* kProof =
      "&payment_method_options[card][three_d_secure][version]=2.2.0"
      "&payment_method_options[card][three_d_secure][cryptogram]=ca%2Fvv"
      "&payment_method_options[card][three_d_secure][transaction_id]=ds"
      "&payment_method_options[card][three_d_secure][electronic_commerce_indicator]=05&";
  constexpr const char* kAny = "&payment_method_options[card][request_three_d_secure]=any&";
  auto request = request_of();
  request.authenticate = true;
  EXPECT_NE(charge_request(test_options(), request).body.find(kAny), std::string::npos);
  request.authentication = checkout::AuthenticationProof{Secret("ca/vv"), "05", "ds", "2.2.0"};
  EXPECT_NE(charge_request(test_options(), request).body.find(kProof), std::string::npos);
  request.authentication->version = "9.9.9";
  EXPECT_NE(charge_request(test_options(), request).body.find(kAny), std::string::npos)
      << "Stripe would refuse the charge for the version";
}

TEST(StripeRequests, StepsNameTheirChargeAndCarryTheirOwnKey) {
  const app::ChargeStep step{"step-key", "pi_1", {700}, "usd", a_session(), an_order(), {}};
  struct Row {
    net::ClientRequest request;
    const char* target;
    const char* body;
  };
  const Row rows[] = {
      {capture_request(test_options(), step), "/v1/payment_intents/pi_1/capture",
       "amount_to_capture=700"},
      {cancel_request(test_options(), step), "/v1/payment_intents/pi_1/cancel",
       "cancellation_reason=requested_by_customer"},
      {refund_request(test_options(), step), "/v1/refunds",
       "payment_intent=pi_1&amount=700&metadata[checkout_session_id]=cs_00000000000000000000000001"
       "&metadata[order_id]=ord_00000000000000000000000002"
       "&metadata[adjustment_id]=adj_00000000000000000000000000"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(row.request.method, "POST");
    EXPECT_EQ(row.request.url, std::string("https://api.stripe.com") + row.target);
    EXPECT_EQ(row.request.body, row.body);
    EXPECT_EQ(header_of(row.request, "Idempotency-Key"), "step-key");
  }
}

TEST(StripeRequests, LookingChangesNothingAndNeedsNoKey) {
  struct Row {
    net::ClientRequest request;
    const char* target;
  };
  const Row rows[] = {
      {token_request(test_options(), Secret(kToken)), "/v1/shared_payment/granted_tokens/spt_123"},
      {intent_request(test_options(), "pi_1"), "/v1/payment_intents/pi_1?expand[]=latest_charge"},
      {list_request(test_options(), Timestamp{10'999}, Timestamp{20'999}, ""),
       "/v1/payment_intents?created[gte]=10&created[lte]=21&limit=100"},
      {list_request(test_options(), Timestamp{0}, Timestamp{0}, "pi_1"),
       "/v1/payment_intents?created[gte]=0&created[lte]=1&limit=100&starting_after=pi_1"},
      {refund_lookup_request(test_options(), "re_1"), "/v1/refunds/re_1"},
      {refund_list_request(test_options(), "pi_1"), "/v1/refunds?payment_intent=pi_1&limit=100"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(row.request.method, "GET");
    EXPECT_EQ(row.request.url, std::string("https://api.stripe.com") + row.target);
    EXPECT_EQ(row.request.body, "");
    EXPECT_EQ(header_of(row.request, "Idempotency-Key"), "(none)");
    EXPECT_EQ(header_of(row.request, "Content-Type"), "(none)");
  }
}

TEST(StripeRequests, DerivedKeysDifferFromTheirOriginAndFitStripe) {
  const auto abandoned = abandon_request(test_options(), "charge-key", "pi_1");
  EXPECT_EQ(abandoned.body, "cancellation_reason=abandoned");
  const std::string key = header_of(abandoned, "Idempotency-Key");
  EXPECT_EQ(key.size(), 64U);
  EXPECT_NE(key, renewed_key("charge-key"));
  EXPECT_NE(renewed_key("charge-key"), renewed_key(renewed_key("charge-key")));
}

TEST(StripeRequests, OnlyPlainNamesStandInAPath) {
  for (const char* good : {"spt_123", "pi_3Abc-9", "a"}) EXPECT_TRUE(is_identifier(good)) << good;
  const std::string longest(255, 'a');
  EXPECT_TRUE(is_identifier(longest));
  for (const std::string& bad :
       {std::string(), longest + "a", std::string("a/b"), std::string("a?b"),
        std::string("a\0b", 3), std::string("../x"), std::string("\xC3\xBC")}) {
    EXPECT_FALSE(is_identifier(bad)) << bad;
  }
}

TEST(StripeForm, EncodesEveryByteThatMeansSomethingAndIsBounded) {
  Form form;
  form.add("a[b]", "x=1&y=2%+ \n").add("gone", "").add("n", std::int64_t{-5});
  EXPECT_EQ(form.text(), "a[b]=x%3D1%26y%3D2%25%2B%20%0A&n=-5");
  Form cut;
  cut.add("v", std::string(4999, 'a') + "\xC3\xBC" + "b");
  EXPECT_EQ(cut.text(), "v=" + std::string(4999, 'a'));
}

}  // namespace
}  // namespace till::payments::stripe
