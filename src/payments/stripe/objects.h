// PaymentIntent, GrantedToken and Refund: what Stripe keeps for us, as plain values. None carries a
// token, a decline code or a sentence of Stripe's.
#pragma once

#include <optional>
#include <string>

#include "base/amount.h"
#include "base/clock.h"
#include "base/id.h"
#include "checkout/decide.h"

namespace till::payments::stripe {

enum class IntentStatus {
  requires_payment_method,  // Declined, or the buyer was not authenticated.
  requires_confirmation,
  requires_action,
  processing,
  requires_capture,
  succeeded,
  canceled,
  unknown,
};

struct PaymentIntent {
  std::string id;
  IntentStatus status = IntentStatus::unknown;
  Amount amount;
  Amount received;
  std::string currency;
  std::optional<SessionId> session;  // Of our metadata, when they are there.
  std::optional<AttemptId> attempt;
  bool review = false;     // A review is open, or Radar wants one.
  bool abandoned = false;  // Canceled because nobody came back to it.
  checkout::PaymentFailure failure = checkout::PaymentFailure::declined;  // Of the last try.
};

enum class Deactivation { none, consumed, expired, revoked };

struct GrantedToken {
  bool live = false;
  Deactivation deactivation = Deactivation::none;
  std::string currency;  // Empty when the token states no limits.
  Amount remaining;      // What may still be taken of it.
  Amount captured;       // What was.
  std::optional<Timestamp> expires_at;
  bool block = false;  // Stripe recommends to block it.
};

enum class RefundStatus { pending, succeeded, failed };

struct Refund {
  std::string id;
  RefundStatus status = RefundStatus::pending;
  Amount amount;
  std::string currency;
  std::optional<AdjustmentId> adjustment;
};

}  // namespace till::payments::stripe
