// OrderEvents: what those who hear of an order are told. Implemented where dialects are known.
#pragma once

#include <string>
#include <vector>

#include "app/records.h"
#include "base/clock.h"
#include "checkout/order.h"

namespace till::app {

// Any thread may call.
class OrderEvents {
 public:
  virtual ~OrderEvents() = default;

  // The events to commit with a change of the order, one a receiver, due at once (WH-04). Each is
  // written as the order is now, in the dialect of its receiver.
  virtual std::vector<OutboxEvent> of(EventType type, const checkout::Order& order,
                                      Timestamp now) = 0;
  // What such an event says of the order as it is now: its buyer may be forgotten since.
  virtual std::string body(EventType type, const checkout::Order& order) const = 0;
};

}  // namespace till::app
