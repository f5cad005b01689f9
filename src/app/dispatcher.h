// Dispatcher: carries the outbox to the agents' platforms (WH-01, WH-13).
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/observer.h"
#include "app/ports/outbox.h"
#include "app/webhook_sender.h"
#include "base/log.h"
#include "base/random.h"
#include "base/secret.h"
#include "webhooks/event.h"

namespace till::app {

// Where an agent hears of its orders. Nothing: it has given no address, so its events are left in
// the store and count as nobody's.
struct WebhookTarget {
  std::string url;
  Secret secret;
  Secret previous_secret;  // Empty, or for a receiver that does not know the new one yet.
};
using WebhookTargets = std::function<std::optional<WebhookTarget>(const std::string& agent)>;

struct DispatcherDependencies {
  Outbox& outbox;
  WebhookSender& sender;
  const Clock& clock;
  Random& random;
  Observer& observer;
  Log& log;
  WebhookTargets targets;
  webhooks::RetrySchedule schedule;
  // Attempts under way at once, of all receivers; waiting holds none. A receiver with nothing under
  // way may always begin one, so that no other delays it.
  std::size_t max_in_flight = 64;
};

// At least once, one event at a time per order and in order, whichever process tells it; orders
// independent of each other, the first attempt at once. Receivers take turns, each with a bound of
// its own, and one that keeps failing is asked less often. No order_update is sent whose
// order_create was not taken: it is dead with it, and the next one of its order brings the
// order_create back. Every function must be called on the executor's thread.
class Dispatcher {
 public:
  Dispatcher(DispatcherDependencies dependencies, Executor& executor);

  // Begins every attempt that is due at the clock's now; returns without waiting for them.
  void look();
  // The same, and measures what is pending; to be called now and then.
  void tick();
  // The config names other targets: what waited for one is looked at again.
  void targets_changed();
  // Makes a dead or delivered event pending again, due at once, attempts from 0; false when the
  // event is unknown or still pending.
  Task<StoreResult<bool>> replay(EventId id);
  // Begins no attempt any more: what is pending stays so for the next start. Those under way end.
  void stop();
  // No attempt is under way.
  bool idle() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace till::app
