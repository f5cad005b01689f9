// The same question to a tax service is asked once for a while.
#include "app/tax_memory.h"

#include <gtest/gtest.h>

#include "app/fakes.h"
#include "base/sync_wait.h"

namespace till::app {
namespace {

class CountingTaxes final : public TaxService {
 public:
  Task<TaxResult> calculate(const TaxQuestion& question, Executor&) override {
    ++asked;
    if (fails) co_return refused(TaxFailure::silent);
    TaxCalculation made;
    made.id = "taxcalc_" + std::to_string(asked);
    made.lines.resize(question.lines.size());
    made.expires_at = expires_at;
    co_return made;
  }
  Task<TaxOutcome> record(const TaxRecord&, Executor&) override { co_return TaxKept{}; }
  Task<TaxOutcome> reverse(const TaxReversalRequest&, Executor&) override { co_return TaxKept{}; }

  int asked = 0;
  bool fails = false;
  Timestamp expires_at{INT64_MAX / 2};
};

class TaxMemories : public ::testing::Test {
 protected:
  TaxMemories() {
    question.currency = "usd";
    question.address.country = "US";
    question.lines = {{{1450}}};
  }
  // How many questions reached the service.
  int asked(const TaxQuestion& one) {
    Task<TaxResult> answer = memory.calculate(one, executor);
    const TaxResult result = sync_wait(std::move(answer));
    return taxes.asked;
  }

  FakeClock clock;
  CountingTaxes taxes;
  TaxMemory memory{taxes, clock, {2, Milliseconds(1000)}};
  ManualExecutor executor;
  TaxQuestion question;
};

TEST_F(TaxMemories, TheSameQuestionIsAskedOnce) {
  EXPECT_EQ(asked(question), 1);
  EXPECT_EQ(asked(question), 1);
}

TEST_F(TaxMemories, AnythingElseIsAnotherQuestion) {
  asked(question);
  std::vector<TaxQuestion> others(10, question);
  others[0].session.bytes.back() = 1;
  others[1].currency = "eur";
  others[2].address.postal_code = "94105";
  others[3].lines[0].amount.minor = 1;
  others[4].lines[0].holds_tax = true;
  others[5].lines[0].code = "txcd_10302000";
  others[6].lines.push_back(question.lines[0]);
  others[7].delivery = question.lines[0];
  others[8].tax_id = "";
  others[9].exempt = true;
  int count = 1;
  for (const TaxQuestion& other : others) EXPECT_EQ(asked(other), ++count) << count;
}

TEST_F(TaxMemories, AnAnswerIsForgottenAfterAWhileAndWhenThereAreTooMany) {
  asked(question);
  clock.advance(Milliseconds(1000));
  EXPECT_EQ(asked(question), 2);
  for (const char* currency : {"eur", "gbp"}) {
    TaxQuestion other = question;
    other.currency = currency;
    asked(other);
  }
  EXPECT_EQ(asked(question), 5);
}

TEST_F(TaxMemories, ACalculationThatIsAboutToEndAndAFailureAreNotRemembered) {
  taxes.expires_at = clock.now() + Milliseconds(500);
  EXPECT_EQ(asked(question), 1);
  EXPECT_EQ(asked(question), 2);
  taxes.fails = true;
  EXPECT_EQ(asked(question), 3);
  EXPECT_EQ(asked(question), 4);
}

}  // namespace
}  // namespace till::app
