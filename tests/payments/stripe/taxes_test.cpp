// Stripe Tax as a tax service: what it is asked, what its answers mean, and that sums are right in
// whatever currency. The double answers.
#include "payments/stripe/stripe_taxes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "payments/stripe/fakes.h"
#include "payments/stripe/tax_requests.h"
#include "stripe_double/double.h"

namespace till::payments::stripe {
namespace {

using testing::HasSubstr;
using testing::Not;

// Passes requests on to the double, unless there are other answers.
class ToDouble final : public net::GuardedClient {
 public:
  Task<Result<net::Response, net::GuardedFailure>> send(net::GuardedRequest request,
                                                        Executor&) override {
    requests.push_back(request.request);
    if (!others.empty()) {
      net::Response other = others.front();
      others.pop_front();
      co_return other;
    }
    const net::ClientRequest& asked = request.request;
    stripe_double::Call call;
    call.method = asked.method;
    const std::string target = asked.url.substr(asked.url.find("/v1/"));
    call.path = target.substr(0, target.find('?'));
    if (target.find('?') != std::string::npos) call.query = target.substr(target.find('?') + 1);
    call.body = asked.body;
    for (const net::Header& header : asked.headers) {
      if (header.name == "Authorization") call.authorization = header.value;
      if (header.name == "Stripe-Version") call.version = header.value;
      if (header.name == "Idempotency-Key") call.idempotency_key = header.value;
    }
    std::vector<stripe_double::Event> events;
    const auto answer = stripe.answer(call, now, events);
    co_return net::Response{
        answer.status, {{"Idempotent-Replayed", answer.replayed ? "true" : "false"}}, answer.body};
  }
  std::optional<Milliseconds> closed_for() const override { return std::nullopt; }

  stripe_double::Double stripe{Secret("sk_test_key")};
  std::deque<net::Response> others;
  std::vector<net::ClientRequest> requests;
  std::int64_t now = 1'795'514'400;
};

class StripeTax : public ::testing::Test {
 protected:
  StripeTax() {
    question.session = a_session();
    question.currency = "usd";
    question.address.country = "US";
    question.address.state = "Washington";
    question.address.postal_code = "98101";
    question.lines = {{{1450}}};
    question.delivery = app::TaxedAmount{{500}};
  }
  app::TaxResult calculate() {
    Task<app::TaxResult> task = taxes.calculate(question, executor);
    return sync_wait(std::move(task));
  }
  app::TaxOutcome record(const app::TaxRecord& sale) {
    Task<app::TaxOutcome> task = taxes.record(sale, executor);
    return sync_wait(std::move(task));
  }
  app::TaxOutcome reverse(const app::TaxReversalRequest& reversal) {
    Task<app::TaxOutcome> task = taxes.reverse(reversal, executor);
    return sync_wait(std::move(task));
  }
  static std::string kept(const app::TaxOutcome& outcome) {
    const auto* const has = std::get_if<app::TaxKept>(&outcome);
    return has == nullptr ? "not kept" : has->id;
  }

  app::FakeClock clock;
  RecordingLog log;
  ToDouble client;
  app::ManualExecutor executor;
  StripeTaxes taxes{test_options(), client, clock, log};
  app::TaxQuestion question;
};

TEST_F(StripeTax, IsAskedForWhatIsPaidAtTheAddress) {
  const auto answer = calculate();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->lines[0], Amount{94});
  EXPECT_EQ(answer->delivery, Amount{33});
  EXPECT_EQ(answer->total, Amount{1450 + 94 + 500 + 33});
  EXPECT_FALSE(answer->freed);
  const std::string& body = client.requests[0].body;
  for (const char* part : {"line_items[0][amount]=1450", "line_items[0][tax_behavior]=exclusive",
                           "shipping_cost[amount]=500", "customer_details[address][state]=WA",
                           "customer_details[address_source]=shipping", "expand[0]=line_items"}) {
    EXPECT_THAT(body, HasSubstr(part));
  }
  EXPECT_THAT(body, Not(HasSubstr("tax_code"))) << "the account's own code counts";
}

struct NumberRow {
  const char* number;
  const char* type;  // "": it is not told.
  const char* value;
};

TEST_F(StripeTax, IsToldTaxNumbersOfTheUnionAndGreatBritain) {
  const NumberRow rows[] = {
      {"FR 12 345678901", "eu_vat", "FR12345678901"},
      {"de.123-456-789", "eu_vat", "DE123456789"},
      {"EL123456789", "eu_vat", "EL123456789"},
      {"XI123456789", "eu_vat", "XI123456789"},
      {"GB123456789", "gb_vat", "GB123456789"},
      {"12-3456789", "", ""},
      {"", "", ""},
      {"T B12345678", "", ""},
  };
  for (const NumberRow& row : rows) {
    const auto id = stripe_tax_id(row.number);
    EXPECT_EQ(id ? std::string(id->type) : "", row.type) << row.number;
    EXPECT_EQ(id ? id->value : "", row.value) << row.number;
  }
}

TEST_F(StripeTax, ABusinessAbroadIsFreedAndANumberThatIsNoneFreesNobody) {
  question.address = {};
  question.address.country = "FR";
  question.currency = "eur";
  question.tax_id = "FR12345678901";
  const auto freed = calculate();
  ASSERT_TRUE(freed);
  EXPECT_TRUE(freed->freed);
  EXPECT_EQ(freed->lines[0], Amount{0});
  question.tax_id = "FR1234";
  const auto taxed = calculate();
  ASSERT_TRUE(taxed);
  EXPECT_FALSE(taxed->freed);
  EXPECT_EQ(taxed->lines[0], Amount{290});
}

TEST_F(StripeTax, AnAddressThatIsNotLocatedIsToldFromSilenceAndRefusal) {
  question.address.postal_code.clear();
  EXPECT_EQ(calculate().error(), app::TaxFailure::not_located);
  question.address.postal_code = "98101";
  client.others = {{500, {}, kServerError}};
  EXPECT_EQ(calculate().error(), app::TaxFailure::silent);
  client.others = {{429, {}, R"({"error":{"type":"invalid_request_error"}})"}};
  EXPECT_EQ(calculate().error(), app::TaxFailure::silent);
  client.others = {{400, {}, R"({"error":{"code":"stripe_tax_inactive"}})"}};
  EXPECT_EQ(calculate().error(), app::TaxFailure::refused);
  EXPECT_THAT(log.text, HasSubstr("error stripe_tax_refused"));
  EXPECT_THAT(log.text, HasSubstr("stripe_tax_inactive"));
}

TEST_F(StripeTax, AnAnswerThatDoesNotAddUpIsNone) {
  const auto sound = calculate();
  ASSERT_TRUE(sound);
  for (const auto& [part, other] : std::vector<std::pair<std::string, std::string>>{
           {"\"amount_total\":2077", "\"amount_total\":2076"},
           {"\"tax_amount_exclusive\":127", "\"tax_amount_exclusive\":0"},
           {"\"amount_tax\":94", "\"amount_tax\":93"},
           {"\"amount_tax\":94", "\"amount_tax\":-94"},
           {"\"amount\":1450", "\"amount\":1451"},
           {"\"currency\":\"usd\"", "\"currency\":\"eur\""},
           {"\"reference\":\"0\"", "\"reference\":\"1\""},
           {"\"object\":\"tax.calculation\"", "\"object\":\"tax\""}}) {
    net::GuardedRequest again;
    again.request = client.requests[0];
    Task<Result<net::Response, net::GuardedFailure>> sent = client.send(again, executor);
    auto answer = sync_wait(std::move(sent));
    ASSERT_TRUE(answer);
    const std::size_t at = answer->body.find(part);
    ASSERT_NE(at, std::string::npos) << part << answer->body;
    answer->body.replace(at, part.size(), other);
    client.others = {*answer};
    EXPECT_EQ(calculate().error(), app::TaxFailure::silent) << other;
  }
  EXPECT_THAT(log.text, HasSubstr("error stripe_tax_unsound"));
}

TEST_F(StripeTax, MoreLinesThanOnePageHoldsAreAllRead) {
  question.lines.assign(230, {{1000}});
  const auto answer = calculate();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->lines.size(), 230u);
  EXPECT_EQ(client.requests.size(), 4u);
}

TEST_F(StripeTax, ASaleIsKeptOnceHoweverOftenItIsTold) {
  const app::TaxRecord sale{calculate()->id, "ord_1"};
  const std::string id = kept(record(sale));
  EXPECT_TRUE(id.starts_with("tax_")) << id;
  EXPECT_EQ(kept(record(sale)), id) << "the key gives the same answer";
  EXPECT_EQ(kept(record({calculate()->id, "ord_1"})), "") << "the reference is known";
}

TEST_F(StripeTax, AFaultThatTheKeyKeepsIsAskedAnewUnderAnother) {
  const app::TaxRecord sale{calculate()->id, "ord_1", 3};
  const net::Response kept_fault{500, {{"Idempotent-Replayed", "true"}}, kServerError};
  client.others = {kept_fault};
  EXPECT_TRUE(kept(record(sale)).starts_with("tax_"));
  client.others = {kept_fault, kept_fault};
  EXPECT_EQ(kept(record(sale)), "not kept");
  const auto key = [](const net::ClientRequest& request) {
    for (const net::Header& header : request.headers) {
      if (header.name == "Idempotency-Key") return header.value;
    }
    return std::string();
  };
  const std::size_t last = client.requests.size() - 1;
  EXPECT_NE(key(client.requests[last]), key(client.requests[last - 1]));
}

TEST_F(StripeTax, ACalculationThatIsOverIsToldFromARefusal) {
  const app::TaxRecord sale{calculate()->id, "ord_1"};
  client.now += 91LL * 24 * 60 * 60;
  EXPECT_TRUE(std::holds_alternative<app::TaxLapsed>(record(sale)));
  EXPECT_TRUE(
      std::holds_alternative<app::TaxRefused>(reverse({"tax_none", "adj_1", {100}, "usd", false})));
  client.others = {{401, {}, R"({"error":{"type":"invalid_request_error"}})"}};
  EXPECT_TRUE(std::holds_alternative<app::TaxFailed>(record(sale))) << "a key can be mended";
}

TEST_F(StripeTax, WhatWentBackIsTakenBackOnce) {
  const std::string sale = kept(record({calculate()->id, "ord_1"}));
  EXPECT_NE(kept(reverse({sale, "adj_1", {1000}, "usd", false})), "not kept");
  EXPECT_NE(kept(reverse({sale, "adj_1", {1000}, "usd", false})), "not kept");
  EXPECT_NE(kept(reverse({sale, "adj_2", {1077}, "usd", false})), "not kept");
  EXPECT_TRUE(std::holds_alternative<app::TaxRefused>(reverse({sale, "adj_3", {1}, "usd", false})));
}

TEST_F(StripeTax, SumsAreRightToTheLastUnitInWhateverCurrency) {
  const auto number = [](std::int64_t low, std::int64_t high) {
    return *rc::gen::inRange<std::int64_t>(low, high + 1);
  };
  const bool sound = rc::check("sums", [&] {
    const std::vector<std::pair<const char*, std::int64_t>> currencies{
        {"usd", 1}, {"jpy", 1}, {"kwd", 10}, {"huf", 1}, {"eur", 1}};
    const auto& [currency, step] =
        currencies[static_cast<std::size_t>(number(0, std::ssize(currencies) - 1))];
    question = {};
    question.session = a_session();
    question.currency = currency;
    question.address.country = *rc::gen::element<std::string>("DE", "FR", "JP", "IT", "CH");
    std::int64_t paid = 0;
    std::int64_t within = 0;
    for (std::int64_t i = number(1, 25); i > 0; --i) {
      app::TaxedAmount line{{number(1, 1'000'000) * step}};
      line.holds_tax = number(0, 1) == 1;
      question.lines.push_back(line);
      paid += line.amount.minor;
    }
    const auto answer = calculate();
    RC_ASSERT(answer.has_value());
    for (std::size_t i = 0; i < question.lines.size(); ++i) {
      const Amount tax = answer->lines[i];
      RC_ASSERT(tax >= Amount{0});
      if (question.lines[i].holds_tax) {
        RC_ASSERT(tax <= question.lines[i].amount);
        within += tax.minor;
      } else {
        paid += tax.minor;
      }
    }
    RC_ASSERT(answer->total.minor == paid);
    RC_ASSERT(within <= paid);
  });
  EXPECT_TRUE(sound);
}

TEST_F(StripeTax, AmountsThatStripeDoesNotTakeAreAskedAboutAsTheNearestThatItTakes) {
  question.currency = "kwd";
  question.lines = {{{1454}}, {{1455}}, {{1}}};
  question.delivery.reset();
  ASSERT_TRUE(calculate());
  const AskedTax asked = asked_tax(question);
  EXPECT_EQ(asked.lines[0].amount, 1450);
  EXPECT_EQ(asked.lines[1].amount, 1460);
  EXPECT_EQ(asked.lines[2].amount, 10);
}

}  // namespace
}  // namespace till::payments::stripe
