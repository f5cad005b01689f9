// MailEvents: which mails a change of an order is worth.
#pragma once

#include <vector>

#include "app/ports/order_events.h"
#include "app/records.h"
#include "base/clock.h"

namespace till::app {

// Any thread may call.
class MailEvents {
 public:
  virtual ~MailEvents() = default;
  // Appends the mails to commit with a change of an order, in the order in which they are to be
  // sent; none when the buyer gave no address.
  virtual void add(const OrderNews& news, Timestamp now, std::vector<OutboxEvent>& events) = 0;
};

}  // namespace till::app
