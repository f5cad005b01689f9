// What a token allows. Pure.
#pragma once

#include <optional>
#include <string>

#include "base/secret.h"
#include "payments/stripe/objects.h"

namespace till::payments::stripe {

enum class Mode { test, live };

// The mode of a secret or restricted key; nothing when its beginning does not tell.
std::optional<Mode> mode_of(const Secret& key);

// Was anything charged by it?
bool is_used(const GrantedToken& token);

// Why the token is good for no charge any more; nothing while it is.
std::optional<checkout::PaymentFailure> deactivation_of(const GrantedToken& token);

// Why the token may not be charged with the amount, in the order in which Stripe would find it.
std::optional<checkout::PaymentFailure> misuse(const GrantedToken& token, std::optional<Mode> mode,
                                               Amount amount, const std::string& currency,
                                               Timestamp now);

}  // namespace till::payments::stripe
