// What an intent to hold pieces at the shop's backend means, and what has to be done about one.
// Pure.
#pragma once

#include <optional>
#include <vector>

#include "app/hold_desk.h"
#include "app/hold_intent.h"
#include "app/ports/changeset.h"
#include "checkout/holds.h"

namespace till::app {

// Longer than a request needs from its question to the commit of what it decided, where the shop
// answers soon. Then somebody else sees to it.
inline constexpr Milliseconds kHoldLease = std::chrono::seconds(15);
// The shop keeps pieces a little longer than the session wants them, so that not every change asks
// anew, and clocks may differ.
inline constexpr Milliseconds kHoldGrace = std::chrono::minutes(5);
// What is about to be charged, or is sold and not yet known to the shop, is held for so long, and
// held anew when only this much is left.
inline constexpr Milliseconds kPaidHold = std::chrono::hours(24);
inline constexpr Milliseconds kLeastPaidHold = std::chrono::hours(12);
// A charge is not sent when the hold may end before the provider has answered.
inline constexpr Milliseconds kChargeTime = std::chrono::minutes(5);

// Is it known that the shop holds these pieces, and no others, until then?
bool stands(const HoldIntent& intent, const std::vector<checkout::Hold>& pieces, Timestamp until);

// The intent to ask, after what is stored.
HoldIntent next_question(const HoldQuestion& question, const std::optional<HoldIntent>& stored,
                         Timestamp now);
// The intent once the shop said what it lacks; `until` is what it was asked for.
HoldIntent answered(HoldIntent intent, Timestamp until, const std::vector<Shortage>& lacking);

// What a session wants the shop to hold: for how long at least, and for how long it is asked.
// `to_charge`: it is about to be charged.
HoldQuestion question_of(const checkout::Session& session, const checkout::HoldPolicy& policy,
                         bool to_charge, Timestamp now);

// When the intent, which stands, has to be looked at again for the sake of this session.
std::optional<Timestamp> due_of(const HoldIntent& intent, const checkout::Session& session,
                                const checkout::HoldPolicy& policy, Timestamp now);

// After a change from `before` (null: there was nothing), in a commit that does not say itself what
// the shop holds: is what it holds to be looked at?
bool unsettles(const checkout::Session* before, const checkout::Session& next);

// What has to be done about an intent that is due.
enum class HoldStep {
  wait,       // Nothing yet: it is right, see due_of().
  ask,        // Ask for what the session wants; also for nothing.
  give_back,  // The session wants nothing ever again.
  forget,     // Nothing is held and nothing was asked that is not known.
};
// `session` is the newest version; null: it never came to be, or is not kept any more.
HoldStep step_of(const HoldIntent& intent, const checkout::Session* session,
                 const checkout::HoldPolicy& policy, Timestamp now);

}  // namespace till::app
