// What an agent is told of an order, as it goes into the outbox. Private to app.
#pragma once

#include "app/records.h"
#include "webhooks/event.h"

namespace till::app {

// An event of the order as it is now, due at once (WH-04).
inline OutboxEvent order_event(EventType type, const checkout::Order& order, EventId id,
                               Timestamp now) {
  OutboxEvent event;
  event.id = id;
  event.order = order.id;
  event.agent = order.agent;
  event.type = type;
  event.body = type == EventType::order_create ? webhooks::order_create_body(order)
                                               : webhooks::order_update_body(order);
  event.created_at = now;
  event.next_attempt_at = now;
  return event;
}

}  // namespace till::app
