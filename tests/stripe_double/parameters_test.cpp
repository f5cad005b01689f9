#include "stripe_double/parameters.h"

#include "stripe_double/fakes.h"
#include "stripe_double/parameter_table.h"

namespace till::stripe_double {
namespace {

struct UnknownRow {
  const char* name;
  const char* path;
  const char* fields;
  const char* param;
};

void expect_unknown(const std::vector<UnknownRow>& rows) {
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
  expect_unknown(rows);
}

TEST(StripeDoubleParameters, QueriesAreHeldToTheirNamesToo) {
  Seller seller;
  const std::string id = seller.charged();
  EXPECT_EQ(seller.get(kIntents + ("/" + id), "expand[]=latest_charge").status, 200);
  EXPECT_EQ(seller.get(kIntents + ("/" + id), "expnd[]=latest_charge").status, 400);
  EXPECT_EQ(seller.get("/v1/refunds", "payment_intent=" + id + "&limit=100").status, 200);
  EXPECT_EQ(seller.get("/v1/refunds", "intent=" + id).status, 400);
}

TEST(StripeDoubleParameters, NestedOnesAreNamedUpToTheUnknownStep) {
  const std::vector<UnknownRow> rows{
      {"in the payment method", kIntents, "payment_method_data[nonsense]=1",
       "payment_method_data[nonsense]"},
      {"in the address", kIntents, "shipping[address][planet]=earth", "shipping[address][planet]"},
      {"escaped", kIntents, "shipping%5Baddress%5D%5Bplanet%5D=1", "shipping[address][planet]"},
      {"above others", kIntents, "shipping[planet][name]=earth", "shipping[planet]"},
      {"four deep", kIntents, "payment_method_options[card][three_d_secure][proof]=1",
       "payment_method_options[card][three_d_secure][proof]"},
      {"in a list", kIntents, "amount_details[line_items][0][weight]=1",
       "amount_details[line_items][0][weight]"},
      {"a list by name", kIntents, "amount_details[line_items][first][quantity]=1",
       "amount_details[line_items][first]"},
      {"expanding by name", kIntents, "expand[charge]=latest_charge", "expand[charge]"},
      {"an object as a list", kIntents, "shipping[]=1", "shipping[]"},
      {"below a value", kIntents, "amount[value]=1", "amount[value]"},
      {"below metadata", kIntents, "metadata[a][b]=1", "metadata[a][b]"},
      {"below the types", kIntents, "payment_method_types[0][card]=1",
       "payment_method_types[0][card]"},
      {"of an empty object", kIntents, "payment_method_data[link][email]=1",
       "payment_method_data[link][email]"},
      {"an open bracket", kIntents, "shipping[name=Ann", "shipping[name"},
      {"between brackets", kIntents, "shipping[address]x[city]=1", "shipping[address]x[city]"},
      {"confirming", "/v1/payment_intents/pi_1/confirm", "shipping[planet]=1", "shipping[planet]"},
      {"capturing", "/v1/payment_intents/pi_1/capture", "transfer_data[destination]=acct_1",
       "transfer_data[destination]"},
      {"granting", kGrant, "usage_limits[min_amount]=1", "usage_limits[min_amount]"},
      {"issuing", "/v1/shared_payment/issued_tokens", "seller_details[network_id]=1",
       "seller_details[network_id]"},
  };
  expect_unknown(rows);
}

TEST(StripeDoubleParameters, ThatAreListedAreTakenHoweverDeep) {
  for (const char* name :
       {"shipping[address][line1]", "metadata[anything at all]", "payment_method_data[metadata][a]",
        "expand[]", "expand[0]", "amount_details[line_items][][tax][total_tax_amount]",
        "amount_details[line_items][12][payment_method_options][card][commodity_code]",
        "payment_method_data[billing_details][address][city]", "payment_method_types[]",
        "payment_method_options[card][three_d_secure][network_options][cartes_bancaires][cb_score]",
        "payment_method_data[affirm]", "payment_method_data[affirm][not][listed]",
        "payment_details[flight_data][0][not][listed]", "payment_method_options[card_present][a]",
        "shipping", "hooks[inputs][tax][calculation]"}) {
    const auto form = Form::parse(std::string(name) + "=1");
    ASSERT_TRUE(form) << name;
    EXPECT_EQ(unknown_parameter(Endpoint::create_intent, *form, kVersion), std::nullopt) << name;
  }
}

struct TokenRow {
  const char* version;
  const char* known;
  const char* unknown;
};

TEST(StripeDoubleParameters, TheTokenIsUnknownUnderTheNameOfAnotherVersion) {
  constexpr const char* kNested = "payment_method_data[shared_payment_granted_token]";
  constexpr const char* kOuter = "shared_payment_granted_token";
  const std::vector<TokenRow> rows{{"2025-09-30.preview", kOuter, kNested},
                                   {"2026-04-21.preview", kOuter, kNested},
                                   {"2026-04-22.preview", kNested, kOuter},
                                   {"2026-09-30.preview", kNested, kOuter}};
  for (const TokenRow& row : rows) {
    for (const Endpoint endpoint : {Endpoint::create_intent, Endpoint::confirm_intent}) {
      const auto unknown = [&](const char* name) {
        return unknown_parameter(endpoint, *Form::parse(std::string(name) + "=spt_1"), row.version);
      };
      EXPECT_EQ(unknown(row.known), std::nullopt) << row.version;
      EXPECT_EQ(unknown(row.unknown), row.unknown) << row.version;
    }
  }
}

TEST(StripeDoubleParameters, EveryObjectThatIsNamedIsInTheTable) {
  std::vector<std::string_view> open;
  for (int i = 0; i <= static_cast<int>(Endpoint::revoke_test_token); ++i) {
    open.push_back(parameters_of(static_cast<Endpoint>(i)));
  }
  while (!open.empty()) {
    const std::string_view object = open.back();
    open.pop_back();
    if (object.empty() || object == kAnything || object == kMap || object == "nothing") continue;
    const auto members = members_of(object);
    EXPECT_FALSE(members.empty()) << object;
    for (const Member& member : members) {
      EXPECT_FALSE(member.name.empty()) << object;
      open.push_back(member.held.object);
    }
  }
}

}  // namespace
}  // namespace till::stripe_double
