// Holds: how long stock stays set aside for a session, and how much of it one agent may have. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "checkout/quote.h"
#include "checkout/seller_policy.h"
#include "checkout/session.h"

namespace till::checkout {

// Pieces of an item that are set aside: by one agent, and by all together.
struct HeldPieces {
  std::int64_t by_agent = 0;
  std::int64_t by_all = 0;
  bool operator==(const HeldPieces&) const = default;
};

// When the session's pieces are given back unless it changes before: a short while after its last
// change, as long as nobody knows who buys or where it goes. Nothing when they are kept as long as
// the session, as while a payment or an approval is under way, or when it holds none.
std::optional<Timestamp> hold_end(const Session& session, const HoldPolicy& policy);

// When something of an open session has to be done next: its hold or the session itself ends.
Timestamp next_due(const Session& session, const HoldPolicy& policy);

// When the store is to hand the session out as due; never later than next_due().
Timestamp deadline_of(const Session& session);

// Sets the deadline of a version that follows `before` (null: the first). An earlier deadline is
// left as it is, since moving it costs a write; when it comes and nothing is due, it is set anew.
void plan_deadline(Session& next, const Session* before, const HoldPolicy& policy);

// What has become due of an open session: it expired, its hold ended, or only its deadline has to
// be set anew. Nothing when nothing is due, or while a payment is under way.
std::optional<Session> apply_due(const Session& session, const HoldPolicy& policy, Timestamp now);

// The session without its pieces, whose hold has ended. It stays open, and the next change or
// complete sets the pieces aside again where they can still be had.
Session release_hold(const Session& session, const HoldPolicy& policy, Timestamp now);

// The session with its next deadline, when nothing else is due.
Session postpone_deadline(const Session& session, const HoldPolicy& policy);

// How many of the pieces on hand one agent may hold: rounded up, so that the last one can be had.
std::int64_t share_of(std::int64_t on_hand, std::int64_t percent);

// How many more pieces an agent may take when `free` are free and so many are held. Below 0 only
// where `free` is: then pieces lack of what is held already.
std::int64_t within_share(std::int64_t free, const HeldPieces& held, std::int64_t percent);

}  // namespace till::checkout
