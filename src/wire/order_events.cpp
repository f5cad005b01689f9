#include "wire/order_events.h"

#include <utility>

namespace till::wire {

std::vector<app::OutboxEvent> DialectOrderEvents::of(app::EventType type,
                                                     const checkout::Order& order, Timestamp now) {
  app::OutboxEvent event;
  event.id = ids_.make<EventId>();
  event.order = order.id;
  event.agent = order.agent;
  event.type = type;
  event.body = body(type, order);
  event.created_at = now;
  event.next_attempt_at = now;
  std::vector<app::OutboxEvent> events;
  events.push_back(std::move(event));
  return events;
}

std::string DialectOrderEvents::body(app::EventType type, const checkout::Order& order) const {
  const Dialect* const bought_in = dialects_.of(order.dialect);
  // An event has to say something also in what is not spoken any more.
  return (bought_in != nullptr ? *bought_in : dialects_.newest()).order_event(type, order);
}

}  // namespace till::wire
