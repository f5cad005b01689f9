// MailTeller: carries the outbox's events of orders to their buyers, by mail.
#pragma once

#include "app/carrier.h"
#include "app/mail_sender.h"
#include "app/observer.h"
#include "app/ports/orders.h"
#include "app/ports/outbox.h"
#include "app/ports/sessions.h"
#include "base/log.h"
#include "base/random.h"
#include "webhooks/event.h"

namespace till::app {

struct MailTellerDependencies {
  Outbox& outbox;
  Orders& orders;
  Sessions& sessions;
  MailSender& sender;
  const Clock& clock;
  Random& random;
  Observer& observer;
  Log& log;
  webhooks::RetrySchedule schedule;
};

// At least once, one mail at a time per order and in order. What is refused for good, or was tried
// through the whole schedule, is dead; so is what has no buyer any more, and what nobody sent for
// so long that it would be no news. A confirmation waits a little for the number that the shop
// gives the order. A few at once; one, while the server keeps failing. Every function must be
// called on the executor's thread.
class MailTeller {
 public:
  MailTeller(MailTellerDependencies dependencies, Executor& executor);

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
