// Carrier: hands one receiver's due events of the outbox to who tells them.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "app/ports/outbox.h"
#include "app/receivers.h"
#include "base/clock.h"
#include "base/task.h"

namespace till::app {

// What becomes of an event and of others of its order; nothing: it is looked at again later.
using Carried = std::optional<std::vector<EventUpdate>>;

struct CarrierDependencies {
  Outbox& outbox;
  const Clock& clock;
  EventReceiver to = EventReceiver::shop;  // Any but agents.
  // Tells an event and says to `receiver` how that ended. Called and ended on the executor.
  std::function<Task<Carried>(OutboxEvent event, Receiver& receiver)> carry;
};

// One event at a time per order and in order, of several orders at once as Receiver allows. Every
// function must be called on the executor's thread.
class Carrier {
 public:
  Carrier(CarrierDependencies dependencies, Executor& executor);

  // Begins what is due at the clock's now; returns without waiting for it.
  void look();
  // Begins nothing any more. What is under way ends.
  void stop();
  // Nothing is under way.
  bool idle() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace till::app
