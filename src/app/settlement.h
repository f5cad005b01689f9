// What is asked of the gateway for an attempt, and what its answer makes of the session. Private
// to app.
#pragma once

#include "app/checkout_service.h"

namespace till::app {

// The charge of an open attempt. Everything in it but the marks of a repetition comes from what
// was committed with the attempt, so that a later call asks for the very same.
ChargeRequest charge_request(const PaymentAttempt& attempt, const checkout::Session& session,
                             const checkout::SellerProfile& profile);

// The changeset that settles `attempt` on the session it pays for by an outcome that is final:
// neither doubt nor pending. It answers the key that asked for the payment.
Changeset settlement(const CheckoutDependencies& dependencies, const checkout::Session& session,
                     const PaymentAttempt& attempt, const ChargeOutcome& outcome, Timestamp now);

}  // namespace till::app
