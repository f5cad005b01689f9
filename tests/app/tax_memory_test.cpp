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
  TaxMemory all(taxes, clock);  // None is forgotten for another one.
  question.from = checkout::Address{};
  std::vector<TaxQuestion> others(17, question);
  others[1].session.bytes.back() = 1;
  others[2].currency = "eur";
  others[3].address.postal_code = "94105";
  others[4].address.line_two = "Flat 3";
  others[5].lines[0].amount.minor = 1;
  others[6].lines[0].holds_tax = true;
  others[7].lines[0].code = "txcd_10302000";
  others[8].lines[0].quantity = 2;
  others[9].lines.push_back(question.lines[0]);
  others[10].delivery = question.lines[0];
  others[11].tax_id = "";
  others[12].exempt = true;
  others[13].from.reset();
  others[14].from->country = "US";
  others[15].from->state = "CA";
  others[16].from->city = "Oakland";
  for (std::size_t i = 0; i < others.size(); ++i) {
    Task<TaxResult> answer = all.calculate(others[i], executor);
    EXPECT_TRUE(sync_wait(std::move(answer)).has_value());
    EXPECT_EQ(taxes.asked, static_cast<int>(i) + 1) << i;
  }
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
