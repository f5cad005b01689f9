// PaymentIntents: what a charge says, what it tells, and how it is found again.
#include "stripe_double/fakes.h"

namespace till::stripe_double {
namespace {

struct ChargeRow {
  const char* method;
  bool manual;
  int status;
  std::string intent_status;
  std::string event;
};

TEST(StripeDoubleIntents, HaveTheStatusOfTheirCard) {
  const std::string succeeded = "payment_intent.succeeded";
  const std::vector<ChargeRow> rows{
      {"pm_card_visa", false, 200, "succeeded", succeeded},
      {"pm_card_visa_debit", false, 200, "succeeded", succeeded},
      {"pm_card_mastercard", false, 200, "succeeded", succeeded},
      {"pm_card_amex", false, 200, "succeeded", succeeded},
      {"pm_card_discover", false, 200, "succeeded", succeeded},
      {"pm_double_block", false, 200, "succeeded", succeeded},
      {"pm_card_visa", true, 200, "requires_capture", "payment_intent.amount_capturable_updated"},
      {"pm_card_threeDSecure2Required", false, 200, "requires_action",
       "payment_intent.requires_action"},
      {"pm_card_threeDSecure2Required", true, 200, "requires_action",
       "payment_intent.requires_action"},
      {"pm_double_processing", false, 200, "processing", "payment_intent.processing"},
      {"pm_card_chargeDeclined", false, 402, "requires_payment_method",
       "payment_intent.payment_failed"},
      {"pm_card_chargeDeclined", true, 402, "requires_payment_method",
       "payment_intent.payment_failed"},
  };
  for (const ChargeRow& row : rows) {
    Seller seller;
    const std::string more = row.manual ? "&capture_method=manual" : "";
    const Answer answer = seller.charge(seller.token(row.method), more);
    EXPECT_EQ(answer.status, row.status) << row.method;
    const std::string intent = row.status == 402 ? "/error/payment_intent" : "";
    EXPECT_EQ(at(answer, intent + "/status"), row.intent_status) << row.method;
    EXPECT_EQ(at(answer, intent + "/amount"), "1000") << row.method;
    EXPECT_EQ(seller.told(), (Types{"shared_payment.granted_token.used", row.event})) << row.method;
    EXPECT_EQ(seller.seen(at(answer, intent + "/id"), "/status"), row.intent_status) << row.method;
  }
}

TEST(StripeDoubleIntents, CarryTheirMoney) {
  Seller seller;
  const std::string now = seller.charged();
  EXPECT_EQ(seller.seen(now, "/amount_received"), "1000");
  EXPECT_EQ(seller.seen(now, "/amount_capturable"), "0");
  EXPECT_EQ(seller.seen(now, "/latest_charge/amount_captured"), "1000");
  EXPECT_EQ(seller.seen(now, "/capture_method"), "automatic");
  EXPECT_EQ(seller.seen(now, "/last_payment_error"), "null");
  const std::string later = seller.manual();
  EXPECT_EQ(seller.seen(later, "/amount_received"), "0");
  EXPECT_EQ(seller.seen(later, "/amount_capturable"), "1000");
  EXPECT_EQ(seller.seen(later, "/capture_method"), "manual");
}

TEST(StripeDoubleIntents, OfADeclineLieInTheError) {
  for (const auto& [method, code] :
       {std::pair{"pm_card_chargeDeclined", "generic_decline"},
        std::pair{"pm_card_visa_chargeDeclined", "generic_decline"},
        std::pair{"pm_card_chargeDeclinedInsufficientFunds", "insufficient_funds"}}) {
    Seller seller;
    const Answer declined = seller.charge(seller.token(method), "&metadata[order_id]=ord_1");
    EXPECT_EQ(declined.status, 402) << method;
    EXPECT_EQ(at(declined, "/error/type"), "card_error") << method;
    EXPECT_EQ(at(declined, "/error/code"), "card_declined") << method;
    EXPECT_EQ(at(declined, "/error/decline_code"), code) << method;
    EXPECT_EQ(at(declined, "/error/payment_intent/object"), "payment_intent") << method;
    EXPECT_EQ(at(declined, "/error/payment_intent/metadata/order_id"), "ord_1") << method;
    EXPECT_EQ(at(declined, "/error/payment_intent/amount_received"), "0") << method;
    EXPECT_EQ(at(declined, "/error/payment_intent/last_payment_error/decline_code"), code)
        << method;
  }
}

TEST(StripeDoubleIntents, UnderReviewAreChargedAndSaySo) {
  Seller seller;
  const std::string id = seller.charged("pm_double_review");
  EXPECT_EQ(seller.seen(id, "/status"), "succeeded");
  EXPECT_EQ(seller.seen(id, "/review"), "prv_" + id.substr(3));
  EXPECT_EQ(seller.seen(id, "/latest_charge/outcome/type"), "manual_review");
  EXPECT_EQ(seller.told(), (Types{"shared_payment.granted_token.used", "payment_intent.succeeded",
                                  "review.opened"}));
  EXPECT_EQ(seller.seen(seller.charged(), "/review"), "null");
}

struct AmountRow {
  const char* name;
  const char* fields;
  int status;
  const char* code;
  const char* param;
};

TEST(StripeDoubleIntents, NeedAnAmountThatStripeCharges) {
  const std::vector<AmountRow> rows{
      {"50 cents", "amount=50&currency=usd", 200, "", ""},
      {"49 cents", "amount=49&currency=usd", 400, "amount_too_small", "amount"},
      {"nothing", "amount=0&currency=usd", 400, "amount_too_small", "amount"},
      {"less than nothing", "amount=-1000&currency=usd", 400, "amount_too_small", "amount"},
      {"30 pence", "amount=30&currency=gbp", 200, "", ""},
      {"29 pence", "amount=29&currency=gbp", 400, "amount_too_small", "amount"},
      {"50 yen", "amount=50&currency=jpy", 200, "", ""},
      {"49 yen", "amount=49&currency=jpy", 400, "amount_too_small", "amount"},
      {"no amount", "currency=usd", 400, "parameter_missing", "amount"},
      {"no currency", "amount=1000", 400, "parameter_missing", "currency"},
      {"a broken number", "amount=10.00&currency=usd", 400, "parameter_invalid_integer", "amount"},
      {"a number with a tail", "amount=1000x&currency=usd", 400, "parameter_invalid_integer",
       "amount"},
      {"more than fits", "amount=99999999999999999999&currency=usd", 400,
       "parameter_invalid_integer", "amount"},
  };
  for (const AmountRow& row : rows) {
    Seller seller;
    const Answer answer = seller.post(kIntents, row.fields);
    EXPECT_EQ(answer.status, row.status) << row.name;
    EXPECT_EQ(at(answer, "/error/code"), row.code) << row.name;
    EXPECT_EQ(at(answer, "/error/param"), row.param) << row.name;
  }
}

TEST(StripeDoubleIntents, GiveTheirMetadataBack) {
  Seller seller;
  const std::string id = seller.charged(
      "pm_card_visa",
      "&metadata[checkout_session_id]=cs_1&metadata%5Bnote%5D=a+%22b%22%0A%C3%A9&metadata[empty]=");
  EXPECT_EQ(seller.seen(id, "/metadata/checkout_session_id"), "cs_1");
  EXPECT_EQ(seller.seen(id, "/metadata/note"), "a \"b\"\n\xC3\xA9");
  EXPECT_EQ(seller.seen(id, "/metadata/empty"), "");
  EXPECT_EQ(seller.seen(id, "/latest_charge/metadata/checkout_session_id"), "cs_1");
}

TEST(StripeDoubleIntents, AreFoundByTheirAttempt) {
  Seller seller;
  const auto found = [&seller](const std::string& attempt, std::string_view path) {
    return at(seller.get("/v1/payment_intents/search",
                         "query=metadata%5B%27attempt_id%27%5D%3A%27" + attempt + "%27"),
              path);
  };
  const std::string first = seller.charged("pm_card_visa", "&metadata[attempt_id]=att_1");
  const std::string second =
      at(seller.charge(seller.token("pm_card_chargeDeclined"), "&metadata[attempt_id]=att_2"),
         "/error/payment_intent/id");
  EXPECT_EQ(found("att_1", "/data/0/id"), first);
  EXPECT_EQ(found("att_1", "/object"), "search_result");
  EXPECT_EQ(found("att_2", "/data/0/id"), second);
  EXPECT_EQ(found("att_2", "/data/0/status"), "requires_payment_method");
  EXPECT_EQ(found("att_3", "/data"), "[]");
  seller.charge(seller.token(), "&metadata[attempt_id]=att_4", 1001);
  EXPECT_EQ(found("att_4", "/data"), "[]");
  for (const char* query :
       {"", "query=status%3A%27succeeded%27", "query=metadata%5B%27attempt_id%27%5D%3A%27",
        "query=metadata%5B%27order_id%27%5D%3A%27x%27"}) {
    EXPECT_EQ(seller.get("/v1/payment_intents/search", query).status, 400) << query;
  }
}

TEST(StripeDoubleIntents, AreListedNewestFirstInPages) {
  Seller seller;
  const std::string first = seller.charged();
  seller.now += 10;
  const std::string second = seller.charged();
  const std::string from = std::to_string(seller.now - 10);
  const auto listed = [&](const std::string& query) { return seller.get(kIntents, query); };
  const Answer all = listed("created[gte]=" + from + "&limit=100");
  EXPECT_EQ(at(all, "/object"), "list");
  EXPECT_EQ(at(all, "/has_more"), "false");
  EXPECT_EQ(at(all, "/data/0/id"), second);
  EXPECT_EQ(at(all, "/data/1/id"), first);
  const Answer one = listed("limit=1");
  EXPECT_EQ(at(one, "/has_more"), "true");
  EXPECT_EQ(at(one, "/data/0/id"), second);
  EXPECT_EQ(at(listed("limit=1&starting_after=" + second), "/data/0/id"), first);
  EXPECT_EQ(at(listed("created[lte]=" + from), "/data/0/id"), first);
  EXPECT_EQ(at(listed("starting_after=" + first), "/data"), "[]");
  EXPECT_EQ(listed("limit=101").status, 400);
  EXPECT_EQ(listed("starting_after=pi_none").status, 404);
}

TEST(StripeDoubleIntents, AreConfirmedOnceTheyHaveAToken) {
  Seller seller;
  const std::string id = at(seller.post(kIntents, "amount=1000&currency=usd"), "/id");
  EXPECT_EQ(seller.told(), Types{"payment_intent.created"});
  EXPECT_EQ(seller.seen(id, "/status"), "requires_payment_method");
  const auto confirm = [&](const std::string& token) {
    return seller.step(id, "confirm", "payment_method_data[shared_payment_granted_token]=" + token);
  };
  EXPECT_EQ(confirm("spt_none").status, 404);
  EXPECT_EQ(confirm(seller.token("pm_card_chargeDeclined")).status, 402);
  EXPECT_EQ(at(confirm(seller.token()), "/last_payment_error"), "null");
  EXPECT_EQ(seller.seen(id, "/status"), "succeeded");
  const std::string spare = seller.token();
  const Answer again = confirm(spare);
  EXPECT_EQ(again.status, 400);
  EXPECT_EQ(at(again, "/error/code"), "payment_intent_unexpected_state");
  EXPECT_EQ(seller.reason_of(spare), "null");
  EXPECT_EQ(seller.step("pi_none", "confirm").status, 404);
}

TEST(StripeDoubleIntents, ThatNobodyMadeAreMissing) {
  Seller seller;
  const Answer answer = seller.get(kIntents + std::string("/pi_none"));
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(at(answer, "/error/code"), "resource_missing");
  EXPECT_EQ(at(answer, "/error/message"), "No such payment_intent: 'pi_none'");
}

}  // namespace
}  // namespace till::stripe_double
