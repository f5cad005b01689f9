#include "app/tax_teller.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/tax_question.h"
#include "app/tax_use_cases.h"
#include "app/telling.h"

namespace till::app {
namespace {

using checkout::Session;
using checkout::TaxReversalDue;
using checkout::TaxSaleDue;

constexpr TellingNames kTaxNames{"tax_told", "tax_not_told", "tax_still_not_told",
                                 "tax_service_failing", "tax_service_recovered"};
// What one order has to tell at once; more is a mistake of our own.
constexpr int kMostDeeds = 64;

std::string sale_reference(const Session& session) {
  const std::string order = session.order->id.text();
  const std::size_t sales = session.order->taxes.sales.size();
  return sales == 0 ? order : order + "-" + std::to_string(sales + 1);
}

Telling how_went(const TaxOutcome& outcome) {
  if (std::holds_alternative<TaxKept>(outcome)) return Telling::told;
  return std::holds_alternative<TaxRefused>(outcome) ? Telling::refused : Telling::failed;
}

// What the operator reads about an attempt.
std::string error_of(const TaxOutcome& outcome) {
  if (std::holds_alternative<TaxLapsed>(outcome)) return "the calculation is over";
  if (const auto* no = std::get_if<TaxRefused>(&outcome)) {
    return printable("refused: " + no->detail);
  }
  const auto* const failed = std::get_if<TaxFailed>(&outcome);
  return failed != nullptr ? printable(failed->detail) : "";
}

}  // namespace

struct TaxTeller::State {
  using Self = std::shared_ptr<State>;

  State(TaxTellerDependencies given, Executor& on)
      : dependencies(std::move(given)),
        executor(on),
        pipeline({dependencies.orders.sessions, nullptr, nullptr, dependencies.orders.clock,
                  dependencies.orders.event_committed}) {}

  // What came of it; nothing: our own store gave no answer.
  using Told = std::optional<TaxOutcome>;

  static Task<Carried> tell(Self self, OutboxEvent event, Receiver& receiver);
  // Everything that the order has to tell, one after the other.
  static Task<Told> tell_all(Self self, OutboxEvent event);
  static Task<Told> tell_sale(Self self, checkout::SessionPtr purchase, TaxSaleDue due,
                              std::int64_t attempt);
  static Task<Told> tell_reversal(Self self, checkout::SessionPtr purchase, TaxReversalDue due,
                                  std::int64_t attempt);
  static Task<TaxOutcome> record_anew(Self self, checkout::SessionPtr purchase, TaxSaleDue due,
                                      std::int64_t attempt, Amount* total);
  static Task<bool> note(Self self, checkout::SessionPtr purchase, NoteTax::News news);
  EventUpdate consequence(const OutboxEvent& event, const TaxOutcome& outcome);
  void report(const OutboxEvent& event, const TaxOutcome& outcome, Receiver& receiver);
  void alarm(std::string_view what, const checkout::Order& order, std::string_view why) const;

  TaxTellerDependencies dependencies;
  Executor& executor;
  Pipeline pipeline;
};

void TaxTeller::State::alarm(std::string_view what, const checkout::Order& order,
                             std::string_view why) const {
  const std::string id = order.id.text();
  dependencies.log.write(LogLevel::error, what, {{"order_id", std::string_view(id)}, {"why", why}});
}

Task<bool> TaxTeller::State::note(Self self, checkout::SessionPtr purchase, NoteTax::News news) {
  Executor& line = self->dependencies.orders.line;
  co_await resume_on(line);
  NoteTax use_case(purchase->order->taxes, std::move(news));
  Subject subject{purchase->id, {}, TurnRule::none, line};
  const Ended ended = co_await self->pipeline.run(std::move(subject), use_case);
  co_await resume_on(self->executor);
  co_return ended.end == End::decided;
}

// The calculation is over, or was of more than was sold.
Task<TaxOutcome> TaxTeller::State::record_anew(Self self, checkout::SessionPtr purchase,
                                               TaxSaleDue due, std::int64_t attempt,
                                               Amount* total) {
  const auto question = question_of(*purchase, due);
  if (!question) {
    TaxOutcome gone = TaxRefused{"its calculation is over, and nobody knows any more what it was"};
    co_return gone;
  }
  const TaxResult calculated =
      co_await self->dependencies.service.calculate(*question, self->executor);
  if (!calculated) {
    TaxOutcome none = TaxFailed{"it is not calculated anew"};
    if (calculated.error() != TaxFailure::silent) none = TaxRefused{"it is not calculated anew"};
    co_return none;
  }
  // The buyer paid what was calculated then.
  if (tax_of(*calculated) != tax_of(*purchase, due)) {
    self->alarm("tax_differs", *purchase->order, "calculated anew it is another than was charged");
  }
  *total = calculated->total;
  const TaxRecord record{calculated->id, sale_reference(*purchase), attempt};
  co_return co_await self->dependencies.service.record(record, self->executor);
}

Task<TaxTeller::State::Told> TaxTeller::State::tell_sale(Self self, checkout::SessionPtr purchase,
                                                         TaxSaleDue due, std::int64_t attempt) {
  Amount total;
  TaxOutcome outcome = TaxLapsed{};
  if (due.basis) {
    total = due.basis->total;
    const TaxRecord record{due.basis->calculation, sale_reference(*purchase), attempt};
    outcome = co_await self->dependencies.service.record(record, self->executor);
  }
  if (std::holds_alternative<TaxLapsed>(outcome)) {
    outcome = co_await record_anew(self, purchase, due, attempt, &total);
  }
  co_await resume_on(self->executor);
  const auto* const kept = std::get_if<TaxKept>(&outcome);
  if (kept == nullptr) co_return outcome;
  NoteTax::News news = checkout::TaxSale{kept->id, total};
  const bool noted = co_await note(self, purchase, std::move(news));
  if (!noted) co_return std::nullopt;
  co_return outcome;
}

Task<TaxTeller::State::Told> TaxTeller::State::tell_reversal(Self self,
                                                             checkout::SessionPtr purchase,
                                                             TaxReversalDue due,
                                                             std::int64_t attempt) {
  const std::string& sale = purchase->order->taxes.sales[due.sale].id;
  TaxOutcome outcome = TaxKept{};
  if (sale.empty()) {
    self->alarm("tax_to_reverse_by_hand", *purchase->order,
                "the tax service does not say under which name it has the sale");
  } else {
    const TaxReversalRequest request{sale,      due.reference, due.amount, purchase->currency,
                                     due.whole, attempt};
    outcome = co_await self->dependencies.service.reverse(request, self->executor);
    co_await resume_on(self->executor);
  }
  if (!std::holds_alternative<TaxKept>(outcome)) co_return outcome;
  NoteTax::News news = checkout::TaxReversal{due.sale, due.adjustment, due.amount};
  const bool noted = co_await note(self, purchase, std::move(news));
  if (!noted) co_return std::nullopt;
  co_return outcome;
}

Task<TaxTeller::State::Told> TaxTeller::State::tell_all(Self self, OutboxEvent event) {
  TaxOutcome outcome = TaxKept{};
  for (int deeds = 0; deeds < kMostDeeds; ++deeds) {
    const auto purchase =
        co_await purchase_of(self->dependencies.orders.orders, self->dependencies.orders.sessions,
                             event.order, self->executor);
    if (!purchase) co_return std::nullopt;
    if (!*purchase || !(*purchase)->order) co_return outcome;  // There is nothing left to tell.
    const Session& session = **purchase;
    const auto sales = checkout::tax_sales(session);
    const std::size_t recorded = session.order->taxes.sales.size();
    Told told = outcome;
    if (recorded < sales.size()) {
      told = co_await tell_sale(self, *purchase, sales[recorded], event.attempts);
    } else {
      const auto reversals = checkout::tax_reversals(*session.order);
      if (reversals.empty()) co_return outcome;
      told = co_await tell_reversal(self, *purchase, reversals.front(), event.attempts);
    }
    if (!told || !std::holds_alternative<TaxKept>(*told)) co_return told;
  }
  co_return std::nullopt;
}

Task<Carried> TaxTeller::State::tell(Self self, OutboxEvent event, Receiver& receiver) {
  const Told told = co_await tell_all(self, event);
  co_await resume_on(self->executor);
  if (!told) {
    receiver.ended_unsent();
    co_return std::nullopt;
  }
  self->report(event, *told, receiver);
  std::vector<EventUpdate> updates;
  updates.push_back(self->consequence(event, *told));
  co_return updates;
}

EventUpdate TaxTeller::State::consequence(const OutboxEvent& event, const TaxOutcome& outcome) {
  const Timestamp now = dependencies.orders.clock.now();
  EventUpdate update{event.id, EventState::delivered, event.attempts + 1, now, error_of(outcome)};
  const Telling went = how_went(outcome);
  if (went == Telling::told) return update;
  update.state = went == Telling::refused ? EventState::dead : EventState::pending;
  if (went == Telling::refused) return update;
  update.next_attempt_at =
      next_try(dependencies.schedule, update.attempts, now, dependencies.random, std::nullopt);
  return update;
}

void TaxTeller::State::report(const OutboxEvent& event, const TaxOutcome& outcome,
                              Receiver& receiver) {
  const Telling went = how_went(outcome);
  const std::string error = error_of(outcome);
  if (went == Telling::refused) {
    log_telling(dependencies.log, LogLevel::error, "tax_refused", event, error);
  }
  report_telling(dependencies.log, kTaxNames, event, went, error, dependencies.schedule, receiver,
                 dependencies.orders.clock.now());
}

TaxTeller::TaxTeller(TaxTellerDependencies dependencies, Executor& executor)
    : carrier_({dependencies.outbox, dependencies.orders.clock, EventReceiver::tax,
                [state = std::make_shared<State>(dependencies, executor)](OutboxEvent event,
                                                                          Receiver& receiver) {
                  return State::tell(state, std::move(event), receiver);
                }},
               executor) {}

void TaxTeller::look() { carrier_.look(); }

void TaxTeller::stop() { carrier_.stop(); }

bool TaxTeller::idle() const { return carrier_.idle(); }

}  // namespace till::app
