#include "assembly/payment_tools.h"

#include <memory>
#include <utility>

#include "base/sync_wait.h"
#include "cli/loop_thread.h"
#include "payments/taxes.h"
#include "store/memory/memory_store.h"

namespace till::assembly {
namespace {

// A provider that serves no shop, and the loop it asks on.
struct Bench {
  Result<std::unique_ptr<payments::Provider>, std::string> open(
      const payments::ProviderConfig& config) {
    return config.open({tokens, clock, random, log});
  }
  store::MemoryStore tokens;
  SystemClock clock;
  SystemRandom random;
  NoLog log;
  cli::LoopThread loop;
};

// Something that every tax service can reckon; nothing is recorded.
app::TaxQuestion trial_question() {
  app::TaxQuestion question;
  question.currency = "usd";
  question.address.country = "US";
  question.address.state = "NY";
  question.address.postal_code = "10001";
  question.lines = {{Amount{1000}}};
  return question;
}

Result<payments::CheckRow, std::string> check_taxes(const payments::ProviderConfig& config,
                                                    Bench& bench) {
  const std::string title = config.facts().title;
  const auto taxes = config.open_taxes({bench.clock, bench.random, bench.log});
  if (!taxes) return refused(taxes.error());
  const app::TaxQuestion question = trial_question();
  const app::TaxResult answer =
      sync_wait((*taxes)->service().calculate(question, bench.loop.executor()));
  if (answer) return payments::CheckRow{"taxes", title + " reckons them"};
  if (answer.error() == app::TaxFailure::silent) {
    return refused(title + " does not answer when it is asked for a tax");
  }
  return refused(title + " reckons no taxes: activate them there, and give the key the right to;" +
                 " see docs/stripe-tax.md");
}

}  // namespace

Result<std::vector<payments::CheckRow>, std::string> check_provider(
    const payments::ProviderConfig& config, bool taxes) {
  Bench bench;
  const auto provider = bench.open(config);
  if (!provider) return refused(provider.error());
  auto rows = sync_wait((*provider)->check(bench.loop.executor()));
  if (!rows || !taxes) return rows;
  auto row = check_taxes(config, bench);
  if (!row) return refused(row.error());
  rows->push_back(std::move(*row));
  return rows;
}

Result<std::string, std::string> make_test_token(const payments::ProviderConfig& config,
                                                 const payments::TestPayment& payment) {
  Bench bench;
  const auto provider = bench.open(config);
  if (!provider) return refused(provider.error());
  return sync_wait((*provider)->test_token(payment, bench.loop.executor()));
}

}  // namespace till::assembly
