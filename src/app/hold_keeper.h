// HoldKeeper: sees to it that the shop's backend holds what sessions want and nothing else, after
// whatever was interrupted, given up or not answered.
#pragma once

#include <memory>

#include "app/hold_desk.h"
#include "app/ports/hold_intents.h"
#include "app/ports/sessions.h"
#include "app/shop_holds.h"
#include "base/clock.h"
#include "base/log.h"
#include "checkout/seller_policy.h"

namespace till::app {

// All of it must outlive the keeper and its work.
struct HoldKeeperDependencies {
  Sessions& sessions;
  HoldIntents& intents;
  ShopHolds& shop;
  const checkout::HoldPolicy& policy;
  const Clock& clock;
  Log& log;
};

// Every function must be called on the executor's thread.
class HoldKeeper {
 public:
  HoldKeeper(HoldKeeperDependencies dependencies, Executor& executor);

  // Takes up the intents that are due. Returns without waiting for the work it began, and does not
  // begin it again while it runs.
  void look();
  void stop();  // Takes up nothing more.
  bool idle() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace till::app
