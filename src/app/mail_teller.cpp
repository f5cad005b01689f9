#include "app/mail_teller.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <string>
#include <utility>

#include "app/telling.h"

namespace till::app {
namespace {

using checkout::Order;

// How soon a confirmation is looked at again whose order has no number of the shop yet, and when it
// goes without.
constexpr Milliseconds kNumberAgain = std::chrono::seconds(2);
constexpr Milliseconds kNumberMost = std::chrono::minutes(2);
constexpr Milliseconds kStaleLeast = std::chrono::hours(24);

// Was it due so long ago that nobody can have been sending mails? Who replays it wants it all the
// same: then it is due anew.
bool is_stale(const OutboxEvent& event, const webhooks::RetrySchedule& schedule, Timestamp now) {
  const Milliseconds all =
      std::accumulate(schedule.waits.begin(), schedule.waits.end(), Milliseconds(0));
  return now - event.next_attempt_at > std::max(all, kStaleLeast);
}

// The shop is about to say under which number the buyer will find it.
bool waits_for_number(const OutboxEvent& event, const Order& order, Timestamp now) {
  const bool told = order.shop.state == checkout::ShopState::told && order.shop.number.empty();
  const Milliseconds age = now - event.created_at;
  return told && event.type == EventType::order_create && age < kNumberMost &&
         age >= Milliseconds(0);
}

std::string error_of(const MailAnswer& answer) {
  if (const auto* no = std::get_if<MailRefused>(&answer)) return printable(no->detail);
  const auto* failed = std::get_if<MailFailed>(&answer);
  return failed != nullptr ? printable(failed->detail) : "";
}

MailResult result_of(const MailAnswer& answer) {
  if (std::holds_alternative<MailSent>(answer)) return MailResult::sent;
  return std::holds_alternative<MailRefused>(answer) ? MailResult::refused : MailResult::failed;
}

// What an answer tells of the server: nothing, where it was not asked or put off a mail alone.
Receiver::News heard(Receiver& receiver, const MailAnswer& answer, Timestamp now) {
  const auto* no = std::get_if<MailRefused>(&answer);
  const auto* failed = std::get_if<MailFailed>(&answer);
  const bool nothing = (no != nullptr && !no->asked) || (failed != nullptr && failed->server_works);
  if (!nothing) return receiver.ended(failed == nullptr, now);
  receiver.ended_unsent();
  return Receiver::News::none;
}

}  // namespace

struct MailTeller::State {
  using Self = std::shared_ptr<State>;

  State(MailTellerDependencies given, Executor& on)
      : dependencies(std::move(given)), executor(on) {}

  static Task<Carried> tell(Self self, OutboxEvent event, Receiver& receiver);
  static Task<MailAnswer> answer_to(Self self, const OutboxEvent& event,
                                    checkout::SessionPtr purchase);
  EventUpdate consequence(const OutboxEvent& event, const MailAnswer& answer);
  void report(const OutboxEvent& event, const MailAnswer& answer, const EventUpdate& update,
              Receiver& receiver);

  MailTellerDependencies dependencies;
  Executor& executor;
};

Task<MailAnswer> MailTeller::State::answer_to(Self self, const OutboxEvent& event,
                                              checkout::SessionPtr purchase) {
  MailAnswer unsent = MailRefused{"nothing is known of its buyer any more", false};
  if (!purchase || !purchase->order || purchase->order->erased_at) co_return unsent;
  if (is_stale(event, self->dependencies.schedule, self->dependencies.clock.now())) {
    unsent = MailRefused{"it waited for too long", false};
    co_return unsent;
  }
  co_return co_await self->dependencies.sender.send(event, std::move(purchase), self->executor);
}

Task<Carried> MailTeller::State::tell(Self self, OutboxEvent event, Receiver& receiver) {
  auto purchase = co_await purchase_of(self->dependencies.orders, self->dependencies.sessions,
                                       event.order, self->executor);
  const Timestamp now = self->dependencies.clock.now();
  std::vector<EventUpdate> updates;
  const bool waits = purchase && *purchase && (*purchase)->order &&
                     waits_for_number(event, *(*purchase)->order, now);
  if (!purchase || waits) {
    co_await resume_on(self->executor);
    receiver.ended_unsent();
    if (!waits) co_return std::nullopt;
    const Milliseconds age = now - event.created_at;
    const Timestamp again = now + std::min(std::max(kNumberAgain, age), kNumberMost - age);
    updates.push_back({event.id, EventState::pending, event.attempts, again, event.last_error});
    co_return updates;
  }
  const MailAnswer answer = co_await answer_to(self, event, std::move(*purchase));
  co_await resume_on(self->executor);
  const EventUpdate update = self->consequence(event, answer);
  self->report(event, answer, update, receiver);
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
  const bool known = receiver.failing();
  const auto news = heard(receiver, answer, dependencies.clock.now());
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
