// HoldIntent: what the shop's backend was asked to set aside for a session. It is committed before
// the backend is asked, so that whatever ends in between, somebody knows what may be held there.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "checkout/session.h"

namespace till::app {

enum class HoldState : std::uint8_t {
  asked = 1,       // Nobody knows yet what became of the question.
  standing = 2,    // The backend said that it holds these pieces, and nothing was asked since.
  given_back = 3,  // Nothing is held and nothing will be: the intent is forgotten.
};

struct HoldIntent {
  SessionId session;
  std::uint64_t version = 0;  // Of the last question; each has the next one.
  HoldState state = HoldState::asked;
  // From then on nothing is held by itself, whichever of the questions got through.
  Timestamp until;
  std::vector<checkout::Hold> pieces;  // The whole set that was asked for or is held.
  std::optional<Timestamp> due;        // When somebody has to look at it; nothing: not by itself.
  bool operator==(const HoldIntent&) const = default;
};

}  // namespace till::app
