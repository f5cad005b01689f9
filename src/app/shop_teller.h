// ShopTeller: carries the outbox's events of orders to the shop's own backend.
#pragma once

#include "app/carrier.h"
#include "app/observer.h"
#include "app/ports/outbox.h"
#include "app/shop_orders.h"
#include "app/shop_receiver.h"
#include "base/log.h"
#include "base/random.h"
#include "webhooks/event.h"

namespace till::app {

struct ShopTellerDependencies {
  Outbox& outbox;
  ShopReceiver& shop;
  ShopOrders& orders;
  const Clock& clock;
  Random& random;
  Observer& observer;
  Log& log;
  webhooks::RetrySchedule schedule;
};

// At least once, one event at a time per order and in order, until it is taken or refused: when the
// schedule is used up, its longest wait goes on. A few at once, which no agent's webhook waits for;
// one, while the shop keeps failing. Every function must be called on the executor's thread.
class ShopTeller {
 public:
  ShopTeller(ShopTellerDependencies dependencies, Executor& executor);

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
