#include "payments/stripe/stripe_taxes.h"

#include <utility>

#include "payments/stripe/tax_requests.h"

namespace till::payments::stripe {
namespace {

using app::TaxFailure;

// What an operator has to look at.
constexpr std::string_view kTaxRefused = "stripe_tax_refused";
constexpr std::string_view kTaxUnsound = "stripe_tax_unsound";

std::string name_of(const Answer& answer) {
  const ErrorName error = error_name(answer);
  const std::string code = error.code.empty() ? std::to_string(answer.status) : error.code;
  return error.param.empty() ? code : code + " " + error.param;
}

}  // namespace

StripeTaxes::StripeTaxes(StripeOptions options, net::GuardedClient& client, const Clock& clock,
                         Log& log)
    : api_(std::move(options), client, clock, log) {}

Task<app::TaxResult> StripeTaxes::calculate(std::shared_ptr<const Api> api,
                                            const app::TaxQuestion& question, bool with_tax_id,
                                            Timestamp deadline, Executor& executor) {
  const std::string session = question.session.text();
  net::ClientRequest request = tax_calculation_request(api->options(), question, with_tax_id);
  Answer answer = co_await api->ask("tax_calculation", std::move(request), deadline, executor);
  if (answer.status != 200) {
    switch (tax_refusal_of(answer)) {
      case TaxRefusal::location: co_return refused(TaxFailure::not_located);
      case TaxRefusal::passing: co_return refused(TaxFailure::silent);
      case TaxRefusal::tax_id:
        // A number that is none frees nobody.
        if (with_tax_id) {
          co_return co_await calculate(api, question, false, deadline, executor);
        }
        break;
      case TaxRefusal::lapsed:
      case TaxRefusal::reference:
      case TaxRefusal::other: break;
    }
    api->alarm(kTaxRefused, session, name_of(answer));
    co_return refused(TaxFailure::refused);
  }
  TaxReading reading(asked_tax(question));
  bool fine = reading.read(answer);
  while (fine && reading.lacks_lines()) {
    net::ClientRequest more = tax_lines_request(api->options(), reading.id(), reading.last_line());
    answer = co_await api->ask("tax_lines", std::move(more), deadline, executor);
    if (answer.status != 200) co_return refused(TaxFailure::silent);
    fine = reading.read_more(answer);
  }
  auto calculation = fine ? reading.calculation() : std::optional<app::TaxCalculation>();
  if (!calculation) {
    api->alarm(kTaxUnsound, session, "the answer is not of what was asked, or does not add up");
    co_return refused(TaxFailure::silent);
  }
  co_return std::move(*calculation);
}

Task<app::TaxResult> StripeTaxes::calculate(const app::TaxQuestion& question, Executor& executor) {
  const auto current = api_.current();
  co_return co_await calculate(current, question, true, current->deadline(), executor);
}

Task<app::TaxOutcome> StripeTaxes::keep(std::shared_ptr<const Api> api, std::string what,
                                        net::ClientRequest request, std::int64_t attempt,
                                        Executor& executor) {
  const Timestamp deadline = api->deadline();
  Answer answer = co_await api->ask(what, request, deadline, executor);
  // The reference keeps it from being done twice.
  if (answer.status >= 500 && answer.replayed && api->has_time(deadline)) {
    net::ClientRequest again = renewed(std::move(request), attempt);
    answer = co_await api->ask(what, std::move(again), deadline, executor);
  }
  app::TaxOutcome outcome = app::TaxFailed{"no answer of Stripe to rely on"};
  const std::string id = tax_transaction_of(answer);
  if (!id.empty()) outcome = app::TaxKept{id};
  if (answer.status == 200) co_return outcome;
  switch (tax_refusal_of(answer)) {
    case TaxRefusal::reference: outcome = app::TaxKept{}; break;
    case TaxRefusal::lapsed: outcome = app::TaxLapsed{}; break;
    case TaxRefusal::passing: break;
    case TaxRefusal::location:
    case TaxRefusal::tax_id:
    case TaxRefusal::other: outcome = app::TaxRefused{name_of(answer)}; break;
  }
  // A key that lacks a right is mended, and then it goes on.
  if (answer.status == 401 || answer.status == 403) {
    outcome = app::TaxFailed{"Stripe does not take the key: " + name_of(answer)};
  }
  co_return outcome;
}

Task<app::TaxOutcome> StripeTaxes::record(const app::TaxRecord& record, Executor& executor) {
  const auto current = api_.current();
  net::ClientRequest request = tax_record_request(current->options(), record);
  co_return co_await keep(current, "tax_record", std::move(request), record.attempt, executor);
}

Task<app::TaxOutcome> StripeTaxes::reverse(const app::TaxReversalRequest& request,
                                           Executor& executor) {
  const auto current = api_.current();
  net::ClientRequest asked = tax_reversal_request(current->options(), request);
  co_return co_await keep(current, "tax_reversal", std::move(asked), request.attempt, executor);
}

}  // namespace till::payments::stripe
