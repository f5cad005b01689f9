// SellerPolicy: how far the seller goes along with what agents ask for. Plain values, fixed while
// the server runs.
#pragma once

#include <cstdint>

#include "base/clock.h"

namespace till::checkout {

// What one agent may keep from others. The amounts are those of a shop that is open.
struct HoldPolicy {
  // How long stock is held after the last change while it is not known who buys or where it goes.
  Milliseconds without_buyer{15LL * 60 * 1000};
  // How much of an item's pieces one agent may hold; 100: all of them.
  std::int64_t agent_share_percent = 50;
  // How many sessions of one agent may be open; 0: any number.
  std::int64_t open_sessions = 10'000;
};

// Which purchases may wait for the seller's yes (ST-08); the others are refused.
struct ApprovalPolicy {
  bool on_account = false;  // Those by a purchase order without a card.
  bool on_request = false;  // Those by card for which the agent asks.
  Milliseconds patience{7LL * 24 * 3600 * 1000};
};

struct SellerPolicy {
  HoldPolicy holds;
  ApprovalPolicy approvals;
};

}  // namespace till::checkout
