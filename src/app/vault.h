// Vault: knows what a card will do when it is charged; the sandbox's side of delegate_payment.
#pragma once

#include "app/records.h"
#include "base/result.h"
#include "base/secret.h"
#include "checkout/refusal.h"

namespace till::app {

// Implementations may be called from any thread.
class Vault {
 public:
  virtual ~Vault() = default;
  // What the card number stands for; invalid_card when it is none the vault takes (DL-22).
  virtual Result<VaultToken::Card, checkout::Refusal> card_of(const Secret& number) const = 0;
};

}  // namespace till::app
