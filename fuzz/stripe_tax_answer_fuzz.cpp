// Any bytes as an answer of Stripe Tax: read without fault, and a calculation comes out only when
// its sums are those of what was asked.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/ensure.h"
#include "payments/stripe/form.h"
#include "payments/stripe/tax_answers.h"

namespace {

using namespace till;
using namespace till::payments::stripe;

constexpr int kStatuses[] = {0, 200, 200, 400, 401, 402, 404, 409, 429, 500};

app::TaxQuestion asked() {
  app::TaxQuestion question;
  question.currency = "usd";
  question.lines = {{{1450}}, {{999}, true}};
  question.delivery = app::TaxedAmount{{500}};
  return question;
}

void check(const app::TaxCalculation& made, const app::TaxQuestion& question) {
  TILL_ENSURE(is_identifier(made.id) && made.lines.size() == question.lines.size());
  TILL_ENSURE(made.lines[0].minor >= 0 && made.lines[1] <= question.lines[1].amount);
  TILL_ENSURE(made.total.minor == 1450 + 999 + 500 + made.lines[0].minor + made.delivery.minor);
}

}  // namespace

// The first byte chooses the status. What follows "\n\n" is a second page of lines.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::size_t end = text.find("\n\n");
  Answer answer;
  answer.status = kStatuses[data[0] % std::size(kStatuses)];
  answer.body = text.substr(0, end);
  (void)tax_refusal_of(answer);
  const std::string transaction = tax_transaction_of(answer);
  TILL_ENSURE(transaction.empty() || is_identifier(transaction));
  const app::TaxQuestion question = asked();
  TaxReading reading(asked_tax(question));
  if (!reading.read(answer)) return 0;
  if (reading.lacks_lines() && end != std::string::npos) {
    answer.status = 200;
    answer.body = text.substr(end + 2);
    if (!reading.read_more(answer)) return 0;
  }
  if (reading.lacks_lines()) return 0;
  if (const auto made = reading.calculation()) check(*made, question);
  return 0;
}
