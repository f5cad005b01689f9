#include "app/mail_teller.h"

#include <memory>
#include <string>
#include <utility>

#include "app/telling.h"

namespace till::app {
namespace {

std::string error_of(const MailAnswer& answer) {
  if (const auto* no = std::get_if<MailRefused>(&answer)) return printable(no->detail);
  const auto* failed = std::get_if<MailFailed>(&answer);
  return failed != nullptr ? printable(failed->detail) : "";
}

MailResult result_of(const MailAnswer& answer) {
  if (std::holds_alternative<MailSent>(answer)) return MailResult::sent;
  return std::holds_alternative<MailRefused>(answer) ? MailResult::refused : MailResult::failed;
}

}  // namespace

struct MailTeller::State {
  using Self = std::shared_ptr<State>;

  State(MailTellerDependencies given, Executor& on)
      : dependencies(std::move(given)), executor(on) {}

  static Task<Carried> tell(Self self, OutboxEvent event, Receiver& receiver);
  // The purchase as it is now; null when there is none any more.
  static Task<StoreResult<checkout::SessionPtr>> purchase_of(Self self, OrderId id);
  EventUpdate consequence(const OutboxEvent& event, const MailAnswer& answer);
  void report(const OutboxEvent& event, const MailAnswer& answer, const EventUpdate& update,
              Receiver& receiver);

  MailTellerDependencies dependencies;
  Executor& executor;
};

Task<StoreResult<checkout::SessionPtr>> MailTeller::State::purchase_of(Self self, OrderId id) {
  auto order = co_await self->dependencies.orders.order(id, self->executor);
  if (!order) co_return refused(order.error());
  if (!*order) co_return checkout::SessionPtr();
  auto loaded = co_await self->dependencies.sessions.load((*order)->checkout_session_id,
                                                          std::nullopt, self->executor);
  if (!loaded) co_return refused(loaded.error());
  co_return loaded->session;
}

Task<Carried> MailTeller::State::tell(Self self, OutboxEvent event, Receiver& receiver) {
  auto purchase = co_await purchase_of(self, event.order);
  if (!purchase) {
    co_await resume_on(self->executor);
    receiver.ended_unsent();
    co_return std::nullopt;
  }
  MailAnswer answer = MailRefused{"nothing is known of its buyer any more"};
  if (*purchase && (*purchase)->order && !(*purchase)->order->erased_at) {
    answer = co_await self->dependencies.sender.send(event, std::move(*purchase), self->executor);
  }
  co_await resume_on(self->executor);
  const EventUpdate update = self->consequence(event, answer);
  self->report(event, answer, update, receiver);
  std::vector<EventUpdate> updates;
  updates.push_back(update);
  co_return updates;
}

EventUpdate MailTeller::State::consequence(const OutboxEvent& event, const MailAnswer& answer) {
  const Timestamp now = dependencies.clock.now();
  EventUpdate update{event.id, EventState::delivered, event.attempts + 1, now, error_of(answer)};
  if (std::holds_alternative<MailSent>(answer)) return update;
  update.state = EventState::dead;
  if (std::holds_alternative<MailRefused>(answer)) return update;
  const auto next = webhooks::next_attempt(dependencies.schedule, update.attempts, now,
                                           jitter(dependencies.random), std::nullopt);
  if (!next) return update;
  update.state = EventState::pending;
  update.next_attempt_at = *next;
  return update;
}

// Once it was logged that the server keeps failing, single failures are not. Nothing here names the
// buyer.
void MailTeller::State::report(const OutboxEvent& event, const MailAnswer& answer,
                               const EventUpdate& update, Receiver& receiver) {
  dependencies.observer.mail_attempted(result_of(answer));
  const bool failed = std::holds_alternative<MailFailed>(answer);
  const bool known = receiver.failing();
  const auto news = receiver.ended(!failed, dependencies.clock.now());
  const std::string id = event.id.text();
  const std::string order = event.order.text();
  const auto write = [&](LogLevel level, std::string_view name) {
    dependencies.log.write(level, name,
                           {{"event_id", std::string_view(id)},
                            {"order_id", std::string_view(order)},
                            {"attempt", update.attempts},
                            {"error", std::string_view(update.last_error)}});
  };
  switch (update.state) {
    case EventState::delivered: write(LogLevel::info, "mail_sent"); break;
    case EventState::pending:
      if (!known) write(LogLevel::warning, "mail_not_sent");
      break;
    case EventState::dead: write(LogLevel::error, "mail_dead"); break;
  }
  if (news == Receiver::News::none) return;
  const bool failing = news == Receiver::News::began_to_fail;
  dependencies.observer.mail_failing(failing);
  if (failing) write(LogLevel::error, "mail_server_failing");
  if (!failing) write(LogLevel::info, "mail_server_recovered");
}

MailTeller::MailTeller(MailTellerDependencies dependencies, Executor& executor)
    : carrier_({dependencies.outbox, dependencies.clock, EventReceiver::mail,
                [state = std::make_shared<State>(dependencies, executor)](OutboxEvent event,
                                                                          Receiver& receiver) {
                  return State::tell(state, std::move(event), receiver);
                }},
               executor) {}

void MailTeller::look() { carrier_.look(); }

void MailTeller::stop() { carrier_.stop(); }

bool MailTeller::idle() const { return carrier_.idle(); }

}  // namespace till::app
