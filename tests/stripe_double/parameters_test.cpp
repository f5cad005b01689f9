#include "stripe_double/parameters.h"

#include <algorithm>

#include "stripe_double/fakes.h"

namespace till::stripe_double {
namespace {

struct UnknownRow {
  const char* name;
  const char* path;
  const char* fields;
  const char* param;
};

TEST(StripeDoubleParameters, EveryEndpointNamesWhatItDoesNotKnow) {
  const std::vector<UnknownRow> rows{
      {"a charge", "/v1/payment_intents", "amount=1000&amont=1", "amont"},
      {"the name of the first docs", "/v1/payment_intents", "shared_payment_token=spt_1",
       "shared_payment_token"},
      {"a nested one", "/v1/payment_intents", "meta[a]=b", "meta"},
      {"confirming", "/v1/payment_intents/pi_1/confirm", "amount=1", "amount"},
      {"capturing", "/v1/payment_intents/pi_1/capture", "amount=1", "amount"},
      {"capturing with types", "/v1/payment_intents/pi_1/capture", "payment_method_types[]=card",
       "payment_method_types"},
      {"canceling", "/v1/payment_intents/pi_1/cancel", "reason=abandoned", "reason"},
      {"a refund", "/v1/refunds", "payment_intent=pi_1&refund=1", "refund"},
      {"a refund with types", "/v1/refunds", "payment_method_types[]=card", "payment_method_types"},
      {"a granted token of the old docs", kGrant, "seller_details[network_id]=stripe_test_platform",
       "seller_details"},
      {"an issued token", "/v1/shared_payment/issued_tokens", "customer=cus_1", "customer"},
      {"revoking", "/v1/shared_payment/issued_tokens/spt_1/revoke", "reason=x", "reason"},
  };
  for (const UnknownRow& row : rows) {
    Seller seller;
    const Answer answer = seller.post(row.path, row.fields, "key");
    EXPECT_EQ(answer.status, 400) << row.name;
    EXPECT_EQ(at(answer, "/error/code"), "parameter_unknown") << row.name;
    EXPECT_EQ(at(answer, "/error/param"), row.param) << row.name;
    EXPECT_EQ(at(answer, "/error/message"), std::string("Received unknown parameter: ") + row.param)
        << row.name;
  }
}

TEST(StripeDoubleParameters, QueriesAreHeldToTheirNamesToo) {
  Seller seller;
  const std::string id = seller.charged();
  EXPECT_EQ(seller.get(kIntents + ("/" + id), "expand[]=latest_charge").status, 200);
  EXPECT_EQ(seller.get(kIntents + ("/" + id), "expnd[]=latest_charge").status, 400);
  EXPECT_EQ(seller.get("/v1/refunds", "payment_intent=" + id + "&limit=100").status, 200);
  EXPECT_EQ(seller.get("/v1/refunds", "intent=" + id).status, 400);
}

TEST(StripeDoubleParameters, AreSortedSinceTheyAreSearchedByHalves) {
  for (int i = 0; i <= static_cast<int>(Endpoint::revoke_test_token); ++i) {
    const auto names = parameters_of(static_cast<Endpoint>(i));
    EXPECT_TRUE(std::is_sorted(names.begin(), names.end())) << i;
    EXPECT_TRUE(std::binary_search(names.begin(), names.end(), "expand")) << i;
  }
}

}  // namespace
}  // namespace till::stripe_double
