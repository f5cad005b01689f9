// Background: what happens without a request: settling payments in doubt, expiry, pruning.
#pragma once

#include <cstddef>
#include <map>
#include <memory>

#include "app/checkout_service.h"
#include "app/order_service.h"
#include "app/ports/attempts.h"
#include "app/ports/deadlines.h"
#include "app/ports/upkeep.h"
#include "base/log.h"

namespace till::app {

struct BackgroundDependencies {
  CheckoutService& service;
  OrderService& orders;
  Attempts& attempts;
  Deadlines& deadlines;
  Upkeep& upkeep;
  const Clock& clock;
  Log& log;
};

struct BackgroundOptions {
  Milliseconds settle_first_wait{1'000};  // Between tries of one attempt, doubled up to the most.
  Milliseconds settle_most_wait{30'000};
  Retention retention;
  std::size_t batch = 256;
};

// Every function must be called on the executor's thread; each returns without waiting for the
// work it began, and does not begin it again while it runs.
class Background {
 public:
  Background(BackgroundDependencies dependencies, BackgroundOptions options, Executor& executor);

  // Takes up open charges and refunds that are due: those whose process died, and those in doubt
  // after their wait.
  void settle_due();
  // Expires sessions whose deadline has come and gives their stock back.
  void expire_due();
  // Drops what is older than the retention.
  void prune();
  bool idle() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace till::app
