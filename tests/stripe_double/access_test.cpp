// Who may ask, under which version, and what no endpoint takes.
#include "stripe_double/fakes.h"

namespace till::stripe_double {
namespace {

struct KeyRow {
  const char* name;
  const char* authorization;
  int status;
};

TEST(StripeDoubleAccess, TheKeyComesAsBearerOrAsUserOfBasic) {
  const std::vector<KeyRow> rows{
      {"bearer", "Bearer sk_test_double", 200},
      {"basic", "Basic c2tfdGVzdF9kb3VibGU6", 200},
      {"nothing", "", 401},
      {"another key", "Bearer sk_test_other", 401},
      {"the beginning of the key", "Bearer sk_test_doubl", 401},
      {"more than the key", "Bearer sk_test_double ", 401},
      {"another user", "Basic c2tfdGVzdF9vdGhlcjo=", 401},
      {"another scheme", "Digest sk_test_double", 401},
  };
  for (const KeyRow& row : rows) {
    Seller seller;
    const std::string id = seller.token();
    Call call = seller.call("GET", kGranted + id, "");
    call.authorization = row.authorization;
    const Answer answer = seller.ask(call);
    EXPECT_EQ(answer.status, row.status) << row.name;
    if (row.status != 401) continue;
    EXPECT_EQ(at(answer, "/error/type"), "invalid_request_error") << row.name;
    EXPECT_EQ(answer.body.find("sk_test"), std::string::npos) << row.name;
  }
}

TEST(StripeDoubleAccess, BasicIsPaddedByTheKeysLength) {
  for (const auto& [key, header] :
       {std::pair{"sk", "Basic c2s6"}, std::pair{"sk_", "Basic c2tfOg=="},
        std::pair{"sk_1", "Basic c2tfMTo="}}) {
    Double stripe{Secret(key)};
    Call call{"GET", "/v1/refunds", "", "", header, kVersion, ""};
    std::vector<Event> events;
    EXPECT_EQ(stripe.answer(call, kNow, events).status, 200) << key;
  }
}

TEST(StripeDoubleAccess, TokensNeedAPreviewVersion) {
  for (const char* version : {"", "2026-10-28.endive", "2026-04-22", "preview"}) {
    Seller seller;
    const std::string id = seller.token();
    seller.version = version;
    EXPECT_EQ(seller.get(kGranted + id).status, 404) << version;
    const Answer charged = seller.charge(id);
    EXPECT_EQ(charged.status, 400) << version;
    EXPECT_EQ(at(charged, "/error/code"), "parameter_unknown") << version;
    EXPECT_EQ(at(charged, "/error/message"),
              "Received unknown parameter: shared_payment_granted_token");
    seller.version = kVersion;
    EXPECT_EQ(seller.reason_of(id), "null") << version;
  }
}

struct ParameterRow {
  const char* name;
  const char* version;
  std::string fields;  // With TOKEN.
  int status;
};

void check(const std::vector<ParameterRow>& rows) {
  for (const ParameterRow& row : rows) {
    Seller seller;
    const std::string id = seller.token();
    seller.version = row.version;
    const Answer answer =
        seller.post(kIntents, "amount=1000&currency=usd&confirm=true&" + row.fields + id);
    EXPECT_EQ(answer.status, row.status) << row.name << answer.body;
    EXPECT_EQ(seller.reason_of(id), row.status == 200 ? "consumed" : "null") << row.name;
  }
}

TEST(StripeDoubleAccess, TheTokenIsNestedFromThePublicPreviewOn) {
  const std::string nested = "payment_method_data[shared_payment_granted_token]=";
  const std::string top = "shared_payment_granted_token=";
  check({
      {"nested in the public preview", "2026-04-22.preview", nested, 200},
      {"nested later", "2026-09-30.preview", nested, 200},
      {"top-level in the private preview", "2025-12-15.preview", top, 200},
      {"top-level in the public preview", "2026-04-22.preview", top, 400},
      {"nested in the private preview", "2025-12-15.preview", nested, 400},
      {"as a payment method", "2026-04-22.preview", "payment_method=", 404},
  });
}

TEST(StripeDoubleAccess, PaymentMethodTypesEndWithTheVersionThatRemovedThem) {
  const std::string types =
      "payment_method_types[]=card&payment_method_data[shared_payment_"
      "granted_token]=";
  check({
      {"before", "2026-04-22.preview", types, 200},
      {"the last before", "2026-07-29.preview", types, 200},
      {"from then on", "2026-08-26.preview", types, 400},
      {"later", "2026-09-30.preview", types, 400},
  });
}

TEST(StripeDoubleAccess, AnUnknownPathIsNone) {
  Seller seller;
  for (const auto& [method, path] :
       {std::pair{"GET", "/v1/charges"}, std::pair{"POST", "/v1/charges"},
        std::pair{"DELETE", "/v1/refunds"}, std::pair{"POST", "/v1/payment_intents/pi_1/apply"},
        std::pair{"POST", "/v1/payment_intents//capture"}, std::pair{"GET", "/v1/refunds/"},
        std::pair{"GET", "/v1/refunds/a/b"}, std::pair{"POST", "/v2/refunds"}}) {
    EXPECT_EQ(seller.ask(seller.call(method, path, "")).status, 404) << method << path;
  }
}

TEST(StripeDoubleAccess, ABodyThatCannotBeReadIsRefused) {
  Seller seller;
  EXPECT_EQ(seller.post(kIntents, "amount=%4").status, 400);
  EXPECT_EQ(seller.get("/v1/refunds", "payment_intent=%zz").status, 400);
}

}  // namespace
}  // namespace till::stripe_double
