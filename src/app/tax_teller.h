// TaxTeller: tells the tax service of orders from the outbox: sales, and what is taken back.
#pragma once

#include "app/carrier.h"
#include "app/order_service.h"
#include "app/ports/outbox.h"
#include "app/tax_service.h"
#include "base/log.h"
#include "base/random.h"
#include "webhooks/event.h"

namespace till::app {

struct TaxTellerDependencies {
  Outbox& outbox;
  OrderDependencies orders;
  TaxService& service;
  Random& random;
  Log& log;
  webhooks::RetrySchedule schedule;
};

// At least once, one event at a time per order and in order, until the service has it or refuses
// it: when the schedule is used up, its longest wait goes on. An event says only that there is
// something to tell; what that is the order says, with what the service has of it. What the service
// keeps is noted in the order before the next thing is told. Every function must be called on the
// executor's thread.
class TaxTeller {
 public:
  TaxTeller(TaxTellerDependencies dependencies, Executor& executor);

  // Begins what is due at the clock's now; returns without waiting for it.
  void look();
  // Begins nothing any more. What is under way ends.
  void stop();
  // Nothing is under way.
  bool idle() const;

 private:
  struct State;
  Carrier carrier_;
};

}  // namespace till::app
