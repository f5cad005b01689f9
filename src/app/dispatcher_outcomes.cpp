// What a receiver's answer comes to, and what is said of it.
#include "app/dispatcher_state.h"
#include "app/telling.h"

namespace till::app {
namespace {

// What the operator reads about a failed attempt: short, printable, and nothing the receiver said.
std::string error_of(const WebhookAnswer& answer) {
  if (answer.status) return "HTTP status " + std::to_string(*answer.status);
  return answer.error.empty() ? "no answer" : printable(answer.error);
}

}  // namespace

EventUpdate Dispatcher::State::consequence(const OutboxEvent& event, const WebhookAnswer& answer) {
  const Timestamp now = dependencies.clock.now();
  EventUpdate update{event.id, EventState::delivered, event.attempts + 1, now, ""};
  if (webhooks::is_taken(answer.status)) return update;
  update.state = EventState::dead;
  update.last_error = error_of(answer);
  const auto next = webhooks::next_attempt(dependencies.schedule, update.attempts, now,
                                           jitter(dependencies.random), answer.retry_after);
  if (!next) return update;
  update.state = EventState::pending;
  update.next_attempt_at = *next;
  return update;
}

void Dispatcher::State::note(const OutboxEvent& event, const WebhookAnswer& answer,
                             const EventUpdate& update) {
  const bool taken = update.state == EventState::delivered;
  dependencies.observer.webhook_attempted(taken);
  const auto news = receivers_.of(event.agent).ended(taken, dependencies.clock.now());
  report(event, answer, update);
  report_receiver(event.agent, news, update.last_error);
}

// Once it was logged that a receiver keeps failing, its single failures are not.
void Dispatcher::State::report(const OutboxEvent& event, const WebhookAnswer& answer,
                               const EventUpdate& update) {
  const std::string id = event.id.text();
  const std::string order = event.order.text();
  const std::int64_t status = answer.status.value_or(0);
  const auto write = [&](LogLevel level, std::string_view name) {
    dependencies.log.write(level, name,
                           {{"event_id", id},
                            {"order_id", order},
                            {"agent", event.agent},
                            {"attempt", update.attempts},
                            {"status", status},
                            {"error", update.last_error}});
  };
  const bool known = receivers_.of(event.agent).failing();
  switch (update.state) {
    case EventState::delivered: return write(LogLevel::info, "webhook_delivered");
    case EventState::pending:
      if (!known) write(LogLevel::warning, "webhook_failed");
      return;
    case EventState::dead: return write(LogLevel::error, "webhook_dead");
  }
}

void Dispatcher::State::report_receiver(const std::string& agent, Receiver::News news,
                                        const std::string& error) {
  if (news == Receiver::News::none) return;
  const bool failing = news == Receiver::News::began_to_fail;
  dependencies.observer.receiver_failing(agent, failing);
  if (failing) {
    dependencies.log.write(LogLevel::error, "webhook_receiver_failing",
                           {{"agent", agent}, {"error", error}});
  } else {
    dependencies.log.write(LogLevel::info, "webhook_receiver_recovered", {{"agent", agent}});
  }
}

}  // namespace till::app
