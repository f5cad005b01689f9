#include "stripe_double/fakes.h"

namespace till::stripe_double {
namespace {

constexpr const char* kRefunds = "/v1/refunds";

Answer refund(Seller& seller, const std::string& id, const std::string& more = "") {
  return seller.post(kRefunds, "payment_intent=" + id + more);
}

struct RefundRow {
  const char* name;
  std::vector<const char*> amounts;  // One refund each; "" for all that is left.
  int last;                          // Status of the last.
  const char* refunded;
  const char* code;
};

TEST(StripeDoubleRefunds, NeverGiveBackMoreThanWasTaken) {
  const std::vector<RefundRow> rows{
      {"all of it", {""}, 200, "1000", ""},
      {"a part", {"&amount=400"}, 200, "400", ""},
      {"in parts", {"&amount=400", "&amount=600"}, 200, "1000", ""},
      {"a part and the rest", {"&amount=400", ""}, 200, "1000", ""},
      {"too much", {"&amount=1001"}, 400, "0", ""},
      {"too much after a part", {"&amount=400", "&amount=601"}, 400, "400", ""},
      {"all of it twice", {"", ""}, 400, "1000", "charge_already_refunded"},
      {"a part after all of it", {"", "&amount=1"}, 400, "1000", "charge_already_refunded"},
      {"nothing", {"&amount=0"}, 400, "0", ""},
      {"less than nothing", {"&amount=-1"}, 400, "0", ""},
      {"a broken number", {"&amount=4.00"}, 400, "0", "parameter_invalid_integer"},
  };
  for (const RefundRow& row : rows) {
    Seller seller;
    const std::string id = seller.charged();
    Answer answer;
    for (const char* amount : row.amounts) answer = refund(seller, id, amount);
    EXPECT_EQ(answer.status, row.last) << row.name;
    EXPECT_EQ(at(answer, "/error/code"), row.code) << row.name;
    EXPECT_EQ(seller.seen(id, "/latest_charge/amount_refunded"), row.refunded) << row.name;
  }
}

TEST(StripeDoubleRefunds, SayWhatTheyAreAndTellIt) {
  Seller seller;
  const std::string id = seller.charged();
  seller.told();
  const Answer made =
      refund(seller, id, "&amount=400&reason=requested_by_customer&metadata[order_id]=ord_1");
  EXPECT_EQ(at(made, "/object"), "refund");
  EXPECT_EQ(at(made, "/amount"), "400");
  EXPECT_EQ(at(made, "/currency"), "usd");
  EXPECT_EQ(at(made, "/status"), "succeeded");
  EXPECT_EQ(at(made, "/payment_intent"), id);
  EXPECT_EQ(at(made, "/metadata/order_id"), "ord_1");
  ASSERT_EQ(seller.events.size(), 2u);
  EXPECT_EQ(seller.events[0].type, "refund.created");
  EXPECT_EQ(seller.events[0].object, made.body);
  EXPECT_EQ(seller.events[1].type, "charge.refunded");
  EXPECT_EQ(at(seller.events[1].object, "/amount_refunded"), "400");
  EXPECT_EQ(at(seller.events[1].object, "/payment_intent"), id);
  EXPECT_EQ(seller.get(std::string(kRefunds) + "/" + at(made, "/id")).body, made.body);
}

TEST(StripeDoubleRefunds, AreListedByTheirPaymentIntent) {
  Seller seller;
  const std::string id = seller.charged();
  const std::string other = seller.charged();
  const std::string first = at(refund(seller, id, "&amount=100"), "/id");
  refund(seller, other);
  const std::string second = at(refund(seller, id, "&amount=200"), "/id");
  const Answer list = seller.get(kRefunds, "payment_intent=" + id);
  EXPECT_EQ(at(list, "/object"), "list");
  EXPECT_EQ(at(list, "/has_more"), "false");
  EXPECT_EQ(at(list, "/data/0/id"), second);  // The newest first.
  EXPECT_EQ(at(list, "/data/1/id"), first);
  EXPECT_EQ(at(list, "/data/2"), "");
  EXPECT_EQ(at(seller.get(kRefunds, "payment_intent=pi_none"), "/data"), "[]");
}

TEST(StripeDoubleRefunds, NeedMoneyThatWasTaken) {
  Seller seller;
  for (const std::string& id : {seller.manual(), seller.charged("pm_double_processing"),
                                seller.charged("pm_card_threeDSecure2Required")}) {
    const Answer refused = refund(seller, id);
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(at(refused, "/error/code"), "payment_intent_unexpected_state");
  }
  EXPECT_EQ(refund(seller, "pi_none").status, 404);
  EXPECT_EQ(seller.post(kRefunds, "amount=1").status, 404);
  EXPECT_EQ(seller.get(std::string(kRefunds) + "/re_none").status, 404);
}

}  // namespace
}  // namespace till::stripe_double
