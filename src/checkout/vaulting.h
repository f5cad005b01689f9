// VaultCommand: a card an agent wants vaulted for one purchase (A24).
#pragma once

#include <map>
#include <string>

#include "base/amount.h"
#include "base/clock.h"
#include "base/secret.h"

namespace till::checkout {

// Decoded and well formed: only a one-time card with an allowance of max_amount > 0 (DL-10, DL-11).
struct VaultCommand {
  Secret number;
  Amount max_amount;
  std::string currency;  // Lower case.
  std::string checkout_session_id;
  std::string merchant_id;
  Timestamp expires_at;
  bool blocked = false;  // A risk signal says so (DL-14).
  std::map<std::string, std::string> metadata;
};

}  // namespace till::checkout
