// Requests: what is asked of Stripe, as HTTP requests. Pure: the same argument gives the same
// bytes, for Stripe refuses an idempotency key whose parameters changed. An amount must be one that
// Stripe takes (to_stripe of units.h).
#pragma once

#include <string>

#include "app/payment_gateway.h"
#include "net/http_client.h"
#include "payments/stripe/options.h"

namespace till::payments::stripe {

// Does the charge ask for a receipt? Stripe refuses the whole charge for an address that it takes
// for none, so that one in doubt gets none.
bool has_receipt(const app::ChargeRequest& request);

// Creates and confirms a PaymentIntent that takes the token.
net::ClientRequest charge_request(const StripeOptions& options, const app::ChargeRequest& request);

// The token, the PaymentIntent or the refund as it is now. They must be identifiers.
net::ClientRequest token_request(const StripeOptions& options, const Secret& token);
net::ClientRequest intent_request(const StripeOptions& options, const std::string& charge);
// The PaymentIntent that an attempt made, wherever its answer went. Stripe finds what is new only
// after a while.
net::ClientRequest search_request(const StripeOptions& options, const AttemptId& attempt);
// The PaymentIntents made between two moments, newest first, those behind `after` when it is given.
// Unlike a search, this shows what was made just now.
net::ClientRequest list_request(const StripeOptions& options, Timestamp from, Timestamp to,
                                const std::string& after);
net::ClientRequest refund_lookup_request(const StripeOptions& options, const std::string& refund);
// The latest refunds of a charge, as many as Stripe gives at once.
net::ClientRequest refund_list_request(const StripeOptions& options, const std::string& charge);

net::ClientRequest capture_request(const StripeOptions& options, const app::ChargeStep& step);
net::ClientRequest cancel_request(const StripeOptions& options, const app::ChargeStep& step);
net::ClientRequest refund_request(const StripeOptions& options, const app::ChargeStep& step);

// Gives up on a charge that waited too long for its buyer, under a key made from the charge's.
net::ClientRequest abandon_request(const StripeOptions& options, const std::string& gateway_key,
                                   const std::string& charge);

// The key to go on with when Stripe keeps a fault of its own as the answer to `key`. Only for what
// Stripe's objects show to be undone.
std::string renewed_key(const std::string& key);

}  // namespace till::payments::stripe
