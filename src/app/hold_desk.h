// HoldDesk: the one place that asks the shop's backend for pieces. The question is committed before
// it is sent, so that a crash or silence leaves an intent that HoldKeeper takes up.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "app/hold_intent.h"
#include "app/ports/hold_intents.h"
#include "app/ports/sessions.h"
#include "app/shop_holds.h"
#include "base/clock.h"

namespace till::app {

struct HoldQuestion {
  SessionId session;
  // The version that asks; while another is the newest, nothing is asked. Null: the session is only
  // about to begin.
  checkout::SessionPtr follows;
  std::vector<checkout::Hold> pieces;
  Timestamp least;       // What stands until then need not be asked for again,
  bool confirm = false;  // unless it is to be charged.
  Timestamp until;       // Not before `least`.
};

struct HoldAnswer {
  enum class Kind {
    held,        // All but what is lacking.
    silent,      // The shop may or may not hold it: HoldKeeper sees to what was asked.
    changed,     // Somebody else changed the session or asked for it: load again and decide again.
    busy,        // The store takes nothing now.
    unreadable,  // The store could not be read or written.
  };
  Kind kind = Kind::silent;
  HoldIntent intent;  // What stands, to be committed with what is decided by it.
  std::vector<Shortage> lacking;
};

// Any thread may call. All that is given must outlive it and every call.
class HoldDesk {
 public:
  HoldDesk(Sessions& sessions, HoldIntents& intents, ShopHolds& shop, const Clock& clock)
      : sessions_(sessions), intents_(intents), shop_(shop), clock_(clock) {}

  Task<HoldAnswer> ask(HoldQuestion question, Executor& executor);

 private:
  Sessions& sessions_;
  HoldIntents& intents_;
  ShopHolds& shop_;
  const Clock& clock_;
};

}  // namespace till::app
