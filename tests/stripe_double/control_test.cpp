// What a test asks of the double beside Stripe's own interface.
#include "stripe_double/control.h"

#include "stripe_double/fakes.h"

namespace till::stripe_double {
namespace {

class Bench : public Seller {
 public:
  Answer order(const std::string& path, const std::string& fields = "",
               const std::string& method = "POST") {
    return control({stripe, faults, mail}, method, "/double/" + path,
                   Form::parse(fields).value_or(Form()), now, events);
  }

  Faults faults{1, 0};
  Mail mail{faults, 0};
};

TEST(StripeDoubleControl, ReportsWhatEachSessionPaid) {
  Bench bench;
  const auto session = [](const char* id) {
    return std::string("&metadata[checkout_session_id]=") + id;
  };
  const std::string first = bench.charged("pm_card_visa", session("cs_1"));
  const std::string second =
      bench.charged("pm_card_visa", session("cs_2") + "&capture_method=manual");
  bench.charged("pm_card_visa", session("cs_2"));
  bench.charge(bench.token("pm_card_chargeDeclined"), session("cs_3"));
  bench.charged("pm_card_threeDSecure2Required", session("cs_4"));
  bench.step(bench.charged("pm_card_visa", session("cs_5") + "&capture_method=manual"), "cancel");
  bench.post("/v1/refunds", "payment_intent=" + first + "&amount=300");
  const Answer report = bench.order("report", "", "GET");
  EXPECT_EQ(report.status, 200);
  EXPECT_EQ(at(report, "/sessions/cs_1"),
            R"([{"id":")" + first +
                R"(","amount":1000,"currency":"usd","captured":1000,"refunded":300,)"
                R"("status":"succeeded"}])");
  const std::string both = at(report, "/sessions/cs_2");
  EXPECT_NE(both.find(second), std::string::npos);
  EXPECT_NE(at(report, "/sessions/cs_2/1"), "");
  EXPECT_EQ(at(report, "/sessions/cs_2/2"), "");
  for (const char* none : {"/sessions/cs_3", "/sessions/cs_4", "/sessions/cs_5"}) {
    EXPECT_EQ(at(report, none), "") << none;
  }
}

TEST(StripeDoubleControl, ReportsFaultsAndLetters) {
  Bench bench;
  EXPECT_EQ(bench.order("faults", "kind=lock&times=2&path=/v1/refunds").status, 200);
  EXPECT_EQ(bench.order("faults", "kind=broken").status, 200);
  for (const char* path : {"/v1/refunds", "/v1/refunds", "/v1/refunds", "/v1/refunds"}) {
    bench.faults.next("key", path);
  }
  bench.mail.post({"a", "{}"}, {kNow * 1000});
  const Answer report = bench.order("report", "", "GET");
  EXPECT_EQ(at(report, "/faults/lock"), "2");
  EXPECT_EQ(at(report, "/faults/broken"), "1");
  EXPECT_EQ(at(report, "/faults/slow"), "0");
  EXPECT_EQ(at(report, "/events_pending"), "1");
}

struct DeedRow {
  const char* name;
  const char* method;  // The card.
  const char* deed;
  const char* fields;
  int status;
  Types events;
};

TEST(StripeDoubleControl, MovesWhatHappensAtStripe) {
  constexpr const char* k3ds = "pm_card_threeDSecure2Required";
  constexpr const char* kVisa = "pm_card_visa";
  const std::vector<DeedRow> rows{
      {"passes", k3ds, "authenticate", "", 200, {"payment_intent.succeeded"}},
      {"passes by name",
       k3ds,
       "authenticate",
       "outcome=succeeded",
       200,
       {"payment_intent.succeeded"}},
      {"fails", k3ds, "authenticate", "outcome=failed", 200, {"payment_intent.payment_failed"}},
      {"has nothing to pass", kVisa, "authenticate", "", 400, {}},
      {"refunds", kVisa, "refund", "amount=400", 200, {"refund.created", "charge.refunded"}},
      {"refunds all", kVisa, "refund", "", 200, {"refund.created", "charge.refunded"}},
      {"refunds too much", kVisa, "refund", "amount=1001", 400, {}},
      {"refunds no number", kVisa, "refund", "amount=4.00", 400, {}},
      {"refunds what was not taken", k3ds, "refund", "", 400, {}},
      {"disputes", kVisa, "dispute", "status=opened", 200, {"charge.dispute.created"}},
      {"loses a dispute", kVisa, "dispute", "status=lost", 200, {"charge.dispute.closed"}},
      {"wins a dispute", kVisa, "dispute", "status=won", 200, {"charge.dispute.closed"}},
      {"disputes what was not taken", k3ds, "dispute", "status=opened", 400, {}},
      {"opens a review", kVisa, "review", "status=opened&reason=rule", 200, {"review.opened"}},
      {"closes a review", kVisa, "review", "status=closed&reason=approved", 200, {"review.closed"}},
      {"warns", kVisa, "fraud_warning", "", 200, {"radar.early_fraud_warning.created"}},
      {"has nothing to expire", kVisa, "expire", "", 400, {}},
  };
  for (const DeedRow& row : rows) {
    Bench bench;
    const std::string id = bench.charged(row.method);
    bench.told();
    EXPECT_EQ(bench.order(std::string(row.deed) + "/" + id, row.fields).status, row.status)
        << row.name;
    EXPECT_EQ(bench.told(), row.events) << row.name;
  }
}

TEST(StripeDoubleControl, NamesThePaymentIntentInItsEvents) {
  for (const char* deed : {"dispute", "review", "fraud_warning"}) {
    Bench bench;
    const std::string id = bench.charged();
    bench.told();
    bench.order(std::string(deed) + "/" + id, "status=opened&reason=rule");
    ASSERT_EQ(bench.events.size(), 1u) << deed;
    EXPECT_EQ(at(bench.events[0].object, "/payment_intent"), id) << deed;
  }
}

TEST(StripeDoubleControl, LetsAnAuthorizationLapse) {
  Bench bench;
  const std::string id = bench.manual();
  EXPECT_EQ(bench.order("expire/" + id).status, 200);
  EXPECT_EQ(bench.seen(id, "/status"), "canceled");
}

TEST(StripeDoubleControl, RefusesWhatThereIsNot) {
  Bench bench;
  bench.charged();
  bench.told();
  for (const char* id : {"", "x", "pi_none", "pi_none&amount=1", "%"}) {
    for (const char* deed :
         {"authenticate", "refund", "dispute", "review", "fraud_warning", "expire"}) {
      const int status = bench.order(std::string(deed) + "/" + id, "status=opened").status;
      EXPECT_TRUE(status == 400 || status == 404) << deed << " " << id << status;
    }
  }
  EXPECT_EQ(bench.told(), Types{});
  for (const char* fields : {"", "kind=none", "kind=lock&times=0", "kind=lock&times=-1",
                             "kind=lock&times=1000001", "kind=lock&times=x", "kind=other"}) {
    EXPECT_EQ(bench.order("faults", fields).status, 400) << fields;
  }
  EXPECT_EQ(bench.order("other").status, 404);
  EXPECT_EQ(bench.order("faults", "kind=lock", "GET").status, 404);
  EXPECT_EQ(bench.order("report").status, 404);
}

}  // namespace
}  // namespace till::stripe_double
