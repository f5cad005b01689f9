// What Stripe's answer to a charge means for the purchase. Pure.
#pragma once

#include <string>

#include "app/payment_gateway.h"
#include "payments/stripe/answers.h"

namespace till::payments::stripe {

enum class Finding {
  approved,
  awaiting_buyer,  // Stripe has it; the buyer's agent has to authenticate the buyer.
  processing,      // Stripe has it and will decide.
  refused,
  deactivated,  // Refused: the token tells why.
  unexplained,  // Refused: perhaps the token tells why.
  extras,       // Refused for what it can do without.
  ask_intent,   // Refused, with a charge that may be alive all the same.
  in_doubt,
  other_charge,  // In doubt: Stripe shows another amount or currency than was asked for.
  misused_key,   // In doubt: the key came with other parameters before.
  not_allowed,   // Nothing was done: our own key or its rights.
};

struct ChargeReading {
  Finding finding = Finding::in_doubt;
  checkout::PaymentFailure failure = checkout::PaymentFailure::declined;  // When refused.
  std::string reference;  // Of the PaymentIntent, when the answer has one.
  bool captured = true;   // When approved.
  bool review = false;
  // When refused: it says nothing of a charge that an earlier call may have made.
  bool of_this_call = false;
};

// Of the answer to the charge itself.
ChargeReading classify(const Reading<PaymentIntent>& answer, const app::ChargeRequest& request);

// Of the charge as it is now.
ChargeReading classify(const PaymentIntent& intent, const app::ChargeRequest& request);

}  // namespace till::payments::stripe
