// Stripe's objects from their JSON. Nothing when the JSON is something else. Private to this
// folder.
#pragma once

#include <optional>

#include "payments/stripe/json.h"
#include "payments/stripe/objects.h"

namespace till::payments::stripe {

std::optional<PaymentIntent> intent_of(Value object);
std::optional<GrantedToken> token_of(Value object);
std::optional<Refund> refund_of(Value object);

// Why a charge was declined, from an error of the API or the last_payment_error of an intent.
checkout::PaymentFailure failure_of(Value error);

}  // namespace till::payments::stripe
